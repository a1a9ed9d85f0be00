# shellcheck shell=bash
# What every packaging script shares: where the build cache is, how progress and errors are said.
# Sourced, never run.

# The build cache lies outside the checkout, so `make clean` and a second clone keep what was downloaded and built.
BUILD_CACHE="${INVENTORY_BUILD_CACHE:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/inventory-build}"
# The checkout this script belongs to.
# shellcheck disable=SC2034  # used by the scripts that source this
PROJECT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# known_arch ARCH - ends the script unless ARCH is one we build for.
known_arch() {
    case "${1:-}" in
        amd64 | arm64) ;;
        *) die "unknown architecture '${1:-}': amd64 or arm64" ;;
    esac
}

# as_root COMMAND... - runs it as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "this needs root: run it as root, or install sudo ($*)"
    fi
}

# take_lock NAME - one build at a time for each part of the cache; the lock ends with the script.
take_lock() {
    mkdir -p "$BUILD_CACHE/locks"
    exec {lock_fd}>"$BUILD_CACHE/locks/$1"
    flock "$lock_fd"
}
