"""A certificate that somebody else made: whether nginx can use it, and what the doctor says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inventory.config import Settings
from inventory.errors import SettingsError
from inventory.operations.doctor import certificate as doctor
from inventory.operations.provision import nginx_snippets, site_certificate
from inventory.operations.provision.site_certificate import Pair, fault
from inventory.operations.provision.step import Notice
from tests.support.authority import DAY, Authority, Issued, new_key, pem_of

NOW = datetime.now(UTC)
AUTHORITY = Authority()
SOUND = AUTHORITY.issue("shed.example.org")


@pytest.fixture(autouse=True)
def _seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests keep their files in /tmp."""
    monkeypatch.setattr(site_certificate, "_HIDDEN", ("/home",))


def put(folder: Path, chain: str, key: str) -> Pair:
    pair = Pair(folder / "chain.pem", folder / "key.pem")
    pair.certificate.write_text(chain)
    pair.key.write_text(key)
    return pair


def settings_of(pair: Pair, **others: object) -> Settings:
    return Settings(tls_certificate=pair.certificate, tls_key=pair.key, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "issued",
    [SOUND, AUTHORITY.issue("a.b", kind="rsa"), AUTHORITY.issue("10.0.0.7", begins=DAY)],
    ids=["ec", "rsa", "begins tomorrow: the clock may be behind"],
)
def test_a_sound_pair_is_used(tmp_path: Path, issued: Issued) -> None:
    pair = put(tmp_path, issued.chain, issued.key)
    assert fault(pair, NOW) is None
    assert site_certificate.missing(settings_of(pair)) is None
    assert site_certificate.serving(settings_of(pair)) == pair


ENCRYPTED = AUTHORITY.issue("a.b", password="secret")
WEAK = AUTHORITY.issue("a.b", kind="weak")
ENDED = AUTHORITY.issue("a.b", begins=-9 * DAY, ends=-DAY)


@pytest.mark.parametrize(
    ("chain", "key", "words"),
    [
        ("", SOUND.key, "chain.pem is empty"),
        (SOUND.chain, "", "key.pem is empty"),
        ("hello", SOUND.key, "no certificate in PEM form"),
        (SOUND.key, SOUND.key, "no certificate in PEM form"),
        (SOUND.chain, "hello", "cannot be loaded"),
        (SOUND.chain[: len(SOUND.chain) // 3], SOUND.key, "no certificate in PEM form"),
        (SOUND.chain, pem_of(new_key("ec")), "is not the key of"),
        (SOUND.chain, pem_of(new_key("rsa")), "is not the key of"),
        (ENCRYPTED.chain, ENCRYPTED.key, "without a password"),
        (WEAK.chain, WEAK.key, "too small"),
        (ENDED.chain, ENDED.key, f"ended on {ENDED.certificate.not_valid_after:%Y-%m-%d}"),
    ],
    ids=lambda text: text if len(text) < 40 else "pem",
)
def test_another_is_not_and_the_reason_is_said(tmp_path: Path, chain: str, key: str, words: str) -> None:
    pair = put(tmp_path, chain, key)
    reason = fault(pair, NOW)
    assert reason is not None and words in reason
    notice = site_certificate.missing(settings_of(pair))
    assert isinstance(notice, Notice) and reason in notice.text and "restart inventory-provision" in notice.text
    assert site_certificate.serving(settings_of(pair)) == site_certificate.own(Settings())


def test_a_missing_file_and_one_that_services_cannot_see_are_named(tmp_path: Path) -> None:
    pair = put(tmp_path, SOUND.chain, SOUND.key)
    pair.key.unlink()
    assert fault(pair, NOW) == f"{pair.key}: No such file or directory."
    reason = fault(Pair(Path("/home/ann/chain.pem"), pair.key), NOW)
    assert reason is not None and "/home/ann/chain.pem is in a folder that services do not see" in reason


def test_nginx_is_told_the_pair_and_a_renewed_file_under_the_same_path_is_seen(tmp_path: Path) -> None:
    pair = put(tmp_path, SOUND.chain, SOUND.key)
    first = nginx_snippets.snippets(settings_of(pair))["certificate.conf"]
    assert f"ssl_certificate {pair.certificate};\nssl_certificate_key {pair.key};\n" in first
    assert nginx_snippets.snippets(settings_of(pair))["certificate.conf"] == first
    renewed = AUTHORITY.issue("shed.example.org")
    put(tmp_path, renewed.chain, renewed.key)
    assert nginx_snippets.snippets(settings_of(pair))["certificate.conf"] != first
    own = nginx_snippets.snippets(Settings())["certificate.conf"]
    assert own.startswith("ssl_certificate /var/lib/inventory/ssl/inventory.crt;\n")


def test_a_path_that_would_be_more_than_a_path_to_nginx_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a; b"
    folder.mkdir()
    with pytest.raises(SettingsError) as caught:
        nginx_snippets.snippets(settings_of(put(folder, SOUND.chain, SOUND.key)))
    assert caught.value.field == "INVENTORY_TLS_CERTIFICATE"


@pytest.mark.parametrize(
    ("names", "days", "status", "words"),
    [
        (("shed.example.org", "10.0.0.7"), 90, "ok", "for shed.example.org, 10.0.0.7, ends in 89 days"),
        (("shed.example.org",), 14, "warn", "ends in 13 days"),
        (("shed.example.org",), 1, "warn", "ends in 0 days"),
        ((), 90, "fail", "names no host"),
    ],
)
def test_the_doctor_says_for_whom_and_how_long(names: tuple[str, ...], days: int, status: str, words: str) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    result = doctor.judge(AUTHORITY.issue(*names, ends=days * DAY).certificate, soon)
    assert (result.status, result.name) == (status, "site certificate")
    assert words in result.what
    assert bool(result.mend) == (status != "ok")


def test_the_doctor_says_when_it_begins_later() -> None:
    assert doctor.judge(AUTHORITY.issue("a.b", begins=3 * DAY).certificate, NOW).status == "warn"
