"""Cells into values and back: quantities, dates, paths, tags. Pure: no I/O.

Every pair of functions round-trips: `split_path(join_path(names)) == names`, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from inventory.exchange.rules import ValueFault, quoted

# Spaces and apostrophes that people and programs put between thousands.
_GROUP_MARKS = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)\Z", re.ASCII)
_NUMBER_CHARACTERS = re.compile(r"[+-]?[\d.,]+\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+\Z", re.ASCII)

_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?\Z", re.ASCII)
_OTHER_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\Z", re.ASCII)

_SPACED = re.compile(r"\s+/\s+|\s*›\s*|\s+>\s+")
# (a slash or backslash that belongs to a name), (a separator), (anything else)
_SLASHES = re.compile(r"(\\[\\/])|(/)|(.)", re.DOTALL)

# A spreadsheet takes a cell that begins so for a formula, and would run what somebody else has written.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def parse_decimal(text: str) -> Decimal:
    """A number as people and programs write it: 1.5, 1,5, 1.234,56, 1,234.56, 1 234.

    Raises:
        ValueFault: it is no number, or it could mean two (“1,234”).
    """
    compact = text.strip().translate(_GROUP_MARKS)
    if _PLAIN.match(compact):
        return Decimal(compact)
    if not _NUMBER_CHARACTERS.match(compact) or not any(c.isdigit() for c in compact):
        raise ValueFault(f"{quoted(text)} is not a number.", "Write digits only, such as 12 or 0.5.")
    return Decimal(_without_groups(compact, text))


def _without_groups(compact: str, text: str) -> str:
    """`compact` with a point as its only separator."""
    dot, comma = compact.rfind("."), compact.rfind(",")
    if dot >= 0 and comma >= 0:  # the later one separates the decimals
        decimal_mark, group_mark = (".", ",") if dot > comma else (",", ".")
        whole, _, fraction = compact.rpartition(decimal_mark)
        grouped = re.fullmatch(rf"[+-]?\d{{1,3}}(\{group_mark}\d{{3}})+", whole)
        if grouped and fraction.isdigit():
            return whole.replace(group_mark, "") + "." + fraction
    elif compact.count(",") + compact.count(".") > 1:  # 1.234.567
        if _GROUPED.match(compact):
            return compact.replace(",", "").replace(".", "")
    elif comma >= 0:
        # 0,234 and 1234,567 cannot be thousands; 1,234 may be
        digits = compact.lstrip("+-")
        whole, _, fraction = digits.partition(",")
        if len(fraction) != 3 or len(whole) > 3 or whole in ("", "0"):
            return compact.replace(",", ".") if fraction or whole else _no_number(text)
        raise ValueFault(
            f"{quoted(text)} can mean {whole + fraction} or {whole}.{fraction}.",
            "Write it with a point before the decimals and nothing between thousands.",
        )
    return _no_number(text)


def _no_number(text: str) -> str:
    raise ValueFault(f"{quoted(text)} is not a number.", "Write digits only, such as 12 or 0.5.")


def is_plain_number(text: str) -> bool:
    """Is it written with a point and without marks between thousands?"""
    return _PLAIN.match(text) is not None


def format_decimal(value: Decimal) -> str:
    """Without exponent and trailing zeros: 1.500 → 1.5, 1E+2 → 100."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_date(text: str) -> str:
    """A date as YYYY-MM-DD; the time behind an ISO date is dropped.

    Raises:
        ValueFault: there is no such day, or day and month could be either way round.
    """
    stripped = text.strip()
    mend = "Write it as YYYY-MM-DD."
    if match := _ISO_DATE.match(stripped):
        year, month, day = (int(match[part]) for part in (1, 2, 3))
    elif match := _OTHER_DATE.match(stripped):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12:  # with points the day is always first
            day, month = first, second
        elif second > 12 or first == second:
            month, day = first, second
        else:
            raise ValueFault(f"{quoted(text)} does not say which is the day and which the month.", mend)
    else:
        raise ValueFault(f"{quoted(text)} is not a date.", mend)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueFault(f"There is no day {quoted(text)}.", mend) from None


def parse_truth(text: str) -> bool:
    """true/false, yes/no, 1/0. Raises ValueFault for anything else."""
    word = text.strip().casefold()
    if word in ("true", "yes", "y", "t", "1"):
        return True
    if word in ("false", "no", "n", "f", "0", ""):
        return False
    raise ValueFault(f"{quoted(text)} is neither true nor false.", "Write true or false.")


def split_path(text: str) -> tuple[str, ...]:
    """A place's names from the top: “Workshop / Shelf 2”, also with › or “ > ” between them."""
    return tuple(part.strip() for part in _SPACED.split(f" {text} ") if part.strip())


def join_path(names: Iterable[str]) -> str:
    return " / ".join(names)


def split_slashes(text: str) -> tuple[str, ...]:
    r"""A place's names where every slash separates, as Homebox writes them; `\/` is a slash within a name."""
    if "\\" not in text:
        return tuple(part.strip() for part in text.split("/") if part.strip())
    names, name = [], ""
    for escaped, separator, other in _SLASHES.findall(text):
        if separator:
            names.append(name)
            name = ""
        else:
            name += escaped[1:] or other
    return tuple(cleaned for cleaned in (part.strip() for part in [*names, name]) if cleaned)


def join_slashes(names: Iterable[str]) -> str:
    return " / ".join(name.replace("\\", "\\\\").replace("/", r"\/") for name in names)


def split_tags(text: str) -> tuple[str, ...]:
    """Tags between semicolons or commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]", text) if part.strip()))


def join_tags(names: Iterable[str]) -> str:
    return "; ".join(names)


def guard_formula(text: str) -> str:
    """Text for a cell of a spreadsheet: an apostrophe in front of what it would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """The text that `guard_formula` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
