"""The undo bar: a message about what was done, with the way back."""

from __future__ import annotations

from flask import flash


def flash_undo(message: str, url: str, fields: dict[str, str] | None = None) -> None:
    """Show `message` on the next page with a button that POSTs to `url` (with `fields`) to undo."""
    flash({"message": message, "url": url, "fields": fields or {}}, "undo")
