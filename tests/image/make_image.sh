#!/bin/bash
# make_image.sh TREE IMAGE - a card's image from a tree, as pi-gen's export-image would leave it: MBR, a FAT partition of 512 MiB
# with the tree's /boot/firmware, and an ext4 partition. Needs neither loop devices nor vfat in the kernel.
set -euo pipefail
tree=$1 image=$2
align=$((8 << 20)) boot=$((512 << 20))
used="$(du -sx --apparent-size --block-size=1 --exclude=boot/firmware "$tree" | cut -f1)"
root=$(((used * 12 / 10 + (300 << 20) + align - 1) / align * align))
root_start=$((align + boot))

rm -f "$image"
truncate --size=$((root_start + root)) "$image"
parted --script "$image" mklabel msdos unit B mkpart primary fat32 $align $((root_start - 1)) \
    mkpart primary ext4 $root_start $((root_start + root - 1))
id="$(dd if="$image" skip=440 bs=1 count=4 2>/dev/null | xxd -e | cut -d' ' -f2)"
sed -i -e "s/^BOOTDEV/PARTUUID=$id-01/" -e "s/^ROOTDEV/PARTUUID=$id-02/" "$tree/etc/fstab"

mkfs.vfat -n bootfs -F 32 -s 4 --offset $((align / 512)) "$image" $((boot / 1024)) >/dev/null
mcopy -s -Q -i "$image@@$align" "$tree"/boot/firmware/* ::
mv "$tree/boot/firmware" "$tree.firmware"
mkdir "$tree/boot/firmware"
mke2fs -q -t ext4 -L rootfs -d "$tree" -E offset=$root_start "$image" $((root / 1024))k
rmdir "$tree/boot/firmware"
mv "$tree.firmware" "$tree/boot/firmware"
