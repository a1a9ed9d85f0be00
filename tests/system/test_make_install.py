"""`make install` by an ordinary user with sudo, in a fresh clone on a Debian 12 without any build tool."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import Host
from tests.lab.settings import build_cache
from tests.support.model import model_dir
from tests.system.checkout import ROOT

HOME = "/home/ann"
BUILDING_AND_INSTALLING = 900  # seconds that it may take on a busy machine
LARGEST_WHEEL = 30 << 20  # larger ones belong to torch and to test tools, which she does not need


def as_ann(host: Host, command: str) -> str:
    """What a command prints that she types in her checkout; CommandFailed with all of it when it fails."""
    typed = ["su", "-", "ann", "-c", f"cd inventory && {{ {command}; }} 2>&1"]
    return host.run(typed, timeout=BUILDING_AND_INSTALLING).stdout


def cached() -> bytes:
    """A tar of what this machine has downloaded and made for `make install`, so that the test needs no network for it.

    A copy, not a bind mount: her build cache must be hers.
    """
    cache = build_cache()
    small = [path for path in (cache / "wheels" / "amd64").glob("*.whl") if path.stat().st_size < LARGEST_WHEEL]
    wanted = [*small, model_dir(), *(cache / "pgvector" / "amd64").iterdir()]
    names = b"\0".join(bytes(path.relative_to(cache)) for path in wanted)
    pack = ["tar", "-C", str(cache), "--null", "--files-from=-", "-c"]
    return subprocess.run(pack, input=names, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    bundle = tmp_path_factory.mktemp("clone") / "inventory.bundle"
    commit_as_it_is(bundle)
    with Host.create("inv-make") as host:
        host.start()
        host.run("apt-get update && apt-get install -y make git sudo")
        host.run("useradd --create-home --shell /bin/bash ann")
        host.run("echo 'ann ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/ann")
        unpack = f"mkdir -p {HOME}/.cache/inventory-build && cd {HOME}/.cache/inventory-build && tar -x"
        host.run(f"{unpack} --no-same-owner && chown -R ann:ann {HOME}/.cache", data=cached())
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
    assert answer.code == 0, answer.stdout


def test_apt_took_it_from_the_signed_repository(host: Host) -> None:
    policy = host.run("apt-cache policy inventory").stdout
    assert "/srv/inventory-packages" in policy
    assert "Signed-By" in host.run("cat /etc/apt/sources.list.d/inventory.sources").stdout


def test_the_signing_key_is_not_on_the_repository_s_side(host: Host) -> None:
    found = host.run("grep -rl 'PRIVATE KEY' /srv/inventory-packages", check=False).stdout
    assert found == ""


def test_the_setup_code_is_there(host: Host) -> None:
    assert len(host.run("inventory setup-code").stdout.strip()) == 14
