"""The first boot in a folder that stands for the card: read, written back, applied once, whenever the power goes."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from inventory.operations.firstboot import boot_files, card, host_name, journal, root_size, run, setup_code, wifi
from inventory.operations.firstboot.places import Places
from inventory.operations.firstboot.wishes import Wifi

TEXT = b"""
timezone = "Europe/Berlin"
hostname = "my_pi"
[wifi]
country = "DE"
ssid = "Backstube"
password = "s3cret-word"
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A device with NetworkManager, where nothing was applied yet."""
    for folder in ("boot/firmware", "etc/NetworkManager/system-connections", "etc/default", "var/lib/inventory"):
        (tmp_path / folder).mkdir(parents=True)
    return Places(tmp_path)


def network(places: Places) -> Path:
    return places.root / "etc/NetworkManager/system-connections/inventory-wifi.nmconnection"


def test_values_are_applied_and_the_secret_leaves_the_card(places: Places) -> None:
    places.settings_file.write_bytes(TEXT)
    done = run.apply(places)
    assert done.results["timezone"] == done.results["wifi"] == "applied"
    assert list(done.faults) == ["hostname"]
    assert (places.root / "etc/localtime").readlink() == Path("/usr/share/zoneinfo/Europe/Berlin")
    assert "psk=s3cret-word" in network(places).read_text()
    assert network(places).stat().st_mode & 0o777 == 0o600
    assert b"s3cret-word" not in places.settings_file.read_bytes()
    assert "s3cret-word" not in places.journal.read_text()
    assert [path.name for path in places.boot.iterdir()] == ["inventory.toml"]


def test_it_is_applied_once(places: Places) -> None:
    places.settings_file.write_bytes(TEXT)
    run.apply(places)
    network(places).unlink()
    left = places.settings_file.read_bytes()
    assert list(run.apply(places).faults) == ["hostname"]
    assert not network(places).exists()
    assert places.settings_file.read_bytes() == left


def test_a_mended_file_is_read_at_the_next_boot(places: Places) -> None:
    places.settings_file.write_bytes(TEXT)
    run.apply(places)
    places.settings_file.write_bytes(places.settings_file.read_bytes() + b'hostname = "workshop"\n')
    done = run.apply(places)
    assert done.faults == {}
    assert (places.root / "etc/hostname").read_text() == "workshop\n"


class _PowerCut(BaseException):
    pass


@pytest.mark.parametrize("at", range(1, 12))
def test_a_power_cut_at_any_write_loses_nothing(places: Places, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """The at-th rename never happens, and nothing after it; the next boot finishes."""
    places.settings_file.write_bytes(TEXT)
    count = 0
    rename = Path.replace

    def cut(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == at:
            raise _PowerCut
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with contextlib.suppress(_PowerCut):
            run.apply(places)
    done = run.apply(places)
    assert done.wishes == {}
    assert list(done.faults) == ["hostname"]
    assert "psk=s3cret-word" in network(places).read_text()
    assert b"s3cret-word" not in places.settings_file.read_bytes()
    assert "s3cret-word" not in places.journal.read_text()


def test_the_template_stays_as_it_is(places: Places) -> None:
    template = (Path(__file__).parents[2] / "pi-gen-stage/03-device/files/inventory.toml").read_bytes()
    places.settings_file.write_bytes(template)
    done = run.apply(places)
    assert (done.wishes, done.faults, done.results) == ({}, {}, {})
    assert places.settings_file.read_bytes() == template


def test_the_template_without_its_hashes_is_understood(places: Places) -> None:
    from inventory.operations.firstboot import wishes

    template = (Path(__file__).parents[2] / "pi-gen-stage/03-device/files/inventory.toml").read_text()
    settings = "\n".join(line.removeprefix("#") for line in template.splitlines() if line[:2] != "# ")
    reading = wishes.read(settings.encode())
    # examples of secrets are no real ones; all names are known
    assert not [what for what in reading.faults.values() if "no such setting" in what or "TOML" in what]
    assert reading.parsed is not None and set(reading.parsed) >= {"hostname", "admin", "wifi", "ssh", "restore"}


def test_no_file_is_no_fault(places: Places) -> None:
    done = run.apply(places)
    assert (done.faults, done.results) == ({}, {})


def test_a_boot_partition_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    assert run.apply(Places(tmp_path)).faults == {}


def test_a_damaged_journal_counts_as_none(places: Places) -> None:
    places.state.mkdir()
    places.journal.write_text('{"wishes":')
    assert journal.load(places) == journal.Journal()


def test_a_step_that_fails_is_told_and_not_tried_at_every_boot(places: Places) -> None:
    network(places).parent.rmdir()
    places.settings_file.write_bytes(TEXT)
    done = run.apply(places)
    assert "no NetworkManager" in done.faults["wifi"]
    assert done.results["timezone"] == "applied"
    assert run.apply(places).wishes == {}


def test_the_name_comes_first_and_former_ones_stay() -> None:
    hosts = "127.0.0.1\tlocalhost\n127.0.1.1 inventory raspberrypi\n::1 localhost\n"
    assert "127.0.1.1\tworkshop inventory raspberrypi\n" in host_name.with_name(hosts, "workshop")
    assert host_name.with_name("127.0.0.1 localhost\n", "a").endswith("127.0.1.1\ta\n")
    assert host_name.with_name(hosts, "raspberrypi").count("raspberrypi") == 1


def test_odd_names_and_passwords_survive_network_managers_file() -> None:
    text = wifi.connection(Wifi(country="DE", ssid="Käse;=#", password="  back\\slash#;x"))
    assert f"ssid={';'.join(str(byte) for byte in 'Käse;=#'.encode())};" in text
    assert "psk=\\s\\sback\\\\slash#;x" in text
    assert "wifi-security" not in wifi.connection(Wifi(country="DE", ssid="open"))


@pytest.mark.parametrize(("total", "free", "says"), [(4e9, 3e9, "too small"), (8e9, 1e9, "are free"), (8e9, 3e9, None)])
def test_a_small_card_is_told(total: float, free: float, says: str | None) -> None:
    told = card.judge(int(total), int(free))
    assert says in told if says and told else told is None


def test_the_card_file_is_written_whole_and_only_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "inventory-setup-code.txt"
    boot_files.write(file, b"one")
    before = file.stat().st_ino
    boot_files.write(file, b"one")
    assert (file.read_bytes(), file.stat().st_ino) == (b"one", before)
    os.close(os.open(tmp_path / "inventory-setup-code.new", os.O_CREAT))
    boot_files.remove(file)
    assert list(tmp_path.iterdir()) == []


def test_the_code_is_named_on_card_and_screen() -> None:
    assert "K7QM-3FXD-9TRW" in setup_code.for_card("K7QM-3FXD-9TRW", "workshop")
    assert "https://workshop.local/" in setup_code.for_card("K7QM-3FXD-9TRW", "workshop")
    assert "K7QM-3FXD-9TRW" in setup_code.issue("K7QM-3FXD-9TRW")


def partition(disk: Path, name: str, number: int, start: int, size: int) -> Path:
    folder = disk / name
    folder.mkdir(parents=True)
    for file, value in {"partition": number, "start": start, "size": size}.items():
        (folder / file).write_text(f"{value}\n")
    return folder


def test_only_room_behind_the_last_partition_is_free(tmp_path: Path) -> None:
    disk = tmp_path / "mmcblk0"
    boot = partition(disk, "mmcblk0p1", 1, 16384, 1048576)
    root = partition(disk, "mmcblk0p2", 2, 1064960, 6000000)
    (disk / "size").write_text("31116288\n")
    assert root_size.free_behind(root) == 31116288 - 1064960 - 6000000
    assert root_size.free_behind(boot) == 0
