"""site.yml on hosts that will not do, or with a mistake of the operator: one message, and the host is as it was."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fleet import hosts
from tests.fleet.playbook import Run, run_playbook
from tests.lab import Host
from tests.system.packages import Packages

FINGERPRINT = """
find /etc /usr/local /srv -type f -not -name '*.cache' -exec sha256sum {} + 2>/dev/null | sort
dpkg-query --show; ls /var/lib/apt/lists | sort
"""
LISTENER = "python3 -m http.server --directory /var/empty --bind 0.0.0.0 443"
SITE = "server { listen 443 ssl default_server; server_name owner.test; return 204; }\n"
Play = Callable[..., Run]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A host of somebody who has Python on it and nothing of ours."""
    with hosts.create("fl-refuse", keep=False) as host:
        host.run("apt-get update -qq && apt-get install -y --no-install-recommends python3 python3-apt", timeout=600)
        yield host


@pytest.fixture
def play(host: Host, tmp_path: Path, packages: Packages) -> Play:
    """site.yml by the user pi; keywords are variables."""

    def run(*arguments: str, **variables: object) -> Run:
        given = hosts.access(host) | {"apt_repository_directory": str(packages.repository)} | variables
        return run_playbook(tmp_path, "site.yml", {host.name: given}, *arguments)

    return run


@pytest.fixture
def untouched(host: Host) -> Iterator[None]:
    """The test leaves the host as it found it."""
    before = host.run(FINGERPRINT).stdout
    yield
    assert host.run(FINGERPRINT).stdout == before
    assert host.run("apt-get check").code == 0


def refused(run: Run) -> str:
    assert run.code != 0 and run.count("failed") == 1, run.output[-4000:]
    return run.messages[-1]


@contextmanager
def running(host: Host, command: str) -> Iterator[None]:
    host.run(f"systemd-run --quiet --collect --unit=owners-program {command}")
    try:
        yield
    finally:
        host.run("systemctl stop owners-program")


@pytest.mark.usefixtures("untouched")
class TestBeforeAnythingChanges:
    def test_a_misspelt_variable(self, play: Play) -> None:
        message = refused(play(inventory_verison="0.1.0"))
        assert message.startswith("The role inventory has no variable inventory_verison")

    def test_a_variable_of_the_wrong_type(self, play: Play) -> None:
        message = refused(play(inventory_health_timeout="soon"))
        assert "inventory_health_timeout" in message

    def test_a_port_that_another_program_has(self, play: Play, host: Host) -> None:
        with running(host, LISTENER):
            # the firewall would leave 443 open, so it is the product that must refuse
            message = refused(play())
        assert message.startswith('Port 443 of fl-refuse is taken by "python3"')

    def test_a_repository_that_does_not_answer(self, play: Play, packages: Packages) -> None:
        key = str(packages.repository / "inventory-archive-keyring.gpg")
        message = refused(
            play(apt_repository_directory="", apt_repository_url="http://10.78.0.1:9", apt_repository_key_file=key)
        )
        assert message.startswith("fl-refuse cannot reach the repository at http://10.78.0.1:9")

    def test_a_folder_that_is_no_repository(self, play: Play, tmp_path: Path) -> None:
        message = refused(play(apt_repository_directory=str(tmp_path)))
        assert f"{tmp_path} on the controller is no package repository" in message

    def test_an_administrator_without_a_password(self, play: Play) -> None:
        assert refused(play(inventory_admin_name="ada")).startswith("Set both inventory_admin_name")

    def test_a_setting_that_is_none(self, play: Play) -> None:
        message = refused(play(inventory_settings={"THREADS": 3}))
        assert "inventory_settings has THREADS" in message

    def test_a_user_who_may_not_sudo(self, play: Play, host: Host) -> None:
        host.run("mv /etc/sudoers.d/pi /root/sudoers-pi")
        try:
            done = play()
        finally:
            host.run("mv /root/sudoers-pi /etc/sudoers.d/pi")
        assert done.code != 0
        assert "sudo" in done.output and "password" in done.output


def without_base(run: Play, **variables: object) -> Run:
    """Only the roles that are about packages: what `base` does first is tested in test_base.py."""
    return run(base_firewall_enabled=False, base_ssh_hardening_enabled=False, **variables)


def test_a_signature_by_another_key_leaves_apt_as_it_was(
    play: Play, host: Host, packages: Packages, tmp_path: Path
) -> None:
    forged = tmp_path / "forged"
    shutil.copytree(packages.repository, forged)
    release = forged / "dists/bookworm/InRelease"
    release.write_text(release.read_text().replace("Label: Inventory", "Label: Inventorx"))
    before = host.run("find /etc/apt -type f -exec sha256sum {} + | grep -v apt.conf.d | sort").stdout
    message = refused(without_base(play, apt_repository_directory=str(forged)))
    assert message.startswith("apt does not accept the repository at file:/srv/inventory-fleet-packages")
    assert "BADSIG" in message or "invalid" in message
    assert host.run("find /etc/apt -type f -exec sha256sum {} + | grep -v apt.conf.d | sort").stdout == before
    assert host.run("apt-get update 2>&1").code == 0


def test_a_full_disk_ends_with_one_message_and_a_host_that_works(play: Play, host: Host) -> None:
    host.run("mount -t tmpfs -o size=3m tmpfs /var/cache/apt/archives && mkdir /var/cache/apt/archives/partial")
    try:
        message = refused(without_base(play))
    finally:
        host.run("umount /var/cache/apt/archives")
    assert "space" in message.lower()
    assert host.run("dpkg --audit").stdout == ""
    assert host.run("dpkg-query -W -f '${db:Status-Status}' inventory", check=False).stdout != "installed"


def test_a_version_that_nobody_offers(play: Play) -> None:
    message = refused(without_base(play, inventory_version="77.0.0"))
    assert message.startswith("apt on fl-refuse knows no package inventory=77.0.0")


def test_a_site_of_the_owner_in_the_way_stays_and_is_named(play: Play, host: Host) -> None:
    host.run("apt-get install -y --no-install-recommends nginx", timeout=600)
    host.put("/etc/nginx/sites-enabled/owner", SITE)
    message = refused(without_base(play))
    assert "has a default site for port 443 already (/etc/nginx/sites-enabled/owner)" in message
    assert host.read("/etc/nginx/sites-enabled/owner") == SITE
