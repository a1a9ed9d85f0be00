"""The nginx site on a provisioned device: real nginx on ports 80 and 443, the real app behind it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.support.device import Device

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="namespaces of a device need root")

PASSWORD = "three words make one"
PHOTO = "from PIL import Image; Image.new('RGB', (640, 480), 'teal').save('/tmp/photo.jpg')"


class Answer:
    """What curl got: status, headers in lower case, body."""

    def __init__(self, raw: str) -> None:
        head, _, self.body = raw.replace("\r\n", "\n").partition("\n\n")
        lines = head.splitlines()
        self.protocol, status = lines[0].split()[:2]
        self.status = int(status)
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}


def curl(device: Device, url: str, *options: str) -> Answer:
    """A request that trusts the device's own certificate only. Bodies are cut at what curl prints as text."""
    trust = ("--cacert", "/var/lib/inventory/ssl/inventory.crt")
    return Answer(device.run("curl", "-sS", "-D", "-", "--max-time", "30", *trust, *options, url, check=True).stdout)


def start_app(device: Device) -> None:
    device.sh("setsid runuser -u inventory -- inventory serve < /dev/null > /tmp/app.log 2>&1 & echo $! > /run/app.pid")
    deadline = time.monotonic() + 30
    while curl(device, "https://localhost/health").status != 200:
        assert time.monotonic() < deadline, device.sh("cat /tmp/app.log")
        time.sleep(0.2)


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    """A device whose nginx still has Debian's welcome page enabled, and whose app does not run yet."""
    with Device() as device:
        device.sh("ls /etc/nginx/sites-enabled/default; pg_ctlcluster 15 main start; nginx")
        done = device.provision()
        assert done.returncode == 0, done.stderr
        device.sh("nginx -s reload; sleep 1")
        yield device


@pytest.fixture(scope="module")
def running(device: Device, starting: None) -> Device:
    """The device with the app."""
    start_app(device)
    return device


@pytest.fixture(scope="module")
def token(running: Device) -> str:
    """The Authorization header of an administrator."""
    running.sh(f"echo '{PASSWORD}' | inventory user add ann --role admin --password-stdin")
    return "Authorization: Bearer " + running.sh("inventory user token ann").strip()


@pytest.fixture(scope="module")
def photo(running: Device, token: str) -> str:
    """The address of an uploaded photo."""
    running.sh(f'/opt/inventory/.venv/bin/python -c "{PHOTO}"')
    made = curl(running, "https://localhost/api/v1/items", "-H", token, "--json", '{"name": "Teal thing"}')
    assert made.status == 201, made.body
    item = json.loads(made.body)["id"]
    sent = curl(running, f"https://localhost/api/v1/items/{item}/photos", "-H", token, "-F", "photo=@/tmp/photo.jpg")
    assert sent.status == 201, sent.body
    (row,) = running.run("psql", "-XAtd", "inventory", "-c", "SELECT id FROM photo", user="inventory").stdout.split()
    return f"https://localhost/photos/{row}/full"


@pytest.fixture(scope="module")
def starting(device: Device) -> None:
    """What people and programs see before the app runs."""
    page = curl(device, "https://localhost/items")
    assert page.status == 502
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'http-equiv="refresh"' in page.body and "is starting" in page.body
    assert page.headers["retry-after"] == "3"
    assert page.headers["cache-control"] == "no-store"
    api = curl(device, "https://localhost/api/v1/items")
    assert api.status == 502
    assert api.headers["content-type"].startswith("application/problem+json")
    assert json.loads(api.body)["title"]


def test_while_the_app_starts_a_page_says_so_and_tries_again(device: Device, starting: None) -> None:
    assert curl(device, "https://localhost/_inventory/starting.html").status in (404, 502), "the page is internal"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_http_leads_to_https_although_debians_page_is_enabled(device: Device, host: str) -> None:
    answer = curl(device, f"http://{host}/items?page=2")
    assert answer.status == 308
    assert answer.headers["location"] == f"https://{host}/items?page=2"


def test_a_name_of_another_site_still_leads_there(device: Device) -> None:
    device.write("/etc/nginx/sites-enabled/shop", "server { listen 80; server_name shop.test; return 204; }\n")
    device.sh("nginx -t && nginx -s reload; sleep 0.3")
    assert curl(device, "http://localhost/", "-H", "Host: shop.test").status == 204
    assert curl(device, "http://localhost/").status == 308
    device.sh("rm /etc/nginx/sites-enabled/shop; nginx -s reload; sleep 0.3")


def test_https_answers_with_our_certificate_by_name_and_address(running: Device) -> None:
    for host in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST"):
        answer = curl(running, f"https://{host}/health")
        assert (answer.protocol, answer.status) == ("HTTP/2", 200)
        assert answer.headers["server"] == "nginx"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_old_tls_is_refused(running: Device, version: str) -> None:
    flag = "" if version == "1.0" else "_1"
    command = f"openssl s_client -connect localhost:443 -tls1{flag} -cipher ALL:@SECLEVEL=0 < /dev/null"
    done = running.run("bash", "-c", command)
    assert done.returncode != 0
    assert "Cipher is (NONE)" in done.stdout


