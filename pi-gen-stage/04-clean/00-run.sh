#!/bin/bash -e
# From now on packages come from where updates will be published, or from nowhere.
rm -rf "${ROOTFS_DIR}/var/cache/inventory-repository"
rm -f "${ROOTFS_DIR}/etc/apt/sources.list.d/inventory-copy.sources" "${ROOTFS_DIR}"/var/lib/apt/lists/_var_cache_inventory*
sources="${ROOTFS_DIR}/etc/apt/sources.list.d/inventory.sources"
if [ -n "${INVENTORY_REPOSITORY_URL:-}" ]; then
    sed -i "s|^URIs:.*|URIs: ${INVENTORY_REPOSITORY_URL}|" "${sources}"
else
    sed -i "s|^Types:.*|Enabled: no\n&|" "${sources}"
fi
