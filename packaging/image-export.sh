#!/bin/bash
# image-export.sh IMAGE FOLDER - from a raw image (MBR: FAT boot, ext4 root) make what is published: the image packed by xz, and
# beside it .sha256, .bmap (bmaptool), .packages (manifest), .cdx.json (SBOM, CycloneDX) and .os_list.json (Raspberry Pi Imager).
#
# Nothing is mounted. Environment: INVENTORY_IMAGE_URL, see image.sh.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=packaging/common.sh
. "$here/common.sh"
[ "$#" = 2 ] || die "usage: image-export.sh IMAGE FOLDER"
[ -s "$1" ] || die "there is no image $1"
image=$1 folder=$2
"$here/apt-deps.sh" "$here/apt-image-deps.txt"
mkdir -p "$folder"
status="$(mktemp)" marker="$(mktemp)"
trap 'rm -f "$status" "$marker"' EXIT

# from_root PATH FILE - copy a file out of the image's root file system.
from_root() {
    local start
    start="$(parted -ms "$image" unit B print 2>/dev/null | awk -F: '$1 == 2 { sub("B", "", $2); print $2 }')" || start=""
    [ -n "$start" ] || die "$image has no second partition"
    debugfs -R "dump $1 $2" "$image?offset=$start" 2>/dev/null
    [ -s "$2" ] || die "$image holds no $1: was it made with pi-gen-stage/?"
}

from_root /var/lib/dpkg/status "$status"
from_root /etc/inventory/image "$marker"
version="$(sed -n 's/^VERSION=//p' "$marker")"
built="$(sed -n 's/^BUILT=//p' "$marker")"
name="inventory-$version-arm64.img"
out="$folder/$name"

say "packing $name.xz"
bmaptool --quiet create --output "$out.bmap" "$image"
# One thread: with more, xz cuts the file into other blocks on another machine.
xz --compress --keep --stdout --threads=1 "-${XZ_LEVEL:-6}" "$image" >"$out.xz.part"
mv "$out.xz.part" "$out.xz"
(cd "$folder" && sha256sum "$name.xz" >"$name.xz.sha256")
"$here/image_papers.py" --status "$status" --image "$image" --packed "$out.xz" --version "$version" --built "$built" \
    --url "${INVENTORY_IMAGE_URL:-.}" --out "$out"
size="$(stat -c %s "$out.xz")"
[ "$size" -le 1300000000 ] || die "$name.xz has $size bytes: more than 1.3 GB"
say "$out.xz: $((size / 1000000)) MB packed, $(($(stat -c %s "$image") / 1000000)) MB written"
