#!/bin/bash
# emulated.sh [PYTEST ARGUMENT...] - build an image on a Debian 12 base for arm64 and boot it under qemu-system-aarch64 with
# Debian's kernel (tests/emulated). What only a Pi has (firmware, its kernel, config.txt) is not tried here. As root.
#
# The base and the image are kept in the build cache; the image is made anew when packages or stage have changed.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/../../packaging/common.sh"
[ "$(id -u)" = 0 ] || exec sudo -- env "INVENTORY_BUILD_CACHE=$BUILD_CACHE" "INVENTORY_DIST=${INVENTORY_DIST:-}" "$0" "$@"
dist="${INVENTORY_DIST:-$PROJECT/dist}"
work="$BUILD_CACHE/emulated"
tree="$work/tree"
base="$BUILD_CACHE/bases/image-arm64-$(cat "$here/arm64_base.sh" "$here/arm64-base-packages.txt" | sha256sum | cut -c1-12).tar"

# like_stage2 - what pi-gen's stages before ours leave in a tree; Debian's base does not have it.
like_stage2() {
    mkdir -p "$tree/boot/firmware"
    echo inventory >"$tree/etc/hostname"
    printf '127.0.0.1\tlocalhost\n127.0.1.1\tinventory\n' >"$tree/etc/hosts"
    printf '%s\n' 'proc /proc proc defaults 0 0' 'BOOTDEV /boot/firmware vfat defaults 0 2' \
        'ROOTDEV / ext4 defaults,noatime 0 1' >"$tree/etc/fstab"
    printf '[Match]\nName=eth*\n[Network]\nDHCP=yes\n' >"$tree/etc/systemd/network/90-wired.network"
    # A service starts some twenty times slower here than on a Pi, and systemd would give up on it again and again.
    for service in inventory-app inventory-embedder; do
        mkdir -p "$tree/etc/systemd/system/$service.service.d"
        printf '[Service]\nTimeoutStartSec=900\n' >"$tree/etc/systemd/system/$service.service.d/emulated.conf"
    done
    chroot "$tree" systemctl enable systemd-networkd.service
    cp /etc/resolv.conf "$tree/etc/resolv.conf"
    printf 'Acquire::Check-Valid-Until "false";\nAcquire::Check-Date "false";\n' >"$tree/etc/apt/apt.conf.d/99test"
}

build() {
    say "the stage on an arm64 tree, under emulation (10 minutes and more)"
    rm -rf --one-file-system "$tree" "$work/repository"
    mkdir -p "$tree"
    tar --extract --file "$base" --directory "$tree"
    like_stage2
    "$PROJECT/packaging/apt-repo.sh" "$dist/arm64" "$work/repository"
    INVENTORY_REPOSITORY="$work/repository" SOURCE_DATE_EPOCH="$(git -C "$PROJECT" log -1 --format=%ct)" \
        "$here/run_stage.sh" "$PROJECT/pi-gen-stage" "$tree" >"$work/stage.log" 2>&1 ||
        die "the stage failed: $(tail -n 5 "$work/stage.log")"
    rm -f "$tree/etc/resolv.conf" "$tree/var/cache/apt/archives/"*.deb
    "$here/make_image.sh" "$tree" "$work/card.img"
    cp "$tree"/boot/vmlinuz-* "$work/kernel"
    cp "$tree"/boot/initrd.img-* "$work/initrd"
    rm -rf --one-file-system "$tree"
    echo "$state" >"$work/state"
}

"$PROJECT/packaging/apt-deps.sh" "$here/apt-packages.txt"
take_lock emulated
compgen -G "$dist/arm64/inventory_*.deb" >/dev/null || "$PROJECT/packaging/build-deb.sh" arm64
mkdir -p "$work" "$(dirname "$base")"
[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || [ "$(uname -m)" = aarch64 ] || update-binfmts --enable qemu-aarch64
[ -e "$base" ] || "$here/arm64_base.sh" "$base"
state="$(find "$PROJECT/pi-gen-stage" "$dist/arm64" "$base" "$here"/*.sh -type f -exec sha256sum {} + | sort | sha256sum)"
[ "$(cat "$work/state" 2>/dev/null)" = "$state" ] || build
cd "$PROJECT"
INVENTORY_EMULATED="$work" .venv/bin/python -m pytest -p no:cacheprovider --log-cli-level=INFO "$@" tests/emulated
