#!/bin/bash
# test-arm64.sh - run what the arm64 packages in dist/arm64 hold on an emulated Cortex-A72, the processor of a Raspberry Pi 4.
#
# Imports every library, encodes with both engines, makes a thumbnail and asks PostgreSQL for nearest vectors, all in a Debian 12
# tree for arm64 (made once, kept in the build cache). A library that uses an instruction the Pi lacks dies here, not there.
# On an arm64 machine the tree runs on its own processor. Needs root. Without inventory-embedder-torch that engine is left out.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

[ "$(id -u)" = 0 ] || exec sudo -- env "INVENTORY_BUILD_CACHE=$BUILD_CACHE" "INVENTORY_DIST=${INVENTORY_DIST:-}" "$0"
dist="${INVENTORY_DIST:-$PROJECT/dist}/arm64"
tree="$BUILD_CACHE/arm64-test"
# The list of packages names the base, so that a change there makes a new one.
base="$BUILD_CACHE/bases/arm64-$(sha256sum <"$here/arm64-tree-packages.txt" | cut -c1-12).tar"

# enable_emulation - lets the kernel start arm64 programs; qemu-user-static does so where systemd or binfmt-support ran at boot.
enable_emulation() {
    [ "$(dpkg --print-architecture)" != arm64 ] || return 0
    "$here/apt-deps.sh" "$here/apt-arm64-deps.txt"
    [ -e /proc/sys/fs/binfmt_misc/register ] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
    [ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || update-binfmts --enable qemu-aarch64
}

make_base() {
    local include
    say "making a Debian 12 tree for arm64 (some minutes, once)"
    include="$(grep -v '^#' "$here/arm64-tree-packages.txt" | paste -sd,)"
    mkdir -p "$(dirname "$base")"
    # create_main_cluster: initdb under emulation is slow, and the test makes a cluster of its own.
    # shellcheck disable=SC2016  # mmdebstrap's shell expands
    mmdebstrap --quiet --format=tar --variant=apt --architectures=arm64 --include="$include" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        --essential-hook='mkdir -p "$1/etc/postgresql-common/createcluster.d"' \
        --essential-hook='echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.d/inventory.conf"' \
        bookworm "$base.part" \
        "deb http://deb.debian.org/debian bookworm main" \
        "deb http://deb.debian.org/debian bookworm-updates main" \
        "deb http://deb.debian.org/debian-security bookworm-security main" >&2 ||
        die "mmdebstrap could not make an arm64 tree"
    mv "$base.part" "$base"
}

# unpack - the tree, and in it our packages as dpkg would unpack them. Their maintainer scripts are tested on booted hosts.
unpack() {
    local deb
    rm -rf --one-file-system "$tree"
    mkdir -p "$tree"
    tar --extract --file "$base" --directory "$tree"
    # --keep-directory-symlink: /lib is a link to usr/lib, in the tree but not in packages.
    for deb in "$dist"/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar --extract --keep-directory-symlink --directory "$tree"
    done
    "$here/pi4_system_files.sh" "$tree/usr/local/lib/pi4"
    install -m 644 "$here/check_device.py" "$tree/usr/local/lib/check_device.py"
}

# inside COMMAND... - in the tree, in namespaces of its own: mounts and processes end with it, and it has no network.
inside() {
    # shellcheck disable=SC2016  # the inner shell expands
    QEMU_CPU=cortex-a72 LC_ALL=C.UTF-8 HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        unshare --mount --pid --fork --kill-child --net -- sh -ec '
            tree=$1; shift
            mount --make-rprivate /
            mount -t proc proc "$tree/proc"
            if [ "$(uname -m)" != aarch64 ]; then
                mount --bind "$tree/usr/local/lib/pi4/cpuinfo" "$tree/proc/cpuinfo"
                mount --bind "$tree/usr/local/lib/pi4/sys" "$tree/sys"
            fi
            mount --rbind /dev "$tree/dev"
            mount -t tmpfs tmpfs "$tree/dev/shm"
            mount -t tmpfs tmpfs "$tree/tmp"
            exec chroot "$tree" "$@"' sh "$tree" "$@"
}

main() {
    compgen -G "$dist/*.deb" >/dev/null || die "there are no packages in $dist: make deb ARCH=arm64"
    take_lock arm64-test
    enable_emulation
    [ -e "$base" ] || make_base
    unpack
    trap 'rm -rf --one-file-system "$tree"' EXIT
    say "checking the packages of $dist on an emulated Cortex-A72"
    inside /usr/bin/python3 -sP /usr/local/lib/check_device.py || die "the arm64 packages do not run on a Cortex-A72"
}

main
