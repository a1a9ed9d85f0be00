"""Logging to stderr, one line an event; journald adds time and unit on a device."""

from __future__ import annotations

import logging
import sys

from inventory.config import Settings


class _RequestIdFilter(logging.Filter):
    """Adds the id of the request that is being served, so that its lines can be found together."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = "-"
        if "flask" in sys.modules:  # the embedder logs too, and must not load Flask for it
            from flask import g, has_request_context

            if has_request_context():
                record.request_id = g.get("request_id", "-")
        return True


def configure_logging(settings: Settings) -> None:
    """Send every logger's lines to stderr at the level that is set."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s [%(request_id)s] %(message)s"))
    handler.addFilter(_RequestIdFilter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    logging.getLogger("alembic").setLevel("WARNING")
