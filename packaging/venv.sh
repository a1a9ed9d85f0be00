#!/bin/bash
# venv.sh [GROUP...] - make or update the checkout's virtual environment .venv.
#
# Groups are locks of packaging/locks (default: runtime embedder; `make test` adds dev). Debian's Python packages serve through
# --system-site-packages. Returns at once when the environment already holds what the locks say. Other place: INVENTORY_VENV.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

arch="$(dpkg --print-architecture)"
known_arch "$arch"
[ "$#" -gt 0 ] || set -- runtime embedder
venv="${INVENTORY_VENV:-$PROJECT/.venv}"
stamps="$venv/inventory-locks"

# digest GROUP - names what the environment must hold for that group.
digest() { sha256sum <"$here/locks/$1-$arch.txt"; }

# outdated GROUP... - the groups that are not installed as their locks say.
outdated() {
    local group
    for group in "$@"; do
        [ -f "$here/locks/$group-$arch.txt" ] || die "there is no lock of '$group' for $arch in packaging/locks"
        [ "$(cat "$stamps/$group" 2>/dev/null)" = "$(digest "$group")" ] || echo "$group"
    done
}

# make_environment - an empty one that sees Debian's packages, the checkout and nothing of the user's home.
make_environment() {
    local site
    local clear=--clear
    # One of Debian's Python that sees Debian's packages is taken over: what runs in it keeps running.
    if grep -q "^home = /usr/bin" "$venv/pyvenv.cfg" 2>/dev/null; then clear=; fi
    say "making $venv"
    /usr/bin/python3 -m venv ${clear:+"$clear"} --system-site-packages "$venv"
    site="$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    echo "$PROJECT" >"$site/inventory-checkout.pth"
    printf '#!/bin/sh\nexec "%s/bin/python" -m inventory "$@"\n' "$venv" >"$venv/bin/inventory"
    chmod 755 "$venv/bin/inventory"
    mkdir -p "$stamps"
}

install_group() {
    local group=$1
    "$here/fetch-wheels.sh" "$arch" "$group"
    say "installing $group into $venv"
    # --ignore-installed: Debian's copy of a library must not stand in for the pinned one.
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-warn-script-location --no-index --no-deps \
        --only-binary=:all: --require-hashes --ignore-installed \
        --find-links "$BUILD_CACHE/wheels/$arch" -r "$here/locks/$group-$arch.txt"
    digest "$group" >"$stamps/$group"
}

"$here/apt-deps.sh" "$here/apt-run-deps.txt"
mapfile -t groups < <(outdated "$@")
[ "${#groups[@]}" -gt 0 ] || exit 0
take_lock "venv-$(sha256sum <<<"$venv" | cut -c1-12)"
[ -d "$stamps" ] || make_environment
# Another process may have done it while this one waited for the lock.
mapfile -t groups < <(outdated "$@")
for group in "${groups[@]}"; do install_group "$group"; done
