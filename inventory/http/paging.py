"""Lists in pages: number, size, sort, search, the same for every list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from inventory.errors import InvalidInput

Row = TypeVar("Row")
MAX_PAGE_SIZE = 200
MAX_PAGE = 100_000


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list: page (from 1), size, sort key (with `-` in front for descending), words."""

    number: int = 1
    size: int = 50
    sort: str = ""
    q: str = ""

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def sort_key(self) -> str:
        return self.sort.lstrip("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page and how many there are in all."""

    rows: Sequence[Row]
    total: int
    request: PageRequest

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.request.size))

    @property
    def first(self) -> int:
        return self.request.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.request.offset + len(self.rows)

    def url(self, **changes: object) -> str:
        """The address of this list with some of its parameters changed (for links in pages)."""
        values = {name: value for name, value in request.args.items(multi=False) if value}
        values.update({name: str(value) for name, value in changes.items()})
        return f"{request.path}?{urlencode(values)}"


def page_request(*, sorts: Sequence[str], default_sort: str, size: int = 50) -> PageRequest:
    """The page that the query string asks for (`page`, `size`, `sort`, `q`).

    Raises:
        InvalidInput: a number out of range or a sort key that the list does not have.
    """
    sort = request.args.get("sort") or default_sort
    if sort.lstrip("-") not in sorts:
        raise InvalidInput(f"Cannot sort by “{sort[:40]}”.", field="sort", hint=f"Use one of: {', '.join(sorts)}.")
    return PageRequest(
        number=_number("page", 1, MAX_PAGE),
        size=_number("size", size, MAX_PAGE_SIZE),
        sort=sort,
        q=request.args.get("q", "").strip()[:200],
    )


def _number(name: str, default: int, maximum: int) -> int:
    text = request.args.get(name) or str(default)
    # isascii: int() would take "²" for isdigit() and then fail
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:10]) <= maximum):
        raise InvalidInput(f"“{text[:20]}” is not a number from 1 to {maximum}.", field=name)
    return int(text)
