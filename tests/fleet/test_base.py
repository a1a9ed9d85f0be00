"""The role `base` on one host, by a user with sudo: what it refuses, what it sets, and that it locks nobody out."""

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import testinfra

from tests.fleet import hosts
from tests.fleet.playbook import ANSIBLE, Run, run_roles
from tests.lab import Host
from tests.lab.settings import ssh_key
from tests.system.patience import eventually

FILES = ANSIBLE / "roles/base/files"
PASSWORD = "only-for-this-lab-host"
# The root file system's line as Raspberry Pi OS writes it; the container has no such device and nothing mounts it.
FSTAB = "proc  /proc  proc  defaults  0  0\nPARTUUID=0a1b2c3d-02  /  ext4  defaults  0  1\n"
OWNERS_TABLE = """
table inet owner {
    chain watch {
        type filter hook input priority 10; policy accept;
        tcp dport 9 counter drop
    }
}
"""
# Where each plain file of the role goes; with the defaults it arrives as it is (the image copies the same files).
PLACES = {
    "51inventory-base": "/etc/apt/apt.conf.d/51inventory-base",
    "journald.conf": "/etc/systemd/journald.conf.d/50-inventory.conf",
    "tmp.mount": "/etc/systemd/system/tmp.mount",
    "sshd.conf": "/etc/ssh/sshd_config.d/20-inventory.conf",
    "rules.nft": "/etc/inventory-firewall/rules.nft",
    "ports.nft": "/etc/inventory-firewall/ports.nft",
    "inventory-firewall.service": "/etc/systemd/system/inventory-firewall.service",
}
# All that the role could have changed.
FINGERPRINT = """
find /etc /usr/local -type f -not -name '*.cache' -exec sha256sum {} + 2>/dev/null | sort
find /etc/systemd -type l | sort; dpkg-query --show; hostname; nft --stateless list ruleset | sort
"""
Play = Callable[..., Run]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A host that somebody uses already: with a firewall table, and a user who may sudo, by key and by password."""
    with hosts.create("ba-base", keep=False) as host:
        host.run("apt-get update -qq")
        host.run("apt-get install -y --no-install-recommends python3 python3-apt iptables", timeout=600)
        host.run(f"echo '{hosts.OPERATOR}:{PASSWORD}' | chpasswd")
        host.put("/etc/fstab", FSTAB)
        host.run("nft -f -", data=OWNERS_TABLE.encode())
        yield host


@pytest.fixture
def play(host: Host, tmp_path: Path) -> Play:
    """Runs the role on the host as the user pi; keywords are its variables."""

    def run(*arguments: str, **variables: object) -> Run:
        return run_roles(tmp_path, host, ["base"], {"ansible_user": "pi", **variables}, *arguments)

    return run


@pytest.fixture
def inside(host: Host) -> testinfra.host.Host:
    unknown = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
    return testinfra.get_host(f"ssh://root@{host.address}", ssh_identity_file=str(ssh_key()), ssh_extra_args=unknown)


def good(run: Run) -> Run:
    assert run.code == 0, run.output[-4000:]
    return run


def fingerprint(host: Host) -> str:
    return host.run(FINGERPRINT).stdout


def refused(run: Run) -> str:
    """The one message of a run that ended before it changed anything."""
    assert run.code != 0 and run.count("changed") == 0 and run.count("failed") == 1, run.output[-4000:]
    return run.messages[-1]


def opens(host: Host, port: int) -> bool:
    """Whether somebody outside gets through to `port`; an answer that nobody listens counts as closed, too."""
    try:
        socket.create_connection((host.address, port), timeout=2).close()
    except OSError:
        return False
    return True


@contextmanager
def running(host: Host, command: str) -> Iterator[None]:
    """A program in the background of the host."""
    unit = f"test-{hashlib.sha256(command.encode()).hexdigest()[:8]}"
    host.run(f"systemd-run --quiet --collect --unit={unit} {command}")
    try:
        yield
    finally:
        host.run(f"systemctl stop {unit}")


def listening(port: int, address: str = "0.0.0.0") -> str:
    return f"python3 -m http.server --directory /var/empty --bind {address} {port}"


@pytest.fixture(scope="module")
def fresh(host: Host) -> str:
    """The host's fingerprint before anything was done."""
    return fingerprint(host)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"base_frewall_enabled": False}, "no variable base_frewall_enabled"),
        ({"base_watchdog_seconds": "soon"}, "base_watchdog_seconds"),
        ({"base_firewall_tcp": [8080, 70000]}, "'70000'"),
        ({"base_firewall_udp": ["2000-1000"]}, "'2000-1000'"),
        ({"base_hostname": "shop.example.org"}, "base_hostname is 'shop.example.org'"),
        ({"base_timezone": "Europe/Atlantis"}, "Europe/Atlantis"),
        ({"base_minimum_disk_mb": 900_000_000}, "needs 900000000 MB: make room"),
        ({"base_minimum_memory_mb": 900_000_000}, "MB of memory and needs 900000000 MB"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_setting_or_too_small_a_host_is_refused(
    fresh: str, host: Host, play: Play, variables: dict[str, object], said: str
) -> None:
    assert said in refused(play(**variables))
    assert fingerprint(host) == fresh


def test_another_release_is_refused(fresh: str, host: Host, play: Play) -> None:
    release = host.read("/usr/lib/os-release")
    host.put("/usr/lib/os-release", release.replace("bookworm", "trixie").replace("12", "13"))
    try:
        assert "the wrong Debian release" in refused(play())
    finally:
        host.put("/usr/lib/os-release", release)


def test_a_clock_that_is_wrong_is_refused(fresh: str, host: Host, play: Play) -> None:
    """The lab's hosts have the machine's clock; `date` is what the host says of its own."""
    host.put("/usr/local/bin/date", '#!/bin/sh\nexec /usr/bin/date --date="5 minutes" "$@"\n', mode="755")
    try:
        message = refused(play())
    finally:
        host.run("rm /usr/local/bin/date")
    assert "The clock of ba-base is " in message
    assert 295 <= int(message.split("The clock of ba-base is ")[1].split()[0]) <= 330


def test_a_dpkg_at_work_is_waited_for_and_then_named(fresh: str, host: Host, play: Play) -> None:
    lock = 'lock = open("/var/lib/dpkg/lock-frontend", "w"); fcntl.lockf(lock, fcntl.LOCK_EX)'
    host.put("/root/dpkg-at-work.py", f"import fcntl, time; {lock}; time.sleep(600)")
    with running(host, "python3 /root/dpkg-at-work.py"):
        message = refused(play(base_apt_lock_wait=4))
    assert "wait for python3 with process id " in message
    assert fingerprint(host) == fresh


def test_a_program_that_the_firewall_would_cut_off_is_named(fresh: str, host: Host, play: Play) -> None:
    with running(host, listening(9999)), running(host, listening(9998, "127.0.0.1")):
        message = refused(play())
        assert "9999/tcp (python3)" in message and "base_firewall_tcp" in message and "9998" not in message
    assert fingerprint(host) == fresh


@pytest.mark.parametrize("rule", ["iptables -P INPUT DROP", "iptables -A INPUT -j REJECT"])
def test_another_firewall_is_left_alone(fresh: str, host: Host, play: Play, rule: str) -> None:
    """As ufw and people make them: by iptables, which is nftables underneath."""
    host.run(f"iptables -A INPUT -p tcp --dport 22 -j ACCEPT; {rule}")
    try:
        message = refused(play())
    finally:
        host.run("nft delete table ip filter")
    assert "nftables table filter" in message and "set base_firewall_enabled to false" in message


def test_a_pending_setting_that_would_lock_out_the_operator_is_refused(fresh: str, host: Host, play: Play) -> None:
    host.put("/etc/ssh/sshd_config.d/99-owner.conf", "AllowUsers somebody else?\n")
    try:
        assert "let in only somebody, else?, so a reload would lock out pi" in refused(play())
    finally:
        host.run("rm /etc/ssh/sshd_config.d/99-owner.conf")
    assert fingerprint(host) == fresh


def test_check_mode_on_a_fresh_host_passes_and_changes_nothing(fresh: str, host: Host, play: Play) -> None:
    with running(host, listening(9999)):
        run = good(play("--check", "--diff", base_hostname="workshop", base_firewall_tcp=["9990-9999"]))
    assert run.count("changed") > 5
    assert fingerprint(host) == fresh


def test_the_role_keeps_the_host_in_order_and_a_second_run_changes_nothing(
    fresh: str, host: Host, play: Play, inside: testinfra.host.Host
) -> None:
    good(play(base_hostname="workshop", base_timezone="Europe/Berlin"))
    for name, place in PLACES.items():
        assert inside.file(place).content_string == (FILES / name).read_text(), name
    assert inside.check_output("hostname") == "workshop"
    assert inside.check_output("getent hosts workshop").split()[0] == "127.0.1.1"
    assert "ba-base" in inside.check_output("getent hosts 127.0.1.1")  # its former name still works
    assert inside.check_output("timedatectl show --property=Timezone --value") == "Europe/Berlin"
    assert "ext4  defaults,noatime  0" in inside.file("/etc/fstab").content_string
    assert inside.check_output("cat /etc/fstab.*~") == FSTAB.strip()
    assert inside.service("avahi-daemon").is_running and inside.service("tmp.mount").is_enabled
    assert inside.service("apt-daily-upgrade.timer").is_running
    origins = inside.check_output("unattended-upgrade --dry-run --debug 2>&1 | grep 'Allowed origins'")
    assert "origin=Raspberry Pi Foundation,codename=bookworm" in origins and "Debian-Security" in origins
    assert "SystemMaxUse=200M" in inside.check_output("systemd-analyze cat-config systemd/journald.conf")
    assert not inside.file("/run/inventory-dead-man").exists

    again = good(play("--diff", base_hostname="workshop", base_timezone="Europe/Berlin"))
    assert again.count("changed") == 0, again.output
    rehearsed = good(play("--check", base_hostname="workshop", base_timezone="Europe/Berlin"))
    assert rehearsed.count("changed") == 0, rehearsed.output


def test_what_is_open_as_seen_from_outside(fresh: str, host: Host, inside: testinfra.host.Host) -> None:
    with running(host, listening(80)), running(host, listening(8765)):
        eventually(lambda: opens(host, 80), bool, 10)
        assert opens(host, 22)
        assert not opens(host, 8765)
        host.run("systemctl stop inventory-firewall")
        assert opens(host, 8765)  # so it was the firewall that closed it
        host.run("systemctl start inventory-firewall")
        assert not opens(host, 8765)
    owners = inside.check_output("nft --stateless list table inet owner").splitlines()
    assert len(owners) > 4 and set(owners) <= set(fresh.splitlines())


def test_the_firewall_survives_debians_own_service_and_a_reboot(host: Host) -> None:
    """nftables.service empties the whole ruleset whenever it reloads or starts again."""
    host.run("systemctl start nftables; systemctl restart inventory-firewall")
    for action in ("reload", "restart"):
        host.run(f"systemctl {action} nftables")
        eventually(lambda: host.run("nft list table inet inventory_firewall", check=False).code == 0, bool, 10)
    host.run("systemctl stop nftables")
    host.run("nft -f -", data=OWNERS_TABLE.encode())  # the flush took the owner's table, as it does without us
    host.put("/etc/fstab", "")  # its root file system is nowhere in a container, and a boot would look for it
    assert host.reboot() == "running"
    host.run("nft list table inet inventory_firewall; nft -f -", data=OWNERS_TABLE.encode())
    assert "tmpfs" in host.run("findmnt --noheadings --output FSTYPE /tmp").stdout


def test_a_firewall_that_locks_out_is_taken_back_by_the_host_itself(host: Host, play: Play) -> None:
    before = fingerprint(host)
    locked_out = play("--extra-vars", '{"__base_ssh_ports": ["2222"]}', "--tags", "configure", base_dead_man_seconds=15)
    assert locked_out.code != 0
    assert "no new ssh connection came through, so the host has taken them back by itself" in locked_out.messages[-1]
    assert opens(host, 22)
    assert fingerprint(host) == before


def test_switched_off_firewall_and_ssh_settings_go_and_the_owners_table_stays(host: Host, play: Play) -> None:
    good(play("--tags", "configure,verify", base_firewall_enabled=False, base_ssh_hardening_enabled=False))
    assert host.run("nft list tables").stdout.split("\n")[:-1] == ["table inet owner"]
    assert "passwordauthentication yes" in host.run("sshd -T").stdout


def test_an_operator_whose_password_ansible_does_not_know_is_not_locked_out(
    host: Host, play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ssh asks an agent of the desktop for the password, so the role believes that a key is used."""
    asker = tmp_path / "askpass"
    asker.write_text(f"#!/bin/sh\necho {PASSWORD}\n")
    asker.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(asker))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    by_password = "-o PasswordAuthentication=yes -o PreferredAuthentications=password -o UserKnownHostsFile=/dev/null"
    monkeypatch.setenv("ANSIBLE_SSH_ARGS", f"{by_password} -o ControlMaster=auto -o ControlPersist=60")
    before = fingerprint(host)
    locked_out = play("--tags", "configure", base_dead_man_seconds=15)
    assert locked_out.code != 0
    assert "no new ssh connection came through" in locked_out.messages[-1]
    after = fingerprint(host)
    assert after == before
    # and with the switch that lets passwords in it works
    good(play("--tags", "configure", base_ssh_password_authentication=True))
    assert "passwordauthentication yes" in host.run("sshd -T").stdout
