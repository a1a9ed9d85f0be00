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

# platform_options ARCH - pip's words for "wheels that run on Debian 12 (glibc 2.36) of that architecture", one a line.
platform_options() {
    local machine tag
    case "$1" in amd64) machine=x86_64 ;; arm64) machine=aarch64 ;; esac
    for tag in $(seq -f "manylinux_2_%.0f_$machine" 36 -1 5) "manylinux2014_$machine" "linux_$machine" any; do
        printf -- '--platform\n%s\n' "$tag"
    done
    printf -- '--implementation\ncp\n--python-version\n3.11\n'
}

# pip_program - prints the path of a pip of the build's own; Debian's python3-pip may be absent where python3-venv is there.
pip_program() {
    local home="$BUILD_CACHE/pip"
    [ -x "$home/bin/pip" ] || /usr/bin/python3 -m venv --clear "$home" >&2
    echo "$home/bin/pip"
}

# use_keyring - lets gpg in this script use the builder's key. Through a short link, as the path of gpg-agent's socket may have
# 107 bytes only; the agent ends with the script.
use_keyring() {
    local link
    link="$(mktemp -d)"
    ln -s "$BUILD_CACHE/gnupg" "$link/gnupg"
    export GNUPGHOME="$link/gnupg"
    # shellcheck disable=SC2064  # expand now: $link is local
    trap "gpgconf --kill gpg-agent; rm -rf '$link'" EXIT
}
