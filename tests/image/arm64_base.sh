#!/bin/bash
# arm64_base.sh TAR - a Debian 12 tree for arm64 that boots, in the place of what pi-gen's stages 0 to 2 would leave: their
# packages come from Raspberry Pi's archive, which a test machine need not reach. Under emulation it takes about 10 minutes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
include="$(grep -v '^#' "$here/arm64-base-packages.txt" | paste -sd,)"

# The whole initramfs would take ten minutes more: only what `qemu-system-aarch64 -M virt` has.
# shellcheck disable=SC2016  # mmdebstrap's shell expands
mmdebstrap --quiet --format=tar --variant=apt --architectures=arm64 --include="$include" \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt=force-unsafe-io \
    --essential-hook='mkdir -p "$1/usr/share/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"' \
    --essential-hook='printf "MODULES=list\nCOMPRESS=gzip\n" >"$1/usr/share/initramfs-tools/conf.d/lab"' \
    --essential-hook='printf "%s\n" virtio_pci virtio_blk virtio_net ext4 >"$1/usr/share/initramfs-tools/modules.d/lab"' \
    --customize-hook='rm -f "$1"/etc/ssh/ssh_host_* "$1/etc/resolv.conf"; : >"$1/etc/machine-id"' \
    bookworm "$1.part" \
    "deb http://deb.debian.org/debian bookworm main" \
    "deb http://deb.debian.org/debian bookworm-updates main" \
    "deb http://deb.debian.org/debian-security bookworm-security main"
mv "$1.part" "$1"
