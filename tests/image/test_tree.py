"""What the stage leaves in an image."""

import os
import stat
from pathlib import Path

import pytest

from tests.image.flash import BUILT, ROOT, URL
from tests.lab import Host

BASE = ROOT / "ansible/roles/base/files"
ENABLED = (
    "multi-user.target.wants/inventory-app.service",
    "multi-user.target.wants/inventory-embedder.service",
    "multi-user.target.wants/inventory-provision.service",
    "multi-user.target.wants/inventory-firstboot.service",
    "multi-user.target.wants/inventory-firstboot-finish.service",
    "multi-user.target.wants/nginx.service",
    "multi-user.target.wants/avahi-daemon.service",
    "paths.target.wants/inventory-setup-code.path",
    "timers.target.wants/inventory-backup.timer",
    "timers.target.wants/inventory-renew.timer",
    "timers.target.wants/inventory-housekeeping.timer",
    "timers.target.wants/apt-daily-upgrade.timer",
    "sysinit.target.wants/inventory-firewall.service",
    "local-fs.target.wants/tmp.mount",
)
SAME_AS_ROLE = {
    "51inventory-base": "etc/apt/apt.conf.d/51inventory-base",
    "journald.conf": "etc/systemd/journald.conf.d/50-inventory.conf",
    "ports.nft": "etc/inventory-firewall/ports.nft",
    "rules.nft": "etc/inventory-firewall/rules.nft",
    "inventory-firewall.service": "etc/systemd/system/inventory-firewall.service",
    "sshd.conf": "etc/ssh/sshd_config.d/20-inventory.conf",
    "tmp.mount": "etc/systemd/system/tmp.mount",
    "watchdog.conf": "etc/systemd/system.conf.d/50-inventory-watchdog.conf",
    "zram-generator.conf": "etc/systemd/zram-generator.conf",
}
# what begins like this is a private key, whatever the file is called
KEY_HEADS = (
    b"-----BEGIN PRIVATE KEY",
    b"-----BEGIN RSA PRIVATE",
    b"-----BEGIN EC PRIVATE",
    b"-----BEGIN OPENSSH PRIVATE",
)
# examples that packages of Debian and of Python's publishers bring: the same for everybody in the world
PUBLIC_EXAMPLES = ("usr/share/doc/", "usr/lib/python3", "usr/lib/inventory/vendor/")


def own_files(tree: Path) -> list[Path]:
    """Regular files of the tree, mounts and kernel file systems left out."""
    found = []
    for folder, folders, names in os.walk(tree):
        if Path(folder) == tree:
            folders[:] = [name for name in folders if name not in ("proc", "sys", "dev", "run")]
        found += [Path(folder) / name for name in names]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def test_no_private_key_is_in_the_tree(tree: Path) -> None:
    looked, keys = 0, []
    for path in own_files(tree):
        name = str(path.relative_to(tree))
        if name.startswith(PUBLIC_EXAMPLES) or path.stat().st_size > 1_000_000:
            continue
        looked += 1
        if any(head in path.read_bytes() for head in KEY_HEADS) and not os.access(path, os.X_OK):
            keys.append(name)
    assert looked > 1000
    assert keys == []


@pytest.mark.parametrize(
    "pattern",
    [
        "etc/ssh/ssh_host_*", "etc/ssl/private/*", "etc/ssl/certs/ssl-cert-snakeoil.pem", "var/lib/inventory/*/*",
        "var/lib/inventory/setup-report.json", "var/lib/postgresql/15/*", "etc/postgresql/15/*", "etc/issue.d/*",
        "boot/firmware/inventory-setup-code.txt", "var/cache/inventory-repository", "var/lib/dbus/machine-id",
        "etc/apt/sources.list.d/inventory-copy.sources", "var/lib/systemd/random-seed",
        "etc/NetworkManager/system-connections/*",
    ],
)  # fmt: skip
def test_nothing_is_baked_that_a_device_makes_itself(tree: Path, pattern: str) -> None:
    assert (tree / "usr/bin/inventory").exists()
    assert list(tree.glob(pattern)) == []


def test_the_machine_id_is_empty(tree: Path) -> None:
    assert (tree / "etc/machine-id").read_bytes() == b""


def test_nobody_has_a_password(tree: Path) -> None:
    lines = [line.split(":") for line in (tree / "etc/shadow").read_text().splitlines()]
    assert lines
    assert [fields[0] for fields in lines if fields[1] not in ("*", "!", "!*", "!!")] == []


@pytest.mark.parametrize("unit", ENABLED)
def test_unit_is_enabled(tree: Path, unit: str) -> None:
    assert (tree / "etc/systemd/system" / unit).is_symlink()


def test_ssh_is_off(tree: Path) -> None:
    assert (tree / "lib/systemd/system/ssh.service").exists()
    assert not (tree / "etc/systemd/system/multi-user.target.wants/ssh.service").is_symlink()
    assert not (tree / "etc/systemd/system/sockets.target.wants/ssh.socket").is_symlink()


@pytest.mark.parametrize("source", SAME_AS_ROLE)
def test_the_settings_are_those_of_the_role_base(tree: Path, source: str) -> None:
    assert (tree / SAME_AS_ROLE[source]).read_bytes() == (BASE / source).read_bytes()


def test_no_settings_file_of_the_role_is_forgotten() -> None:
    own_to_ansible = {"inventory-dead-man"}
    assert {path.name for path in BASE.iterdir()} - own_to_ansible == set(SAME_AS_ROLE)


def test_updates_come_from_the_address_that_was_configured(tree: Path) -> None:
    assert f"URIs: {URL}\n" in (tree / "etc/apt/sources.list.d/inventory.sources").read_text()


def test_the_clock_has_a_lower_bound(tree: Path) -> None:
    assert int((tree / "usr/lib/clock-epoch").stat().st_mtime) == BUILT


def test_the_marker_says_what_was_built(tree: Path) -> None:
    assert f"BUILT={BUILT}\n" in (tree / "etc/inventory/image").read_text()


def test_our_files_belong_to_root_and_nobody_else_may_write_them(tree: Path, image: Host) -> None:
    listed = image.chroot(["dpkg-query", "--listfiles", "inventory", "inventory-runtime", "inventory-embedder"]).stdout
    ours = [tree / line.lstrip("/") for line in listed.splitlines() if line.startswith("/")]
    ours += [tree / "etc/inventory/image", tree / "usr/lib/clock-epoch", *map(tree.joinpath, SAME_AS_ROLE.values())]
    files = [path for path in ours if path.is_file() and not path.is_symlink()]
    assert len(files) > 500
    wrong = [
        str(path) for path in files
        if (path.stat().st_uid, path.stat().st_gid) != (0, 0) or path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ]  # fmt: skip
    assert wrong == []
