#!/bin/bash -e
# What pi-gen does before the steps of a stage: begin with the tree of the stage before.
if [ ! -d "${ROOTFS_DIR}" ]; then
    copy_previous
fi
