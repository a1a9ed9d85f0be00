#!/bin/bash
# build-deb.sh [ARCH] - build all Debian packages for ARCH (default: this machine's) into dist/ARCH/.
#
# Fetches first (wheels, pgvector's source; cached), makes the model (cached), then runs dpkg-buildpackage without network in a
# copy of the checkout. What git ignores is not built in; uncommitted changes are.
#   INVENTORY_VERSION=0.2.0                     build that version without changing the checkout
#   DEB_BUILD_PROFILES=pkg.inventory.notorch    without inventory-embedder-torch
#   DEB_BUILD_PROFILES=pkg.inventory.apponly    `inventory` alone, in seconds
#   INVENTORY_REPOSITORY_URI=https://...        where inventory-archive-keyring says the packages are
#   INVENTORY_DIST=DIR                          another folder than dist/
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

arch="${1:-$(dpkg --print-architecture)}"
known_arch "$arch"
dist="${INVENTORY_DIST:-$PROJECT/dist}/$arch"
profiles="${DEB_BUILD_PROFILES:-}"
work="$BUILD_CACHE/deb/$arch"
tree="$work/inventory"

wants() { [[ " $profiles " != *" pkg.inventory.$1 "* ]]; } # wants PART_LEFT_OUT

# prepare - everything that a build without network needs; exports where debian/rules finds it.
prepare() {
    local groups=(runtime embedder)
    export MODEL_DIR="" KEYRING="$work/inventory-archive-keyring.gpg"
    export REPOSITORY_URI="${INVENTORY_REPOSITORY_URI:-file:/srv/inventory-packages}"
    wants apponly || return 0
    if wants notorch; then groups+=(torch); fi
    "$here/fetch-wheels.sh" "$arch" "${groups[@]}"
    MODEL_DIR="$("$here/model/build.sh" | tail -n 1)"
    "$here/keyring.sh" "$KEYRING" >/dev/null
    pgvector="$("$here/pgvector/build.sh" "$arch")"
}

# copy_tree - the checkout's files as they are now, in a fresh folder.
copy_tree() {
    rm -rf "$tree"
    mkdir -p "$tree"
    (cd "$PROJECT" && git ls-files -z --cached --others --exclude-standard -- \
        debian inventory packaging systemd nginx LICENSE README.md |
        while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done |
        tar --create --null --files-from=- --file=-) | tar --extract --touch --no-same-owner --directory "$tree"
    [ -f "$tree/debian/control" ] || die "git lists no debian/control in $PROJECT"
    # git keeps only the run bit; the builder's umask must not reach the packages.
    chmod -R u=rwX,go=rX "$tree"
}

# set_version VERSION - in the copy: the changelog's newest entry and the version that the application shows.
set_version() {
    [[ "$1" =~ ^[0-9][0-9A-Za-z.+~]*$ ]] || die "INVENTORY_VERSION='$1' is not a Debian version"
    sed -i "1s/(.*)/($1)/" "$tree/debian/changelog"
    sed -i "s/^__version__ = .*/__version__ = \"$1\"/" "$tree/inventory/version.py"
}

# same_version - the application must not show another version than its package has.
same_version() {
    local package app
    package="$(dpkg-parsechangelog -l "$tree/debian/changelog" -S Version)"
    app="$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$tree/inventory/version.py")"
    [ "$package" = "$app" ] || die "debian/changelog says $package, inventory/version.py says $app"
}

build() {
    say "building the packages for $arch (log: $work/build.log)"
    # unshare -n: proves that no step of the build uses the network; not everywhere allowed.
    local offline=()
    if unshare --net true 2>/dev/null; then offline=(unshare --net); fi
    (cd "$tree" && env -u MAKEFLAGS -u MAKELEVEL INVENTORY_BUILD_CACHE="$BUILD_CACHE" DEB_BUILD_PROFILES="$profiles" LC_ALL=C.UTF-8 \
        "${offline[@]}" dpkg-buildpackage -b -uc -us -d -a "$arch") >"$work/build.log" 2>&1 || {
        tail -40 "$work/build.log" >&2
        die "dpkg-buildpackage failed; the end of $work/build.log is above"
    }
}

# collect - the results replace those of the last build in dist/.
collect() {
    mkdir -p "$dist"
    if wants apponly; then rm -f "$dist"/*.deb; else rm -f "$dist"/inventory_*.deb; fi
    mv "$work"/*.deb "$dist/"
    if [ -n "${pgvector:-}" ]; then cp "$pgvector" "$dist/"; fi
}

# lint - lintian: nothing at all against `inventory`, no error and no warning against the others. The torch package takes it
# minutes: only where CI asks (INVENTORY_LINT=all).
lint() {
    local others
    say "lintian"
    others="$(find "$dist" -name '*.deb' ! -name 'inventory_*' ! -name 'inventory-embedder-torch_*')"
    if [ "${INVENTORY_LINT:-}" = all ]; then others="$(find "$dist" -name '*.deb' ! -name 'inventory_*')"; fi
    lintian --allow-root -EvI --pedantic --fail-on error,warning,info,pedantic,experimental "$dist"/inventory_*.deb >&2 ||
        die "lintian has something against the package inventory"
    if ! wants apponly; then return; fi
    # shellcheck disable=SC2086  # one a line, names without spaces
    lintian --allow-root --fail-on error,warning $others >&2 || die "lintian has errors or warnings"
}

# sizes - of each package, packed and installed, in MB.
sizes() {
    local deb
    for deb in "$dist"/*.deb; do
        printf '%s %s %s\n' "$(stat -c %s "$deb")" "$(dpkg-deb -f "$deb" Installed-Size)" "$(basename "$deb")"
    done | awk '{ printf "%8.1f MB packed %8.1f MB installed  %s\n", $1 / 1e6, $2 / 1000, $3
                  if ($3 !~ /torch/) { packed += $1; installed += $2 } }
         END { printf "%8.1f MB packed %8.1f MB installed  without the torch engine\n", packed / 1e6, installed / 1000 }' >&2
}

main() {
    "$here/apt-deps.sh" "$here/apt-build-deps.txt"
    take_lock "deb-$arch"
    mkdir -p "$work"
    rm -f "$work"/*.deb "$work"/*.buildinfo "$work"/*.changes
    pgvector=""
    prepare
    copy_tree
    if [ -n "${INVENTORY_VERSION:-}" ]; then set_version "$INVENTORY_VERSION"; fi
    same_version
    build
    collect
    lint
    sizes
    say "packages for $arch are in $dist"
}

main
