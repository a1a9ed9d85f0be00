"""Packages put into an image's tree, where nothing runs; the device makes its own secrets at first boot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import Host, Result
from tests.system.device import SECRETS, SERVICES, Device
from tests.system.patience import eventually
from tests.system.repository import Repository


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host.create("inv-image") as host:
        yield host


@pytest.fixture(scope="module")
def chroot_install(host: Host, repository: Repository) -> Result:
    for command in repository.enrol_commands():
        host.chroot(command)
    return host.chroot("apt-get -y install inventory 2>&1", check=False, timeout=900)


@pytest.fixture(scope="module")
def secrets_in_image(host: Host, chroot_install: Result) -> list[str]:
    return host.chroot(["find", *SECRETS, "-type", "f"], check=False).stdout.split()


@pytest.fixture(scope="module")
def booted(
    host: Host, chroot_install: Result, secrets_in_image: list[str], repository: Repository,
    tmp_path_factory: pytest.TempPathFactory,
) -> Device:  # fmt: skip
    folder: Path = tmp_path_factory.mktemp("image")
    host.start()
    return Device(host, repository, folder)


def test_installing_in_a_chroot_succeeds(chroot_install: Result) -> None:
    assert chroot_install.code == 0, chroot_install.stdout


def test_an_image_holds_no_secret(chroot_install: Result, secrets_in_image: list[str]) -> None:
    assert chroot_install.code == 0
    assert secrets_in_image == []


@pytest.mark.parametrize("service", [*SERVICES, "inventory-provision"])
def test_service_is_active_after_the_first_boot(booted: Device, service: str) -> None:
    def state() -> str:
        return booted.active(service)

    eventually(state, lambda answer: answer == "active", 60)


def test_the_first_boot_makes_the_secrets(booted: Device) -> None:
    eventually(lambda: booted.host.run(["ls", *SECRETS], check=False).code, lambda code: code == 0, 60)


def test_the_page_and_the_setup_work_after_the_first_boot(booted: Device) -> None:
    assert booted.set_up().get("/").status_code == 200


def test_the_database_is_utf8_although_the_image_had_no_locale(booted: Device) -> None:
    assert booted.sql("select pg_encoding_to_char(encoding) from pg_database where datname = 'inventory'") == "UTF8"


def test_the_doctor_is_content_after_the_first_boot(booted: Device) -> None:
    code, report = eventually(booted.doctor, lambda answer: answer[0] == 0, 30)
    assert code == 0, report


@pytest.mark.parametrize("secret", SECRETS)
def test_two_devices_share_no_secret(booted: Device, device: Device, secret: str) -> None:
    assert booted.fingerprints()[secret] != device.first_fingerprints[secret]


def test_two_devices_have_databases_of_their_own(booted: Device, device: Device) -> None:
    assert booted.database_identifier() != device.first_database
