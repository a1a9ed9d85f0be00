"""What a visitor gets: nginx's configuration, https with the right certificate, the redirect, the app behind it."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator

from cryptography.hazmat.primitives.serialization import Encoding

from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn
from inventory.operations.provision import nginx_site, nginx_snippets, site_certificate

_SECONDS = 10.0


def check(machine: Machine) -> Iterator[Result]:
    yield _check_app(machine)
    if not machine.is_device:
        yield skip("nginx", "a checkout has none")
    elif not machine.is_root:
        yield skip("nginx", "needs root")
    else:
        yield _check_site(machine)
        yield _check_https(machine)
        yield _check_redirect()


def _check_app(machine: Machine) -> Result:
    name = "app"
    try:
        status, document, _ = _get(http.client.HTTPConnection(machine.settings.listen, timeout=_SECONDS), "/health")
    except OSError as error:
        return fail(name, f"It does not answer on {machine.settings.listen}: {_why(error)}.", machine.start_app)
    return _judge(name, status, document)


def _check_site(machine: Machine) -> Result:
    name = "nginx configuration"
    fault = nginx_site.configuration_fault()
    if fault:
        return fail(name, f"nginx refuses it: {fault}.", "Mend it until `nginx -t` is content, then restart nginx.")
    if not nginx_site.is_enabled():
        owner = nginx_site.other_default_server()
        if owner:
            return fail(name, f"Our site is not enabled: {owner} has its place.", nginx_site.beside(owner))
        return fail(name, "Our site is not enabled.", "`systemctl restart inventory-provision`.")
    outdated = nginx_snippets.missing(machine.settings)
    if outdated:
        return warn(name, f"The settings have changed since nginx was told ({outdated.what}).", machine.provision)
    return ok(name, "sound, our site is enabled")


def _check_https(machine: Machine) -> Result:
    """The certificate that nginx sends must be the one on the disk: no other is trusted here, whoever signed it."""
    name, pair = "https", site_certificate.serving(machine.settings)
    try:
        wanted = pair.read_certificate().public_bytes(Encoding.DER)
        connection = http.client.HTTPSConnection("localhost", 443, timeout=_SECONDS, context=_trusting_nobody())
        connection.connect()
        if _sent_certificate(connection) != wanted:
            connection.close()
            mend = "`systemctl reload nginx`, should it still use an older one; is another site in front of ours?"
            return fail(name, f"nginx sends another certificate than {pair.certificate}.", mend)
        status, document, _ = _get(connection, "/health")
    except ValueError:
        return fail(name, f"{pair.certificate} is damaged.", machine.provision)
    except OSError as error:
        return fail(
            name, f"https://localhost/ does not answer: {_why(error)}.", "`nginx -t && systemctl restart nginx`."
        )
    return _judge(name, status, document)


def _trusting_nobody() -> ssl.SSLContext:
    """A context that takes any certificate, for one that is then compared byte by byte."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _sent_certificate(connection: http.client.HTTPSConnection) -> bytes | None:
    return connection.sock.getpeercert(binary_form=True) if isinstance(connection.sock, ssl.SSLSocket) else None


def _check_redirect() -> Result:
    name = "http"
    try:
        status, _, headers = _get(http.client.HTTPConnection("localhost", 80, timeout=_SECONDS), "/")
    except OSError as error:
        return fail(
            name, f"http://localhost/ does not answer: {_why(error)}.", "`nginx -t && systemctl restart nginx`."
        )
    if status in (301, 308) and headers.get("Location", "").startswith("https://"):
        return ok(name, "leads to https")
    return fail(
        name,
        "http://localhost/ does not lead to https.",
        "Another site of nginx answers there; see docs/operations.md.",
    )


def _judge(name: str, status: int, document: object) -> Result:
    if not isinstance(document, dict) or "parts" not in document:
        return fail(name, f"Something else answers there (status {status}).", "Find it with `ss -ltnp`, and move it.")
    if status != 200:
        parts = ", ".join(part for part, state in document["parts"].items() if state == "error")
        return fail(name, f"It answers, but cannot serve: {parts}.", "See what is said of these parts.")
    return ok(name, f"answers, version {document.get('version')}")


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, object, http.client.HTTPMessage]:
    """Status, the JSON document (None if there is none), headers."""
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        raw = answer.read(1_000_000)
    except http.client.HTTPException as error:
        raise OSError(f"not http ({type(error).__name__})") from None
    finally:
        connection.close()
    try:
        document: object = json.loads(raw)
    except ValueError:
        document = None
    return answer.status, document, answer.headers


def _why(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
