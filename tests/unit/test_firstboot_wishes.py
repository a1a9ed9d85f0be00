"""inventory.toml: what is taken from it, what is refused, and what stays of it on the card."""

from __future__ import annotations

import argon2
import pytest

from inventory.operations.firstboot import leftover, values, wishes

HASH = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("a cupboard full of hooks")
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGpPmKDpOOhlZ7K0XAVCVAYHrsRlh2bFkk0XgiBG3rO5 ada@laptop"
GOOD = f"""
hostname = "workshop"
timezone = "Europe/Berlin"
locale = "C.UTF-8"
[admin]
email = "ada@example.org"
password_hash = "{HASH}"
[wifi]
country = "DE"
ssid = "Backstube"
password = "correct horse"
[ssh]
keys = ["{KEY}"]
[restore]
from = "20261123T022004Z"
"""
SECRETS = (HASH, "correct horse")


def test_a_good_file_is_taken_whole() -> None:
    reading = wishes.read(GOOD.encode())
    assert reading.faults == {}
    taken = wishes.Wishes.model_validate(reading.document)
    assert taken.hostname == "workshop"
    assert taken.admin and taken.admin.name == "ada@example.org" and taken.admin.password_hash == HASH
    assert taken.wifi and taken.wifi.password == "correct horse"
    assert taken.restore and taken.restore.source == "20261123T022004Z"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_of_windows_editors_are_read(encoding: str) -> None:
    raw = GOOD.replace("\n", "\r\n").encode(encoding)
    assert wishes.read(raw).document == wishes.read(GOOD.encode()).document


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ('hostname = "my_pi"', "hostname", "one label"),
        ('hostname = "a.b"', "hostname", "one label"),
        ("hostname = 7", "hostname", "text in quotes"),
        ('timezone = "Europe/Berlim"', "timezone", "no such time zone"),
        ('timezone = "../../etc/passwd"', "timezone", "no such time zone"),
        ('locale = "xx_YY.UTF-8"', "locale", "no such locale"),
        ('[admin]\nname = "ada lovelace"', "admin.name", "space"),
        ('[admin]\nname = "ada"\npassword_hash = "secret"', "admin.password_hash", "no Argon2id hash"),
        ('[admin]\nname = "ada"\npassword = "secret-word"', "admin.password", "no such setting"),
        ('[wifi]\nssid = "x"\npassword = "12345678"', "wifi.country", "missing"),
        ('[wifi]\ncountry = "XX"\nssid = "x"\npassword = "12345678"', "wifi.country", "two letters"),
        ('[wifi]\ncountry = "DE"\nssid = "x"\npassword = "short"', "wifi.password", "8 to 63"),
        ('[wifi]\ncountry = "DE"\nssid = ""\npassword = "12345678"', "wifi.ssid", "1 to 32"),
        ('[ssh]\nkeys = ["ssh-ed25519 AAAA"]', "ssh.keys", "cut off"),
        ("[ssh]\nkeys = []", "ssh.keys", "empty"),
        (f'[ssh]\nkeys = ["{KEY}"]\nuser = "root"', "ssh.user", "root cannot"),
        ('[tunnel]\ntoken = "hidden-token"', "tunnel", "not supported"),
        ('[restore]\nfrom = "../../etc"', "restore.from", "name of a folder"),
        ('[restore]\nfrom = "usb:backup"', "restore.from", "USB sticks cannot be read yet"),
        ('wlan = "x"', "wlan", "no such setting"),
        ('wifi = "Backstube"', "wifi", "a table"),
    ],
)
def test_a_mistake_is_named_and_spares_the_other_values(text: str, name: str, says: str) -> None:
    top = 'timezone = "UTC"\n' if "timezone" not in text else 'hostname = "shed"\n'
    reading = wishes.read((top + text).encode())
    assert list(reading.faults) == [name]
    assert says in reading.faults[name]
    left = wishes.Wishes.model_validate(reading.document)
    assert left.timezone == "UTC" or left.hostname == "shed"


def test_several_mistakes_are_all_named() -> None:
    reading = wishes.read(b'hostname = "my_pi"\ntimezone = "Mars/Base"\nlocale = "C.UTF-8"\nfoo = 1')
    assert set(reading.faults) == {"hostname", "timezone", "foo"}
    assert reading.document == {"locale": "C.UTF-8"}


@pytest.mark.parametrize(
    "raw", [b"hostname = workshop", b"\x00\xff\xfe", b"a" * 70_000, b'hostname = "a"\nhostname = "b"']
)
def test_what_is_no_toml_is_one_fault_and_no_wish(raw: bytes) -> None:
    reading = wishes.read(raw)
    assert list(reading.faults) == ["inventory.toml"]
    assert reading.document == {}


def test_no_fault_repeats_a_value() -> None:
    text = '[wifi]\ncountry="DE"\nssid="x"\npassword="tiny7"\n[admin]\nname="a"\npassword_hash="my-pass-word"\n'
    told = " ".join(wishes.read((text + '[tunnel]\ntoken="hidden-token"').encode()).faults.values())
    for secret in ("tiny7", "my-pass-word", "hidden-token"):
        assert secret not in told


def test_a_hash_that_would_take_all_memory_is_refused() -> None:
    costly = HASH.replace("m=64", "m=4000000")
    with pytest.raises(ValueError, match="too costly"):
        values.check_password_hash(costly)


def left_of(text: str) -> str:
    raw = text.encode()
    reading = wishes.read(raw)
    return leftover.text(leftover.body(reading.parsed, raw), {"hostname": "applied"}, reading.faults).decode()


def test_what_stays_is_readable_without_secrets_and_wishes_for_nothing() -> None:
    left = left_of(GOOD)
    for secret in SECRETS:
        assert secret not in left
    for harmless in ("workshop", "Backstube", "ada@example.org", KEY, "# hostname: applied"):
        assert harmless in left
    again = wishes.read(left.encode())
    assert (again.document, again.faults) == ({}, {})


@pytest.mark.parametrize(
    "text",
    [
        '[wifi]\nssid = "x"\npassword = "s3cret-word',
        '[wifi]\nssid = "x" password = "s3cret-word"',
        '[wifi]\npasswort = "s3cret-word"',
        "s3cret-word",
        '"s3cret-word" = 1',
        '# my password is s3cret-word\nhostname = "a"',
        '# my password is s3cret-word\nhostname = a',
        'password = """\ns3cret-word"""\nhostname = nothing',
        '[wifi]\npassword = ["s3cret-word"]',
        '[ssh]\nkeys = [{password = "s3cret-word"}]',
        '[admin.more]\nname = "s3cret-word"',
    ],
)  # fmt: skip
def test_a_secret_in_the_wrong_place_does_not_stay_either(text: str) -> None:
    assert "s3cret-word" not in left_of(text)
