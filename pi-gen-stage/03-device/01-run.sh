#!/bin/bash -e
# Ssh is off unless the owner asks for it: by Raspberry Pi Imager, a file `ssh` on the card, or inventory.toml.
if [ "${ENABLE_SSH:-0}" = 0 ]; then
    on_chroot <<<"systemctl disable ssh.service"
fi
