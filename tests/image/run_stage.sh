#!/bin/bash
# run_stage.sh STAGE_DIR ROOTFS_DIR - run a stage of pi-gen on a tree: pi-gen's order and what it promises a step
# (run_sub_stage in build.sh, on_chroot in scripts/common; branch bookworm-arm64), without pi-gen. As root.
#
# Mounts live in a namespace of their own and end with it.
set -euo pipefail
[ -n "${IN_NAMESPACE:-}" ] ||
    IN_NAMESPACE=yes exec unshare --mount --pid --fork --kill-child bash "$0" "$(realpath "$1")" "$(realpath "$2")"

export STAGE_DIR=$1 ROOTFS_DIR=$2 ENABLE_SSH=${ENABLE_SSH:-0}
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

# shellcheck disable=SC2120  # steps may give bash arguments
on_chroot() {
    if ! mountpoint -q "$ROOTFS_DIR/proc"; then
        mount -t proc proc "$ROOTFS_DIR/proc"
        mount --bind /dev "$ROOTFS_DIR/dev"
        mount --bind /dev/pts "$ROOTFS_DIR/dev/pts"
        mount --bind /sys "$ROOTFS_DIR/sys"
        mount -t tmpfs tmpfs "$ROOTFS_DIR/run"
        mount -t tmpfs tmpfs "$ROOTFS_DIR/tmp"
    fi
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin chroot "$ROOTFS_DIR" /bin/bash -e "$@"
}
copy_previous() {
    echo "the tree of the stage before is missing" >&2
    return 1
}
export -f on_chroot copy_previous

# shellcheck disable=SC2119
install_packages() {
    local packages
    packages="$(sed 's/#.*//' "$1" | xargs)"
    [ -z "$packages" ] || on_chroot <<<"apt-get -o Acquire::Retries=3 install ${2:-} -y $packages"
}

# shellcheck disable=SC2119
run_sub_stage() {
    local i
    for i in {00..99}; do
        if [ -f "$i-debconf" ]; then on_chroot <<<"debconf-set-selections <<'END'
$(cat "$i-debconf")
END"; fi
        if [ -f "$i-packages-nr" ]; then install_packages "$i-packages-nr" --no-install-recommends; fi
        if [ -f "$i-packages" ]; then install_packages "$i-packages"; fi
        if [ -x "$i-run.sh" ]; then "./$i-run.sh"; fi
        if [ -f "$i-run-chroot.sh" ]; then on_chroot <"$i-run-chroot.sh"; fi
    done
}

cd "$STAGE_DIR"
./prerun.sh
for sub_stage in "$STAGE_DIR"/*/; do
    [ -e "$sub_stage/SKIP" ] || (echo "== $sub_stage" && cd "$sub_stage" && run_sub_stage)
done
