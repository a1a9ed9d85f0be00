#!/bin/bash
# image.sh - build the SD card image: pi-gen's stages 0 to 2 and pi-gen-stage/, then dist/inventory-<version>-arm64.img.xz and
# what belongs beside it (image-export.sh).
#
# Environment:
#   PIGEN_DIR=DIR                   a checkout of pi-gen, copied before it is used; else it is cloned at the pinned commit
#   INVENTORY_REPOSITORY_URL=URL    where devices find updates; without it they find none
#   INVENTORY_IMAGE_URL=URL         folder of the download, for the entry of Raspberry Pi Imager (default: next to it)
#   INVENTORY_BUILD_CACHE, INVENTORY_DIST   as for build-deb.sh
#
# Needs root, Debian (amd64 or arm64) and the archives of Debian and Raspberry Pi. pi-gen takes half an hour on arm64, hours on amd64.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"

PIGEN_URL=https://github.com/RPi-Distro/pi-gen
PIGEN_COMMIT=d7a31c6aa09f4b867902c51da2b45807c0a1709e # branch bookworm-arm64
work="$BUILD_CACHE/image"
dist="${INVENTORY_DIST:-$PROJECT/dist}"

# get_pigen - puts pi-gen at $work/pi-gen: a copy, as the build writes into it.
get_pigen() {
    rm -rf --one-file-system "$work/pi-gen"
    if [ -n "${PIGEN_DIR:-}" ]; then
        [ -x "$PIGEN_DIR/build.sh" ] || die "PIGEN_DIR=$PIGEN_DIR holds no pi-gen (no build.sh)"
        rsync -a --exclude=/work --exclude=/deploy "$PIGEN_DIR/" "$work/pi-gen/"
    else
        git init --quiet "$work/pi-gen"
        git -C "$work/pi-gen" fetch --quiet --depth=1 "$PIGEN_URL" "$PIGEN_COMMIT" ||
            die "pi-gen cannot be fetched from $PIGEN_URL: give a checkout of $PIGEN_COMMIT with PIGEN_DIR"
        git -C "$work/pi-gen" checkout --quiet --detach FETCH_HEAD
    fi
    [ -d "$work/pi-gen/stage2" ] || die "this pi-gen has no stage2"
    grep -q '^export ARCH=arm64' "$work/pi-gen/build.sh" || die "this pi-gen does not build arm64: branch bookworm-arm64 does"
    touch "$work/pi-gen/stage2/SKIP_IMAGES"
}

# write_config - pi-gen's settings; the variables of config.example.
write_config() {
    cat >"$work/pi-gen/config" <<CONFIG
IMG_NAME=inventory
RELEASE=bookworm
TARGET_HOSTNAME=inventory
DEPLOY_COMPRESSION=none
ENABLE_SSH=0
IMG_FILENAME=inventory
WORK_DIR=$work/tree
DEPLOY_DIR=$work/deploy
STAGE_LIST="$work/pi-gen/stage0 $work/pi-gen/stage1 $work/pi-gen/stage2 $PROJECT/pi-gen-stage"
export INVENTORY_REPOSITORY=$work/repository
export INVENTORY_REPOSITORY_URL=${INVENTORY_REPOSITORY_URL:-}
export SOURCE_DATE_EPOCH=$epoch
CONFIG
}

[ "$(id -u)" = 0 ] || exec sudo -- env "INVENTORY_BUILD_CACHE=$BUILD_CACHE" "INVENTORY_DIST=$dist" "PIGEN_DIR=${PIGEN_DIR:-}" \
    "INVENTORY_REPOSITORY_URL=${INVENTORY_REPOSITORY_URL:-}" "INVENTORY_IMAGE_URL=${INVENTORY_IMAGE_URL:-}" "$0"
case "$work$PROJECT" in *" "*) die "pi-gen takes no path with a space: $work, $PROJECT" ;; esac
"$here/apt-deps.sh" "$here/apt-image-deps.txt"
take_lock image
mkdir -p "$work"
epoch="$(git -C "$PROJECT" log -1 --format=%ct)"
get_pigen
# `file:package` or `package`, as pi-gen itself reads it.
mapfile -t wanted < <(sed 's/.*://' "$work/pi-gen/depends" | sort -u)
printf '%s\n' "${wanted[@]}" >"$work/depends.txt"
"$here/apt-deps.sh" "$work/depends.txt"
"$here/build-deb.sh" arm64
rm -rf "$work/repository" "$work/deploy"
"$here/apt-repo.sh" "$dist/arm64" "$work/repository"
write_config
say "pi-gen (log: $work/tree/build.log)"
# CLEAN=1: our stage always begins with the tree of stage 2; the stages before are kept from a former run.
(cd "$work/pi-gen" && rm -rf --one-file-system "$work/tree/pi-gen-stage" && ./build.sh) >"$work/pi-gen.log" 2>&1 ||
    die "pi-gen failed:
$(tail -n 15 "$work/pi-gen.log")"
"$here/image-export.sh" "$work/deploy/inventory.img" "$dist"
