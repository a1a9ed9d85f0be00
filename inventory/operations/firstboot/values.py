"""What the single values of inventory.toml may be. A check returns the value or raises ValueError with one sentence."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path, PurePosixPath

import argon2

ZONES = Path("/usr/share/zoneinfo")
SUPPORTED_LOCALES = Path("/usr/share/i18n/SUPPORTED")
ALWAYS_THERE = "C.UTF-8"

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}\Z")
_USER = re.compile(r"[a-z][a-z0-9_-]{0,30}\Z")
_HEX_KEY = re.compile(r"[0-9A-Fa-f]{64}\Z")
_KEY_TYPES = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+)\Z")
# What a Raspberry Pi checks within some seconds; more would let a sign-in take all of its memory.
_MOST_MEMORY_KIB, _MOST_TIME, _MOST_LANES = 256 * 1024, 10, 16


def check_hostname(name: str) -> str:
    name = name.strip().lower()
    if not _LABEL.match(name):
        raise ValueError("a name is one label of a-z, 0-9 and -, up to 63 characters, such as workshop")
    return name


def check_timezone(zone: str) -> str:
    if not _ZONE.match(zone) or not (ZONES / zone).is_file():
        raise ValueError("there is no such time zone; they are called like Europe/Berlin")
    return zone


def check_locale(name: str) -> str:
    if name != ALWAYS_THERE and f"{name} UTF-8" not in _supported_locales():
        raise ValueError("there is no such locale; they are called like de_DE.UTF-8")
    return name


def _supported_locales() -> list[str]:
    try:
        return [line.strip() for line in SUPPORTED_LOCALES.read_text().splitlines()]
    except FileNotFoundError:
        return []


def check_password_hash(text: str) -> str:
    """A hash that sign-in can check: Argon2id, and not so costly that a Pi could not bear it."""
    try:
        parameters = argon2.extract_parameters(text)
    except argon2.exceptions.InvalidHashError:
        raise ValueError("this is no Argon2id hash ($argon2id$v=19$…); see docs/image.md for how to make one") from None
    if parameters.type is not argon2.Type.ID:
        raise ValueError("the hash must be of the kind Argon2id ($argon2id$…)")
    if (
        parameters.memory_cost > _MOST_MEMORY_KIB
        or parameters.time_cost > _MOST_TIME
        or parameters.parallelism > _MOST_LANES
    ):
        raise ValueError("the hash is too costly for a Raspberry Pi: at most 256 MiB, 10 passes, 16 lanes")
    return text


def check_country(code: str, table: Path = ZONES / "iso3166.tab") -> str:
    code = code.strip().upper()
    known = (
        {line[:2] for line in table.read_text().splitlines() if not line.startswith("#")} if table.exists() else set()
    )
    if not re.match(r"[A-Z]{2}\Z", code) or (known and code not in known):
        raise ValueError("a country has two letters, such as DE")
    return code


def check_ssid(name: str) -> str:
    if not 1 <= len(name.encode()) <= 32 or not name.isprintable():
        raise ValueError("a network's name has 1 to 32 bytes and no control characters")
    return name


def check_wifi_password(password: str) -> str:
    printable = all(" " <= character <= "~" for character in password)
    if not (8 <= len(password) <= 63 and printable) and not _HEX_KEY.match(password):
        raise ValueError("a Wi-Fi password has 8 to 63 plain characters (or is a key of 64 hexadecimal digits)")
    return password


def check_public_key(line: str) -> str:
    """One public key as in an .pub file, without options in front of it."""
    line = line.strip()
    kind, _, rest = line.partition(" ")
    if not _KEY_TYPES.match(kind) or not line.isprintable():
        raise ValueError(
            "this is no public key; it is the one line of a .pub file, such as ssh-ed25519 AAAA… me@laptop"
        )
    try:
        raw = base64.b64decode(rest.split(" ")[0], validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    size = int.from_bytes(raw[:4], "big")
    if raw[4 : 4 + size] != kind.encode():
        raise ValueError("the public key is cut off or damaged: copy the whole line of the .pub file")
    return line


def check_user(name: str) -> str:
    if not _USER.match(name) or name == "root":
        raise ValueError("a user's name begins with a letter and has a-z, 0-9, - and _, up to 31; root cannot be one")
    return name


def check_restore_path(text: str) -> str:
    path = PurePosixPath(text.strip())
    if text.startswith("usb:"):
        raise ValueError(
            "backups on USB sticks cannot be read yet: copy it onto the boot partition, beside inventory.toml"
        )
    if path.is_absolute() or ".." in path.parts or not path.parts or not text.isprintable():
        raise ValueError("it must be the name of a folder or .tar beside inventory.toml, such as 20261123T022004Z")
    return str(path)
