"""What the nginx site includes and cannot know when it is packaged: settings, and whether there is IPv6."""

from __future__ import annotations

import re
import socket
from pathlib import Path

from inventory.config import Settings
from inventory.errors import SettingsError
from inventory.operations.files import write_file
from inventory.operations.provision import nginx_site
from inventory.operations.provision.step import Work

# nginx refuses a little later than the program, whose answer says more.
_HEADROOM = 1024 * 1024


def directory(settings: Settings) -> Path:
    return settings.state_dir / "nginx"


def missing(settings: Settings) -> Work | None:
    wrong = [name for name, text in snippets(settings).items() if _read(directory(settings) / name) != text]
    exists = all((directory(settings) / name).exists() for name in wrong)
    return Work("update" if exists else "create", ", ".join(wrong)) if wrong else None


def make(settings: Settings) -> None:
    for name, text in snippets(settings).items():
        write_file(directory(settings) / name, text.encode(), mode=0o600)
    nginx_site.reload_if_sound()


def snippets(settings: Settings, *, ipv6: bool | None = None) -> dict[str, str]:
    """name: text of each file."""
    ipv6 = has_ipv6() if ipv6 is None else ipv6
    return {
        "upstream.conf": f"server {settings.listen};\n",
        "server.conf": (
            f"client_max_body_size {settings.max_upload_bytes + _HEADROOM};\n"
            "location /_protected-images/ {\n"
            "    internal;\n"
            f"    alias {_quoted(settings.image_dir)}/;\n"
            "    include /etc/nginx/mime.types;\n"
            "    add_header X-Content-Type-Options nosniff always;\n"
            "    add_header Content-Security-Policy \"default-src 'none'; sandbox\" always;\n"
            "    add_header Cross-Origin-Resource-Policy same-origin always;\n"
            "}\n"
        ),
        "listen-http.conf": "listen [::]:80;\n" if ipv6 else "",
        "listen-https.conf": "listen [::]:443 ssl http2 default_server;\n" if ipv6 else "",
    }


def has_ipv6() -> bool:
    """Can a socket be opened for IPv6? Not so with ipv6.disable=1, where nginx would not start."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::", 0))
    except OSError:
        return False
    return True


def _quoted(path: Path) -> str:
    text = str(path)
    if re.search(r"[\"\\$\s;{}]", text) or not path.is_absolute():
        raise SettingsError(
            f"“{text}” cannot be used by nginx.",
            field="IMAGE_DIR",
            hint="Use an absolute path without spaces and quotes.",
        )
    return text


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except FileNotFoundError:
        return None
