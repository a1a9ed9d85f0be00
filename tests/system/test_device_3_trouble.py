"""Parts of a device stop and come back: the rest goes on, the doctor says what to do, nobody restarts by hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.system.device import ADMIN, SERVICES, Device
from tests.system.patience import eventually
from tests.system.visitor import Visitor


@pytest.fixture(scope="module")
def without_embedder(stocked: Device) -> Iterator[Device]:
    """The device while its model server is stopped; started again afterwards."""
    stocked.host.run("systemctl stop inventory-embedder")
    yield stocked
    stocked.host.run("systemctl start inventory-embedder")


def app_started(device: Device) -> str:
    """The moment the app's process began, to see whether it was restarted."""
    return device.host.run("systemctl show -P ExecMainStartTimestampMonotonic inventory-app").stdout


def test_search_answers_from_text_without_the_embedder(without_embedder: Device, signed_in: Visitor) -> None:
    found = signed_in.search("winter blanket")
    assert found["mode"] == "text"
    assert found["results"][0]["name"] == "Winter blanket"


def test_the_app_stays_healthy_without_the_embedder(without_embedder: Device) -> None:
    visitor = without_embedder.visitor()
    # an answer is kept for a second
    health = eventually(lambda: visitor.json("/api/health"), lambda health: health["status"] != "ok", 5)
    assert health["status"] == "degraded"


def test_the_doctor_names_the_stopped_embedder_and_its_remedy(without_embedder: Device) -> None:
    code, report = without_embedder.doctor()
    assert code == 1
    wrong = [check for check in report["checks"] if check["status"] not in ("ok", "pass")]
    assert wrong and all("embedder" in str(check).lower() for check in wrong), wrong
    assert "systemctl" in str(wrong), "no remedy that can be typed"
    told = without_embedder.inventory("doctor", check=False)
    assert told.code == 1 and "systemctl start inventory-embedder" in told.output.replace("restart", "start")


def test_search_by_meaning_recovers_without_a_restart_of_the_app(stocked: Device, signed_in: Visitor) -> None:
    before = app_started(stocked)
    stocked.host.run("systemctl start inventory-embedder")

    def by_meaning(found: Any) -> bool:
        return found["mode"] != "text" and "Picture hooks" in [result["name"] for result in found["results"][:3]]

    eventually(lambda: signed_in.search("something to hang pictures with"), by_meaning, 15)
    assert app_started(stocked) == before


def test_the_app_survives_a_restart_of_postgresql(stocked: Device, signed_in: Visitor) -> None:
    before = app_started(stocked)
    stocked.host.run("systemctl restart postgresql@15-main")
    eventually(lambda: signed_in.get("/api/health"), lambda answer: answer.status_code == 200, 15)
    assert signed_in.search("umbrella")["results"][0]["name"] == "Umbrella"
    assert app_started(stocked) == before


def test_health_is_503_without_postgresql_and_tells_no_internals(stocked: Device, signed_in: Visitor) -> None:
    stocked.host.run("systemctl stop postgresql@15-main")
    try:
        # an answer is kept for a second
        answer = eventually(lambda: signed_in.get("/api/health"), lambda answer: answer.status_code == 503, 5)
        page = signed_in.get("/")
    finally:
        stocked.host.run("systemctl start postgresql@15-main")
    assert page.status_code == 503
    for text in (answer.text, page.text):
        assert "Traceback" not in text and "psycopg2" not in text and ".s.PGSQL" not in text
    eventually(lambda: signed_in.get("/api/health"), lambda answer: answer.status_code == 200, 15)


@pytest.mark.parametrize("service", SERVICES)
def test_service_comes_back_from_a_restart(stocked: Device, service: str) -> None:
    stocked.host.run(f"systemctl restart {service}")
    eventually(stocked.signed_in, lambda visitor: visitor.get("/").status_code == 200, 20)
    assert stocked.active(service) == "active"


@pytest.mark.parametrize("service", ["inventory-app", "inventory-embedder"])
def test_systemd_starts_a_killed_service_again(stocked: Device, service: str) -> None:
    before = stocked.host.run(f"systemctl show -P MainPID {service}").stdout
    stocked.host.run(f"systemctl kill --kill-whom=main -s KILL {service}")

    def another_pid() -> str:
        return stocked.host.run(f"systemctl show -P MainPID {service}").stdout

    eventually(another_pid, lambda pid: pid.strip() not in ("0", before.strip()), 20)
    eventually(lambda: stocked.active(service), lambda state: state == "active", 10)


def test_the_doctor_is_content_again(stocked: Device) -> None:
    code, report = eventually(stocked.doctor, lambda answer: answer[0] == 0, 20)
    assert code == 0, report


def test_provisioning_again_changes_nothing(stocked: Device) -> None:
    state = "sha256sum /var/lib/inventory/config/secret-key /var/lib/inventory/ssl/*"
    before = stocked.host.run(state).stdout
    stocked.host.run("systemctl restart inventory-provision")
    assert stocked.host.run(state).stdout == before
    assert stocked.active("inventory-app") == "active"


def test_a_lost_secret_key_and_certificate_are_made_anew(stocked: Device, signed_in: Visitor) -> None:
    """A power cut can leave empty files behind; an empty key counts as none. Everybody signs in again."""
    stocked.host.run(": > /var/lib/inventory/config/secret-key; rm /var/lib/inventory/ssl/inventory.crt")
    stocked.host.run("systemctl restart inventory-provision && systemctl restart inventory-app nginx")
    assert len(stocked.host.read("/var/lib/inventory/config/secret-key").strip()) >= 32
    eventually(stocked.signed_in, lambda visitor: visitor.get("/").status_code == 200, 20)
    stocked.trust_certificate()
    signed_in.reconnect()
    assert signed_in.get("/api/v1/items").status_code == 401
    assert signed_in.sign_in(*ADMIN).status_code == 200
