"""What stays of inventory.toml on the card once it was read: all of it as comments, without secrets.

As comments, so that nothing is applied twice. Whoever wants to mend a mistake writes the line anew and restarts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from inventory.operations.firstboot.wishes import readable

# Values that may stay readable; whatever has another name is taken for a secret.
_HARMLESS = {
    "hostname", "timezone", "locale", "admin.name", "admin.email", "wifi.country", "wifi.ssid", "wifi.hidden",
    "ssh.keys", "ssh.user", "restore.from",
}  # fmt: skip
_REMOVED = "(removed)"
_HEADER = """\
# This device has read its settings from here and removed what was secret.
# To change something before anybody has an account: write it below, without "# " in front, and restart the device.
# Afterwards this file has no say any more.
"""
_TABLE = re.compile(r"\s*\[([a-z]+)\]\s*\Z")
_LINE = re.compile(r"""\s*([a-z_]+)\s*=\s*("[^"]*"|'[^']*'|true|false)\s*\Z""")


def body(parsed: Mapping[str, Any] | None, raw: bytes) -> list[str]:
    """The lines that may stay. `parsed`: None when it was no TOML, then only lines stay that are surely harmless."""
    return list(_document(parsed) if parsed is not None else _harmless_lines(raw))


def text(lines: list[str], results: Mapping[str, str], faults: Mapping[str, str]) -> bytes:
    """The new content.

    Args:
        lines: what `body` gave.
        results: name: what became of it.
        faults: name: what is wrong with it.
    """
    told = [f"{name}: {what}" for name, what in {**results, **faults}.items()]
    shown = "\n".join(f"# {line}".rstrip() for line in ["", *told, "", *lines])
    return f"{_HEADER}{shown}\n".encode()


def _document(parsed: Mapping[str, Any], table: str = "") -> Iterator[str]:
    plain = {name: value for name, value in parsed.items() if not isinstance(value, Mapping)}
    for name, value in plain.items():
        full = f"{table}.{name}" if table else name
        yield f"{name} = {_value(value)}" if full in _HARMLESS and _plain(value) else f"{readable(name)} = {_REMOVED}"
    for name, value in parsed.items():
        if isinstance(value, Mapping):
            yield f"[{readable(name)}]"
            yield from _document(value, name if not table else f"{table}.{name}")


def _plain(value: Any) -> bool:
    return isinstance(value, str | bool) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _value(value: Any) -> str:
    """TOML's basic strings are those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _harmless_lines(raw: bytes) -> Iterator[str]:
    table = ""
    for line in raw.decode("utf-8", "replace").replace("\r", "").split("\n"):
        heading, setting = _TABLE.match(line), _LINE.match(line)
        if heading:
            table = f"{heading.group(1)}."
        known = heading or (setting and f"{table}{setting.group(1)}" in _HARMLESS)
        yield line if known or not line.strip() else _REMOVED
