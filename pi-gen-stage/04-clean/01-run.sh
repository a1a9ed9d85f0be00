#!/bin/bash -e
# Nothing that two devices would share and that somebody could use. pi-gen clears a part of it, too.
cd "${ROOTFS_DIR}"
rm -f etc/ssl/private/*.key etc/ssl/certs/ssl-cert-snakeoil.pem etc/ssh/ssh_host_*
find etc/ssl/certs -lname ssl-cert-snakeoil.pem -delete
rm -f var/lib/dbus/machine-id var/lib/systemd/random-seed var/lib/systemd/credential.secret var/lib/NetworkManager/secret_key
rm -f root/.bash_history
: >etc/machine-id
find var/log -type f -exec truncate --size=0 {} +
