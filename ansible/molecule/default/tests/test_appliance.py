"""The host after site.yml, seen over ssh and from outside."""

import json
import ssl
import urllib.request
from typing import Any

import pytest
from testinfra.host import Host

SERVICES = ("inventory-app", "inventory-embedder", "nginx", "postgresql")


def fetch(host: Host, path: str) -> Any:
    """Ask the host from outside for a JSON document; only its certificate, read over ssh, is trusted."""
    with host.sudo():
        certificate = host.file("/var/lib/inventory/ssl/inventory.crt").content_string
    trusted = ssl.create_default_context(cadata=certificate)
    address = host.backend.get_variables()["ansible_host"]
    with urllib.request.urlopen(f"https://{address}{path}", context=trusted, timeout=10) as answer:
        return json.load(answer)


@pytest.mark.parametrize("service", SERVICES)
def test_service_runs_and_starts_at_boot(host: Host, service: str) -> None:
    assert host.service(service).is_running
    assert host.service(service).is_enabled


def test_health_is_ok_from_outside(host: Host) -> None:
    assert fetch(host, "/health")["status"] == "ok"


def test_the_doctor_is_content(host: Host) -> None:
    with host.sudo():
        done = host.run("inventory doctor --json")
    assert done.rc == 0, done.stdout


def test_settings_are_in_a_file_of_ours_alone(host: Host) -> None:
    with host.sudo():
        file = host.file("/etc/inventory/fleet.env")
        assert "INVENTORY_SESSION_DAYS=7" in file.content_string
        assert file.mode & 0o007 == 0


def test_the_administrator_may_sign_in_and_the_password_is_in_no_log(host: Host) -> None:
    with host.sudo():
        assert host.run("inventory user list").stdout.startswith("ada\tadmin\tactive")
        # sudo writes this very command into the journal: as a pattern that does not match itself
        found = host.run("grep -rlE 'a cupboard ful[l] of hooks' /var/log /var/lib/inventory /etc /root /home /tmp")
        assert found.stdout == ""
        assert "a cupboard full of hooks" not in host.run("journalctl --no-pager").stdout


def test_packages_come_from_the_signed_repository_alone(host: Host) -> None:
    sources = host.file("/etc/apt/sources.list.d/inventory-fleet.sources").content_string
    assert "Signed-By: /etc/apt/keyrings/inventory-fleet.gpg" in sources
    assert "/srv/inventory-fleet-packages" in host.run("apt-cache policy inventory").stdout


def test_postgresql_is_fitted_to_the_machine(host: Host) -> None:
    with host.sudo("postgres"):
        assert host.check_output("psql -XAtc 'show shared_buffers'") != "128MB"
        assert host.check_output("psql -XAtc 'show synchronous_commit'") == "on"
