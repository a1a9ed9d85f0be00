"""Tell systemd how the service is doing (sd_notify), without a library; does nothing elsewhere."""

from __future__ import annotations

import os
import socket


def tell_service_manager(state: str) -> None:
    """Send lines such as "READY=1" to the socket that systemd names in NOTIFY_SOCKET."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        try:
            channel.connect(address)
            channel.sendall(state.encode())
        except OSError:
            return  # whoever started us does not listen any more; that is no reason to fail
