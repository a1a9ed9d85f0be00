"""What the nginx site includes and cannot know when it is packaged: settings, the certificate, and if there is IPv6."""

from __future__ import annotations

import re
import socket
from pathlib import Path

from inventory.config import Settings
from inventory.errors import SettingsError
from inventory.operations.files import write_file
from inventory.operations.provision import nginx_site, site_certificate
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
        "certificate.conf": _certificate(settings),
        "server.conf": (
            f"client_max_body_size {settings.max_upload_bytes + _HEADROOM};\n"
            "location /_protected-images/ {\n"
            "    internal;\n"
            f"    alias {_plain(settings.image_dir, 'IMAGE_DIR')}/;\n"
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


def _certificate(settings: Settings) -> str:
    """The pair that serves. By the fingerprint a renewed file under the same path is seen, and nginx is reloaded."""
    pair = site_certificate.serving(settings)
    seen = ""
    if pair == site_certificate.configured(settings):
        seen = f"# sha256 {site_certificate.fingerprint(pair.read_certificate())}\n"
    return (
        f"{seen}ssl_certificate {_plain(pair.certificate, 'INVENTORY_TLS_CERTIFICATE')};\n"
        f"ssl_certificate_key {_plain(pair.key, 'INVENTORY_TLS_KEY')};\n"
    )


def _plain(path: Path, setting: str) -> str:
    """The path as nginx's configuration may hold it. SettingsError naming the setting otherwise."""
    text = str(path)
    if re.search(r"[\"\\$\s;{}]", text) or not path.is_absolute():
        raise SettingsError(
            f"“{text}” cannot be used by nginx.",
            field=setting,
            hint="Use an absolute path without spaces and quotes.",
        )
    return text


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except FileNotFoundError:
        return None
