"""Is the device healthy? Asked as a visitor asks, through nginx, and of systemd."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping

from inventory.config import Settings
from inventory.operations.programs import is_active, run
from inventory.operations.provision import certificate
from inventory.operations.upgrade import rules
from inventory.operations.upgrade.record import Record

UNITS = ("inventory-app.service", "inventory-embedder.service", "nginx.service", "postgresql.service")
PROVISION = "inventory-provision.service"
_SECONDS = 10.0
# It must be well twice, so far apart that a program which dies at once has died.
_APART_SECONDS = 4.0


def running() -> tuple[str, ...]:
    """Of the device's services, those that run now."""
    return tuple(unit for unit in UNITS if is_active(unit))


def look(settings: Settings, *, behind_nginx: bool = True) -> Mapping[str, object] | None:
    """The document of /health, or None when nothing (or a stranger) answers.

    Args:
        behind_nginx: over https on this device, and only from the certificate on its disk; else from the app itself.
    """
    try:
        connection = _https(settings) if behind_nginx else http.client.HTTPConnection(settings.listen, timeout=_SECONDS)
        try:
            connection.request("GET", "/health", headers={"Accept": "application/json", "Host": socket.gethostname()})
            document = json.loads(connection.getresponse().read(1_000_000))
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException):
        return None
    return document if isinstance(document, dict) and "parts" in document else None


def wait(settings: Settings, record: Record, version: str) -> str:
    """Wait until the device is healthy with `version`; "" or, after the deadline, what is wrong."""
    deadline = time.monotonic() + record.deadline
    well_since: float | None = None
    while True:
        fault = find_fault(settings, record, version)
        now = time.monotonic()
        if fault:
            well_since = None
        elif well_since is None:
            well_since = now
        elif now - well_since >= _APART_SECONDS:
            return ""
        if now > deadline and fault:
            return f"not healthy within {record.deadline:g} s: {fault}"
        time.sleep(1)


def find_fault(settings: Settings, record: Record, version: str) -> str:
    """What is wrong now, "" for nothing."""
    idle = [unit for unit in record.services if not is_active(unit)]
    if idle:
        return f"{', '.join(idle)} not running"
    if run(["systemctl", "is-failed", "--quiet", PROVISION]).returncode == 0:
        return f"{PROVISION} has failed"
    answer = look(settings, behind_nginx=record.behind_nginx)
    return rules.find_fault(version, answer, record.ill_before)


def _https(settings: Settings) -> http.client.HTTPSConnection:
    """A connection to nginx; OSError when it shows another certificate than one of ours.

    Not checked by name and time as a browser does: a site's certificate need not name localhost, and one that has
    ended is no fault of the upgrade.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("localhost", 443, timeout=_SECONDS, context=context)
    raw = socket.create_connection(("127.0.0.1", 443), timeout=_SECONDS)
    connection.sock = context.wrap_socket(raw, server_hostname=socket.gethostname())
    shown = hashlib.sha256(connection.sock.getpeercert(binary_form=True) or b"").digest()
    if shown not in _our_certificates(settings):
        connection.close()
        raise OSError("another certificate")
    return connection


def _our_certificates(settings: Settings) -> set[bytes]:
    """Hashes of the certificates that nginx may show: the device's own, and one that the owner brought."""
    given = settings.tls_certificate
    paths = [certificate.certificate_file(settings), *([given] if given else [])]
    found = set()
    for path in paths:
        try:
            text = path.read_text()
            first = text[text.index("-----BEGIN CERT") : text.index("-----END CERT") + len("-----END CERTIFICATE-----")]
            found.add(hashlib.sha256(ssl.PEM_cert_to_DER_cert(first)).digest())
        except (OSError, ValueError):
            continue
    return found
