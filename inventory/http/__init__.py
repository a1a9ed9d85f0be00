"""What every page and endpoint shares. Knows no room: rooms plug in through `Services` and hooks."""

from inventory.http.context import Services, current
from inventory.http.flashing import flash_undo
from inventory.http.guard import api_only, current_user, public, requires
from inventory.http.paging import Page, PageRequest, page_request
from inventory.http.parsing import parse_body, parse_form, parse_query

__all__ = [
    "Page",
    "PageRequest",
    "Services",
    "api_only",
    "current",
    "current_user",
    "flash_undo",
    "page_request",
    "parse_body",
    "parse_form",
    "parse_query",
    "public",
    "requires",
]
