#!/bin/bash
# install-local.sh - `make install`: build the packages, put them into a signed apt repository on this machine
# (/srv/inventory-packages) and install the appliance from it with apt. Once more: an upgrade.
#
# As root or with sudo. DEB_BUILD_PROFILES and INVENTORY_VERSION as in build-deb.sh; by default without the torch engine.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

repository=/srv/inventory-packages
arch="$(dpkg --print-architecture)"
known_arch "$arch"
export DEB_BUILD_PROFILES="${DEB_BUILD_PROFILES-pkg.inventory.notorch}"

# build - each installation has a version of its own, so that apt takes what was built now.
build() {
    local version
    version="$(dpkg-parsechangelog -l "$PROJECT/debian/changelog" -S Version)"
    INVENTORY_VERSION="${INVENTORY_VERSION:-$version+$(date -u +%Y%m%d%H%M%S)}" \
        INVENTORY_REPOSITORY_URI="file:$repository" INVENTORY_DIST="$work" "$here/build-deb.sh" "$arch"
}

# publish - signs as this user (the key is theirs), writes as root.
publish() {
    "$here/apt-repo.sh" "$work/$arch" "$work/repository"
    as_root rm -rf "$repository"
    as_root cp -r --no-preserve=ownership "$work/repository" "$repository"
}

# enrol - key and source list come with a package of the repository itself, installed from its file this once.
enrol() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confmiss \
        "$repository"/pool/inventory-archive-keyring_*.deb
}

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
"$here/apt-deps.sh" "$here/apt-build-deps.txt"
build
publish
enrol
as_root apt-get update
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -o Dpkg::Use-Pty=0 inventory
say "installed. 'inventory setup-code' prints the code for the first visit, 'inventory doctor' checks everything"
