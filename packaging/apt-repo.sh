#!/bin/bash
# apt-repo.sh FOLDER_OF_DEBS REPOSITORY - make (or renew) a signed apt repository from the packages in a folder.
#
# The packages that are there go into REPOSITORY/pool; packages of other builds that were there stay, so that a repository can
# offer several versions. Signed with the builder's key (keyring.sh); the public key is also put at
# REPOSITORY/inventory-archive-keyring.gpg.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

[ "$#" = 2 ] || die "usage: apt-repo.sh FOLDER_OF_DEBS REPOSITORY"
compgen -G "$1/*.deb" >/dev/null || die "there is no .deb in $1"
mkdir -p "$2"
debs="$(cd "$1" && pwd)"
repository="$(cd "$2" && pwd)"
suite=bookworm

# index ARCH - the list of the packages that an ARCH machine can install, plain and packed.
index() {
    local folder="dists/$suite/main/binary-$1"
    mkdir -p "$folder"
    apt-ftparchive --arch "$1" packages pool >"$folder/Packages"
    gzip --no-name --best --keep --force "$folder/Packages"
}

# release - unattended-upgrades and apt pinning go by Origin, Suite and Codename.
release() {
    apt-ftparchive -o APT::FTPArchive::Release::Origin=Inventory -o APT::FTPArchive::Release::Label=Inventory \
        -o APT::FTPArchive::Release::Suite=$suite -o APT::FTPArchive::Release::Codename=$suite \
        -o APT::FTPArchive::Release::Components=main -o "APT::FTPArchive::Release::Architectures=amd64 arm64" \
        -o "APT::FTPArchive::Release::Description=Packages of the inventory appliance" release "dists/$suite"
}

# sign - the new InRelease appears last and at once: a client sees the old index or the new one.
sign() {
    gpg --batch --yes --quiet --local-user "$key" --clear-sign --output "dists/$suite/InRelease.new" "dists/$suite/Release"
    gpg --batch --yes --quiet --local-user "$key" --armor --detach-sign --output "dists/$suite/Release.gpg" "dists/$suite/Release"
    mv "dists/$suite/InRelease.new" "dists/$suite/InRelease"
}

"$here/apt-deps.sh" "$here/apt-build-deps.txt"
key="$("$here/keyring.sh" "$repository/inventory-archive-keyring.gpg")"
cd "$repository"
mkdir -p pool
install -m 644 "$debs"/*.deb pool/
index amd64
index arm64
rm -f "dists/$suite/Release"
release >"$repository/.release" && mv "$repository/.release" "dists/$suite/Release"
use_keyring
sign
# Readable for apt's own user whatever the builder's umask.
chmod -R u=rwX,go=rX "$repository"
say "signed repository in $repository"
