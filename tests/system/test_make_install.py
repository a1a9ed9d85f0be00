"""`make install` by an ordinary user with sudo, in a fresh clone on a Debian 12 without any build tool."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import Host
from tests.system.checkout import CACHED, ROOT, build_cache

HOME = "/home/ann"


def cache_binds() -> list[str]:
    """Wheels, model and pgvector as this machine has them, at the place where ann's build cache is."""
    return [f"{build_cache() / part}:{HOME}/.cache/inventory-build/{part}" for part in CACHED]


def as_ann(host: Host, command: str) -> str:
    """Output of a command in her checkout; fails the test with all that it printed."""
    return host.run(["su", "-", "ann", "-c", f"cd inventory && {{ {command}; }} 2>&1"]).stdout


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    bundle = tmp_path_factory.mktemp("clone") / "inventory.bundle"
    commit_as_it_is(bundle)
    with Host.create("inv-make") as host:
        host.start(binds=cache_binds())
        host.run("apt-get update && apt-get install -y make git sudo")
        host.run(f"useradd --shell /bin/bash ann && chown -R ann:ann {HOME}")
        host.run("echo 'ann ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/ann")
        host.run("cat > /tmp/inventory.bundle", data=bundle.read_bytes())
        host.run(["su", "-", "ann", "-c", "git clone -q -b tested /tmp/inventory.bundle inventory"])
        as_ann(host, "make install")
        yield host


def commit_as_it_is(bundle: Path) -> None:
    """A bundle of the checkout's files as they are now, committed or not, without touching the checkout."""
    repository = bundle.parent / "git"
    git = ["git", f"--git-dir={repository}", f"--work-tree={ROOT}", "-c", "user.name=t", "-c", "user.email=t@localhost"]
    for arguments in (
        ["init", "-q", "-b", "tested"],
        ["add", "--all"],
        ["commit", "-q", "-m", "as it is"],
        ["bundle", "create", str(bundle), "tested"],
    ):
        subprocess.run([*git, *arguments], check=True, capture_output=True, cwd=ROOT)


def test_every_service_is_active(host: Host) -> None:
    states = host.run("systemctl is-active inventory-app inventory-embedder nginx postgresql", check=False).stdout
    assert states.split() == ["active"] * 4


def test_the_doctor_finds_nothing_wrong(host: Host) -> None:
    answer = host.run("inventory doctor", check=False)
    assert answer.exit_code == 0, answer.stdout


def test_apt_took_it_from_the_signed_repository(host: Host) -> None:
    policy = host.run("apt-cache policy inventory").stdout
    assert "/srv/inventory-packages" in policy
    assert "Signed-By" in host.run("cat /etc/apt/sources.list.d/inventory.sources").stdout


def test_the_signing_key_is_not_on_the_repository_s_side(host: Host) -> None:
    found = host.run("grep -rl 'PRIVATE KEY' /srv/inventory-packages", check=False).stdout
    assert found == ""


def test_the_setup_code_is_there(host: Host) -> None:
    assert len(host.run("inventory setup-code").stdout.strip()) == 14
