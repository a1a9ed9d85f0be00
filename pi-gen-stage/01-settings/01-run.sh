#!/bin/bash -e
# The same files that the role `base` of ansible/ puts on a Pi.
base="${STAGE_DIR}/../ansible/roles/base/files"
put() { install -D -m 644 "${base}/$1" "${ROOTFS_DIR}$2"; }
put 51inventory-base /etc/apt/apt.conf.d/51inventory-base
put journald.conf /etc/systemd/journald.conf.d/50-inventory.conf
put ports.nft /etc/inventory-firewall/ports.nft
put rules.nft /etc/inventory-firewall/rules.nft
put inventory-firewall.service /etc/systemd/system/inventory-firewall.service
put sshd.conf /etc/ssh/sshd_config.d/20-inventory.conf
put tmp.mount /etc/systemd/system/tmp.mount
put watchdog.conf /etc/systemd/system.conf.d/50-inventory-watchdog.conf
put zram-generator.conf /etc/systemd/zram-generator.conf
