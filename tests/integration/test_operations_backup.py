"""`inventory backup` on a device: a real cluster, peer authentication, restored into a second device."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.device import Device

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="namespaces of a device need root")

STATE = "/var/lib/inventory"
KEY = f"{STATE}/config/secret-key"
LIST = """name,description,location,tags,quantity,unit
Pizza peel,"Beech, for loading the oven",Bakery/Wall,baking,2,piece
Jalapeño jar,"Café, 3 × 1/2″",House/Shed,kitchen,1,piece
"""
_HASH = hashlib.sha256(b"picture.jpg\n").hexdigest()
PHOTO = f"{_HASH[:2]}/{_HASH}"


def provisioned() -> Device:
    device = Device().__enter__()
    device.sh("pg_lsclusters -h | while read version name rest; do pg_dropcluster --stop $version $name; done")
    device.provision()
    device.sh("pg_ctlcluster 15 main start")
    done = device.provision()
    assert "schema: " in done.stdout and "failed" not in done.stdout, done.stdout + done.stderr
    return device


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    """A device with two items, a user and a photo."""
    device = provisioned()
    try:
        device.write("/root/list.csv", LIST)
        device.sh("inventory import --yes /root/list.csv")
        device.sh(f"mkdir -m 750 {STATE}/images/{_HASH[:2]}", user="inventory")
        for ending in (".jpg", "-medium.webp", "-thumb.webp"):
            device.sh(f"umask 027; echo picture{ending} > {STATE}/images/{PHOTO}{ending}", user="inventory")
        yield device
    finally:
        device.__exit__()


def sql(device: Device, statement: str, database: str = "inventory") -> str:
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]
    return device.run(*command, user="postgres", check=True).stdout.strip()


def facts(device: Device) -> dict[str, str]:
    """What a backup must bring back."""
    return {
        "items": sql(device, "SELECT string_agg(name || quantity, ',' ORDER BY id) FROM item"),
        "search": sql(device, "SELECT count(*), sum(hashtext(search_document::text)) FROM search_document"),
        "key": device.sh(f"sha256sum {KEY}"),
        "photos": device.sh(f"cd {STATE}/images && find . -type f | sort | xargs -r sha256sum"),
    }


def create(device: Device, *options: str) -> dict[str, Any]:
    done = device.run("inventory", "backup", "create", "--json", *options)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def listed(device: Device) -> list[str]:
    document = json.loads(device.run("inventory", "backup", "list", "--json", check=True).stdout)
    return [entry["name"] for entry in document["backups"]]


def test_a_backup_is_complete_private_and_takes_no_room_for_photos(device: Device) -> None:
    made = create(device, "--label", "first")
    assert re.fullmatch(r"\d{8}T\d{6}Z-first", made["name"])
    assert made["directory"] == f"{STATE}/backups/{made['name']}"
    assert made["schema"] == sql(device, "SELECT version_num FROM alembic_version")
    assert made["images"]["count"] == 3
    there = device.sh(f"cd {made['directory']} && ls -A . config").split()
    assert {"database.dump", "images", "images.sha256", "manifest.json", "secret-key"} <= set(there)
    assert device.sh(f"stat -c %h {STATE}/images/{PHOTO}.jpg").strip() == "2"
    assert device.sh(f"find {STATE}/backups -perm /007 -type f").strip() == ""
    assert device.sh(f"stat -c %U {made['directory']}").strip() == "inventory"
    assert made["name"] in listed(device)


def test_a_damaged_backup_is_found_and_never_restored(device: Device) -> None:
    made = create(device, "--label", "damaged")
    before = facts(device)
    device.sh(f"printf x | dd of={made['directory']}/database.dump bs=1 seek=900 conv=notrunc status=none")
    for command in (("verify", made["name"]), ("restore", "--yes", made["name"])):
        done = device.run("inventory", "backup", *command)
        assert done.returncode == 1
        assert "database.dump has changed" in done.stderr and "Traceback" not in done.stderr
    assert facts(device) == before
    device.sh(f"inventory backup remove --yes {made['name']}")
    assert made["name"] not in listed(device)


@pytest.mark.parametrize("name", ["20200101T000000Z", "../config", "20200101T000000Z-x/../..", ""])
def test_an_unknown_name_is_refused(device: Device, name: str) -> None:
    for command in ("verify", "restore", "remove"):
        done = device.run("inventory", "backup", command, name)
        assert done.returncode == 1
        assert "There is no backup" in done.stderr


def test_a_backup_of_a_newer_schema_is_refused(device: Device) -> None:
    made = create(device, "--label", "newer")
    path = f"{made['directory']}/manifest.json"
    device.sh(f"""sed -i 's/"schema": "[0-9]*"/"schema": "9999"/' {path}""")
    done = device.run("inventory", "backup", "restore", "--yes", made["name"])
    assert done.returncode == 1
    assert "schema 9999, which is newer" in done.stderr
    device.sh(f"inventory backup remove --yes {made['name']}")


def test_restoring_brings_everything_back_and_can_be_undone(device: Device) -> None:
    before = facts(device)
    made = create(device)
    sql(device, "UPDATE item SET quantity = 77; DELETE FROM item WHERE name = 'Pizza peel'")
    device.sh(f"rm {STATE}/images/{PHOTO}*; echo another > {KEY}; chown inventory: {KEY}")
    changed = facts(device)
    assert changed != before
    done = device.run("inventory", "backup", "restore", "--yes", "--json", made["name"])
    assert done.returncode == 0, done.stderr
    assert facts(device) == before
    assert sql(device, "SELECT string_agg(datname, ',' ORDER BY 1) FROM pg_database WHERE datname LIKE 'inv%'") == (
        "inventory"
    )
    undo = json.loads(done.stdout)["before"]
    device.sh(f"inventory backup restore --yes {undo}")
    photos = before["photos"]  # photos are only ever added
    assert facts(device) == changed | {"photos": photos}
    device.sh(f"inventory backup restore --yes {made['name']}")


def test_the_restored_database_is_the_programs_own_with_extensions(device: Device) -> None:
    made = create(device)
    device.sh(f"inventory backup restore --yes {made['name']}")
    owners = sql(device, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == "inventory"
    assert sql(device, "SELECT count(*) FROM pg_extension WHERE extname IN ('vector', 'pg_trgm', 'unaccent')") == "3"
    assert "up to date" in device.sh("inventory db upgrade")


def test_an_older_schema_is_migrated(device: Device) -> None:
    head = sql(device, "SELECT version_num FROM alembic_version")
    made = create(device)
    sql(
        device, "DROP TABLE import_change, import_run, exchange_instance; UPDATE alembic_version SET version_num='0003'"
    )
    old = create(device, "--label", "old")
    assert old["schema"] == "0003"
    device.sh(f"inventory backup restore --yes {old['name']}")
    assert sql(device, "SELECT version_num FROM alembic_version") == head
    device.sh(f"inventory backup restore --yes {made['name']}")


def test_another_device_restored_from_a_copy_is_the_same_device(device: Device) -> None:
    made = create(device, "--label", "move")
    wanted = facts(device)
    device.sh(f"tar -C {STATE}/backups -cf /tmp/move.tar {made['name']}")
    second = provisioned()
    try:
        source = f"/proc/{device._leader}/root/tmp/move.tar"
        target = f"/proc/{second._leader}/root/tmp/move.tar"
        Path(target).write_bytes(Path(source).read_bytes())
        second.sh(f"tar -C {STATE}/backups -xpf /tmp/move.tar")
        second.sh(f"inventory backup restore --yes {made['name']}")
        assert facts(second) == wanted
    finally:
        second.__exit__()


def test_a_full_disk_is_said_before_anything_is_written(device: Device) -> None:
    device.sh(f"mkdir /tmp/few && mount -t tmpfs -o size=20m,mode=700,uid=$(id -u inventory) tmpfs {STATE}/backups")
    try:
        done = device.run("inventory", "backup", "create")
        assert done.returncode == 1
        assert "not enough room" in done.stderr
        assert device.sh(f"ls -A {STATE}/backups") in ("", ".lock\n")
    finally:
        device.sh(f"umount {STATE}/backups")


def test_photos_on_another_disk_are_copied(device: Device) -> None:
    device.sh(f"mount -t tmpfs -o size=600m,mode=700,uid=$(id -u inventory) tmpfs {STATE}/backups")
    try:
        made = create(device)
        assert made["images"]["count"] == 3
        device.sh(f"inventory backup verify {made['name']}")
    finally:
        device.sh(f"umount {STATE}/backups")


def test_what_a_power_cut_left_is_cleared_by_the_next(device: Device) -> None:
    device.sh(f"mkdir {STATE}/backups/.partial-20200101T000000Z {STATE}/backups/.removing-x", user="inventory")
    create(device)
    assert ".partial" not in device.sh(f"ls -A {STATE}/backups") and ".removing" not in device.sh(
        f"ls -A {STATE}/backups"
    )


def test_old_ones_go_and_labelled_ones_stay(device: Device) -> None:
    device.write("/etc/inventory/local.env", "INVENTORY_BACKUP_KEEP=2\n")
    try:
        names = []
        for _ in range(3):
            names.append(create(device)["name"])
            device.sh("sleep 1")
        kept = [name for name in listed(device) if "-" not in name]
        assert kept == names[1:]
        assert any(name.endswith("-first") for name in listed(device))
    finally:
        device.sh("rm /etc/inventory/local.env")