def test_the_app_learns_who_asks_and_how(running: Device) -> None:
    """Behind a proxy the session cookie is Secure, and links stay on https."""
    answer = curl(running, "https://localhost/setup")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["x-request-id"]
    forged = curl(
        running, "https://localhost/items", "-H", "X-Forwarded-Host: evil.test", "-H", "X-Forwarded-For: 1.2.3.4"
    )
    assert "evil.test" not in forged.headers.get("location", "")


def test_static_files_come_from_nginx_and_are_kept_when_their_address_holds_a_hash(running: Device) -> None:
    kept = curl(
        running,
        "https://localhost/static/css/base.css?v=abc",
        "-H",
        "Accept-Encoding: gzip",
        "-o",
        "/dev/null",
    )
    assert kept.status == 200
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["content-encoding"] == "gzip"
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert "x-request-id" not in kept.headers, "the app was asked"
    assert curl(running, "https://localhost/static/css/base.css").headers["cache-control"] == "no-cache"
    script = curl(running, "https://localhost/static/js/base.js")
    assert script.headers["content-type"].split(";")[0] in ("application/javascript", "text/javascript")


@pytest.mark.parametrize(
    "path", ["/static/../config.py", "/static/..%2fconfig.py", "/static../config.py", "/static/%2e%2e/config.py"]
)
def test_nothing_beside_the_static_files_is_given(running: Device, path: str) -> None:
    answer = curl(running, f"https://localhost{path}", "--path-as-is")
    assert answer.status in (302, 400, 404)
    assert "Settings" not in answer.body


def test_a_photo_is_sent_by_nginx_to_those_who_may_see_it(running: Device, token: str, photo: str) -> None:
    sent = curl(running, photo, "-H", token, "-o", "/tmp/sent")
    assert sent.status == 200
    assert sent.headers["content-type"] == "image/jpeg"
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert sent.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "x-accel-redirect" not in sent.headers
    assert int(sent.headers["content-length"]) == int(running.sh("stat -c %s /tmp/sent"))
    assert running.sh("file -b --mime-type /tmp/sent 2>/dev/null || echo image/jpeg") == "image/jpeg\n"
    # the app itself sends no byte of it
    straight = curl(running, photo.replace("https://localhost", "http://127.0.0.1:8000"), "-H", token)
    assert straight.headers["x-accel-redirect"].startswith("/_protected-images/")
    assert straight.body == ""


def test_a_part_of_a_photo_can_be_asked_for(running: Device, token: str, photo: str) -> None:
    part = curl(running, photo, "-H", token, "-r", "0-9", "-o", "/tmp/part")
    assert part.status == 206
    assert running.sh("stat -c %s /tmp/part") == "10\n"


def test_nobody_else_gets_a_photo_and_nobody_by_its_path(running: Device, token: str, photo: str) -> None:
    assert curl(running, photo).status in (302, 401)
    path = running.sh("cd /var/lib/inventory/images && find . -type f -printf '%P\\n' | head -1").strip()
    for prefix in ("/_protected-images/", "/_protected-images//", "/images/", "/static/../_protected-images/"):
        assert curl(running, f"https://localhost{prefix}{path}", "-H", token, "--path-as-is").status == 404


def test_an_upload_over_the_limit_is_refused_with_a_reason(running: Device, token: str) -> None:
    running.sh("truncate -s 60M /tmp/large; truncate -s 30500K /tmp/just")
    url = "https://localhost/api/v1/items/1/photos"
    api = curl(running, url, "-H", token, "-H", "Expect:", "-F", "photo=@/tmp/large")
    assert api.status == 413
    assert api.headers["content-type"].startswith("application/problem+json")
    assert "INVENTORY_MAX_UPLOAD_BYTES" in api.body
    page = curl(running, "https://localhost/import", "-H", token, "-H", "Expect:", "-F", "file=@/tmp/large")
    assert page.status == 413
    assert "too large" in page.body
    # within nginx's headroom the app says it, with the number
    from_app = curl(running, url, "-H", token, "-H", "Expect:", "-F", "photo=@/tmp/just")
    assert from_app.status in (413, 415)


def test_a_changed_setting_reaches_nginx_by_provisioning(running: Device, token: str) -> None:
    running.write("/etc/inventory/local.env", "INVENTORY_MAX_UPLOAD_BYTES=100000\n")
    assert "updated server.conf" in running.provision().stdout
    assert "client_max_body_size 1148576;" in running.sh("nginx -T 2>/dev/null")
    running.sh("rm /etc/inventory/local.env")
    assert running.provision().returncode == 0


def test_the_page_of_starting_comes_back_when_the_app_stops_and_goes_when_it_starts(running: Device) -> None:
    running.sh("pkill -TERM -u inventory -f 'inventory serve'; sleep 0.5")
    assert curl(running, "https://localhost/").status == 502
    start_app(running)
    assert curl(running, "https://localhost/").status in (200, 302)


@pytest.mark.parametrize("character", ["a", "é"])
def test_a_search_for_ten_thousand_characters_is_answered(running: Device, token: str, character: str) -> None:
    answer = curl(running, f"https://localhost/api/v1/search?q={quote(character * 10_000)}", "-H", token)
    assert answer.status == 200
