"""The undo bar: a message about what was done, with the way back."""

from __future__ import annotations

from typing import Any

from flask import flash


def flash_undo(message: str, url: str, fields: dict[str, str] | None = None) -> None:
    """Show `message` on the next page with a button that POSTs to `url` (with `fields`) to undo."""
    undo: Any = {"message": message, "url": url, "fields": fields or {}}
    flash(undo, "undo")  # typed as text, but any JSON value travels in the session
