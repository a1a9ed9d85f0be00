#!/bin/bash -e
# No database cluster in an image: it would be the same in every device. The first boot makes one (inventory provision).
install -d "${ROOTFS_DIR}/etc/postgresql-common/createcluster.d"
echo "create_main_cluster = false" >"${ROOTFS_DIR}/etc/postgresql-common/createcluster.d/inventory.conf"
