#!/bin/bash
# fetch-wheels.sh ARCH [GROUP...] - bring the wheels of packaging/locks/GROUP-ARCH.txt into the build cache (wheels/ARCH/).
#
# The only step of a build that uses the network for Python libraries. Groups: runtime embedder torch dev (default: the first
# three). A wheel whose hash a lock names is not fetched again.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

arch="${1:-}"
known_arch "$arch"
shift
[ "$#" -gt 0 ] || set -- runtime embedder torch
wheels="$BUILD_CACHE/wheels/$arch"
# Where the CPU build of torch is published; asked only when no nearer place (PIP_FIND_LINKS, the index) has it.
cpu_wheels=https://download.pytorch.org/whl/cpu

# absent LOCK - the lines of a lock whose wheel is not in the cache.
absent() {
    local line
    while read -r line; do
        grep -qxF "${line##*--hash=sha256:}" "$have" || echo "$line"
    done < <(grep -v '^#' "$1")
}

# download REQUIREMENTS [OPTION...]
download() {
    local requirements=$1
    shift
    # shellcheck disable=SC2046  # words are wanted
    "$pip" download --progress-bar off -qq --no-deps --only-binary=:all: --require-hashes \
        $(platform_options "$arch") --dest "$wheels" -r "$requirements" "$@" >&2
}

# fallback REQUIREMENTS - once more, with the place of CPU builds; false where the lock names none.
fallback() { grep -q '+cpu' "$1" && download "$1" --extra-index-url "$cpu_wheels"; }

mkdir -p "$wheels"
take_lock "wheels-$arch"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
have="$work/have"
find "$wheels" -name '*.whl' -exec sha256sum {} + | cut -d' ' -f1 >"$have"
for group in "$@"; do
    lock="$here/locks/$group-$arch.txt"
    [ -f "$lock" ] || die "there is no $lock"
    absent "$lock" >"$work/$group"
    [ -s "$work/$group" ] || continue
    say "fetching $(wc -l <"$work/$group") wheels of $group for $arch"
    pip="$(pip_program)"
    if ! download "$work/$group" 2>"$work/log" && ! fallback "$work/$group" 2>>"$work/log"; then
        grep -v '^WARNING: Location' "$work/log" >&2
        die "the wheels of $group for $arch could not be fetched"
    fi
done
