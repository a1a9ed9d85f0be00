systemctl enable inventory-firewall.service tmp.mount avahi-daemon.service systemd-timesyncd.service
systemctl enable apt-daily.timer apt-daily-upgrade.timer
