"""The lab itself: two hosts are two machines, reachable, rebootable, and gone afterwards."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import CommandFailed, Host, LabError, settings
from tests.lab.host import names

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def first() -> Iterator[Host]:
    with Host.create("lab-first") as host:
        assert host.start() == "running"
        yield host


@pytest.fixture(scope="module")
def second() -> Iterator[Host]:
    with Host.create("lab-second") as host:
        assert host.start() == "running"
        yield host


def test_commands_run_with_their_exit_status_and_a_clean_environment(first: Host) -> None:
    assert first.run("exit 7", check=False).code == 7
    assert "PYTEST_CURRENT_TEST" not in first.run("env").stdout
    assert first.run("id -un", user="nobody").stdout == "nobody\n"
    assert first.run("echo '${Version}' $((1 + 1))").stdout == "${Version} 2\n"
    with pytest.raises(CommandFailed, match="no such place"):
        first.run("echo no such place >&2; false")


def test_a_command_that_takes_too_long_is_ended_inside(first: Host) -> None:
    assert first.run("sleep 4711", timeout=1, check=False).code != 0
    assert first.run("pgrep -f '[s]leep 4711'", check=False).code == 1


def test_files_go_in_and_come_back(first: Host) -> None:
    first.put("/srv/deep/file", "grüße\n", mode="600")
    assert first.read("/srv/deep/file") == "grüße\n"
    assert first.run("stat -c %a:%U /srv/deep/file").stdout == "600:root\n"


def test_ssh_reaches_the_host(first: Host) -> None:
    done = subprocess.run(first.ssh("hostname"), check=False, capture_output=True, text=True)
    assert done.stdout == "lab-first\n", done.stderr


def test_the_debian_mirror_is_reachable_from_inside(first: Host) -> None:
    first.run("apt-get update -o APT::Update::Error-Mode=any")


def test_the_gateway_keeps_its_hardware_address_while_hosts_come_and_go(first: Host) -> None:
    """Else hosts of another run that stays lose it for half a minute."""
    shown = Path(f"/sys/class/net/{settings.BRIDGE}/address")
    seen = {shown.read_text().strip()}
    for name in ("lab-mac1", "lab-mac2", "lab-mac3"):
        with Host.create(name) as other:
            other.start()
            seen.add(shown.read_text().strip())
        seen.add(shown.read_text().strip())
    assert seen == {settings.GATEWAY_MAC}


def test_hosts_find_each_other_by_name_and_differ(first: Host, second: Host) -> None:
    assert first.run("getent hosts lab-second").stdout.split()[0] == second.address
    for secret in ("/etc/machine-id", "/etc/ssh/ssh_host_ed25519_key"):
        assert first.read(secret) != second.read(secret)


def test_a_reboot_keeps_files_and_is_a_new_boot(first: Host) -> None:
    first.put("/srv/kept", "kept")
    boots = int(first.run("journalctl --list-boots | wc -l").stdout)
    assert first.reboot() == "running"
    assert first.read("/srv/kept") == "kept"
    assert int(first.run("journalctl --list-boots | wc -l").stdout) == boots + 1


def test_a_host_starts_again_at_once_after_a_power_cut(second: Host) -> None:
    for _ in range(3):
        second.power_cut()
        assert not second.running
        assert second.start() == "running"


def test_stopping_one_host_leaves_the_services_of_the_other(first: Host, second: Host) -> None:
    second.stop()
    assert first.run("systemctl is-active ssh").stdout == "active\n"


def test_a_stopped_host_can_be_entered_as_a_chroot(second: Host) -> None:
    assert second.chroot("ischroot && ls /run && test ! -e /run/systemd").stdout == ""


def test_a_host_is_gone_after_its_block() -> None:
    with Host.create("lab-third") as host:
        assert "lab-third" in names()
        with pytest.raises(LabError, match="already"):
            Host.create("lab-third")
    assert "lab-third" not in names()
    assert not host.directory.exists()


def test_hosts_of_a_killed_run_are_removed_by_the_next(first: Host) -> None:
    killed = Host.create("lab-killed")
    killed.start()
    (killed.directory / "owner").write_text("4194303 1")  # a process that does not exist
    nspawn = killed.container.nspawn()
    Host.create("lab-next").destroy()
    assert "lab-killed" not in names()
    assert not killed.container.nspawn() and nspawn
    assert first.running
