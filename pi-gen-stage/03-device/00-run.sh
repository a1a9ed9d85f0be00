#!/bin/bash -e
# What tells a flashed device that it is one, the settings file that its owner may fill in, and how late it is at least.
epoch="${SOURCE_DATE_EPOCH:-$(date +%s)}"
version="$(dpkg-query --admindir="${ROOTFS_DIR}/var/lib/dpkg" --show --showformat='${Version}' inventory)"
printf 'VERSION=%s\nBUILT=%s\n' "${version}" "${epoch}" >"${ROOTFS_DIR}/etc/inventory/image"
# systemd sets the clock to this file's time when it is earlier: a Pi has no clock, and 1970 makes certificates worthless.
install -D -m 644 /dev/null "${ROOTFS_DIR}/usr/lib/clock-epoch"
touch --date="@${epoch}" "${ROOTFS_DIR}/usr/lib/clock-epoch"
install -d "${ROOTFS_DIR}/etc/issue.d" # the setup code above the login prompt
install -D -m 755 files/inventory.toml "${ROOTFS_DIR}/boot/firmware/inventory.toml"
