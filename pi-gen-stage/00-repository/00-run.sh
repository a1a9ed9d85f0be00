#!/bin/bash -e
# Our packages come from a copy of our signed repository. Not below /tmp or /run: pi-gen mounts something else there.
install -d "${ROOTFS_DIR}/var/cache/inventory-repository"
cp -r "${INVENTORY_REPOSITORY:?is not set: the folder that packaging/apt-repo.sh made}/." \
    "${ROOTFS_DIR}/var/cache/inventory-repository/"
chmod -R u=rwX,go=rX "${ROOTFS_DIR}/var/cache/inventory-repository"
cat >"${ROOTFS_DIR}/etc/apt/sources.list.d/inventory-copy.sources" <<SOURCES
Types: deb
URIs: file:/var/cache/inventory-repository
Suites: bookworm
Components: main
Signed-By: /var/cache/inventory-repository/inventory-archive-keyring.gpg
SOURCES
