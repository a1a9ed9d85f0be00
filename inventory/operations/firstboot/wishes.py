"""inventory.toml: what its owner may wish, and how it is read. A mistake in one value spares the others."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from inventory.accounts.rules import check_username
from inventory.errors import InventoryError
from inventory.operations.firstboot import values
from inventory.operations.firstboot.boot_files import MAX_BYTES


def _username(name: str) -> str:
    try:
        return check_username(name)
    except InventoryError as error:
        raise ValueError(error.message) from None


def _no_tunnel(_: object) -> object:
    raise ValueError("tunnels are not supported by this version; the token was removed")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Admin(_Table):
    """The first administrator; without a hash the setup page asks for the one-time code and a password."""

    name: Annotated[str, AfterValidator(_username)] = Field(validation_alias=AliasChoices("name", "email"))
    password_hash: Annotated[str, AfterValidator(values.check_password_hash)] | None = None


class Wifi(_Table):
    """A network to join. Without a password it is an open one."""

    country: Annotated[str, AfterValidator(values.check_country)]
    ssid: Annotated[str, AfterValidator(values.check_ssid)]
    password: Annotated[str, AfterValidator(values.check_wifi_password)] | None = None
    hidden: bool = False


class Ssh(_Table):
    """Who may come in by ssh; without this table the ssh server stays off. No user: the first person's account."""

    keys: list[Annotated[str, AfterValidator(values.check_public_key)]] = Field(min_length=1, max_length=20)
    user: Annotated[str, AfterValidator(values.check_user)] | None = None


class Restore(_Table):
    """A backup to begin with, on the boot partition."""

    source: Annotated[str, AfterValidator(values.check_restore_path)] = Field(validation_alias="from")


class Wishes(_Table):
    """Everything that inventory.toml may hold."""

    hostname: Annotated[str, AfterValidator(values.check_hostname)] | None = None
    timezone: Annotated[str, AfterValidator(values.check_timezone)] | None = None
    locale: Annotated[str, AfterValidator(values.check_locale)] | None = None
    admin: Admin | None = None
    wifi: Wifi | None = None
    ssh: Ssh | None = None
    tunnel: Annotated[None, BeforeValidator(_no_tunnel)] = None
    restore: Restore | None = None


@dataclass(frozen=True)
class Reading:
    """What was in a settings file.

    Attributes:
        document: the valid part, as it was written; `Wishes.model_validate` takes it.
        faults: name of the value, and what is wrong with it, one sentence each. Never holds a value.
        parsed: everything that was in the file, or None when it is no TOML.
    """

    document: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, Any] | None = None


def read(raw: bytes) -> Reading:
    """Read a settings file; never raises for what is in it."""
    try:
        parsed = tomllib.loads(_decode(raw))
    except ValueError as error:
        return Reading(faults={"inventory.toml": f"{_lower(str(error))}: nothing of it was applied."})
    document, faults = dict(parsed), {}
    while found := _first_error(document):
        name, message, remove = found
        faults[name] = message
        _delete(document, remove)
    return Reading(document, faults, parsed)


def _decode(raw: bytes) -> str:
    """Text as editors on all systems write it. Raises ValueError."""
    if len(raw) > MAX_BYTES:
        raise ValueError("the file is larger than 64 KiB")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16").replace("\r\n", "\n")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ValueError("the file is not plain text in UTF-8") from None


def _first_error(document: dict[str, Any]) -> tuple[str, str, tuple[Any, ...]] | None:
    """Name, sentence and the place of what has to go, of the first fault; None when all is valid.

    A table with a fault goes as a whole (a network without its password is another network), a name that nobody
    knows goes alone.
    """
    try:
        Wishes.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = tuple(first["loc"])
        name = ".".join(readable(part) for part in place if isinstance(part, str))
        if first["type"] == "extra_forbidden":
            return name, "there is no such setting.", place
        return name, f"{_sentence(first)}.", place[:1]
    return None


def readable(name: str) -> str:
    """A name in the file, unless somebody has made it up: it may be a secret on the wrong side of the =."""
    return name if re.match(r"[a-z_]{1,30}\Z", name) else "(a name)"


_PLAIN = {
    "missing": "it is missing",
    "string_type": "it must be text in quotes",
    "bool_type": "it must be true or false",
    "list_type": "it must be a list, such as [\"…\"]",
    "model_type": "it must be a table, such as [wifi] with lines below it",
    "too_short": "it is empty",
    "too_long": "it has too many entries",
}  # fmt: skip


def _sentence(error: Any) -> str:
    kind = str(error["type"])
    return _PLAIN.get(kind) or str(error["msg"]).removeprefix("Value error, ").rstrip(".")


def _delete(document: dict[str, Any], place: tuple[Any, ...]) -> None:
    """Delete a place; tables on the way are copied, as they belong to what was parsed, too."""
    *parents, last = place
    for part in parents:
        document[part] = dict(document[part])
        document = document[part]
    document.pop(last, None)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
