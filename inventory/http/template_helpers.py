"""What templates can say beside HTML: numbers, times, the places in the rail."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from flask import Flask, request
from markupsafe import Markup

from inventory.errors import InventoryError
from inventory.http.guard import ROLES, current_user

# What the rail and the tabs show: (path, name, icon, in the phone's tabs)
PLACES = (
    ("/find", "Find", "find", True),
    ("/items", "Items", "items", True),
    ("/locations", "Places", "places", True),
    ("/tags", "Tags", "tag", False),
    ("/import", "Import", "import", True),
    ("/settings", "Settings", "settings", True),
)


def format_quantity(value: Decimal | None) -> str:
    """A quantity without trailing zeros and without exponent: 1.500 → 1.5, 1E+2 → 100."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def relative_time(moment: datetime | None) -> Markup:
    """A <time> that says how long ago, with the exact time as its title."""
    if moment is None:
        return Markup("")
    seconds = max(0.0, (datetime.now(UTC) - moment).total_seconds())
    text = "just now"
    for size, name in ((86400 * 365, "year"), (86400 * 30, "month"), (86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            text = f"{count} {name}{'s' if count > 1 else ''} ago"
            break
    exact = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(), exact, text)


def may(role: str) -> bool:
    """Does the signed-in user have at least this role?"""
    user = current_user()
    return user is not None and ROLES.index(user.role) >= ROLES.index(role)


def _is_here(path: str) -> bool:
    """Is the page that is shown this place, or below it?"""
    here = "/find" if request.path == "/" else request.path
    return here == path or here.startswith(path + "/")


def error_for(error: InventoryError | None, name: str) -> str | None:
    """What to say at the form field `name`, if `error` is about it."""
    if error is None:
        return None
    for fault in getattr(error, "errors", []):
        if fault["field"] == name:
            return str(fault["message"])
    return error.message if error.field == name else None


def install(app: Flask) -> None:
    app.jinja_env.globals["error_for"] = error_for
    app.jinja_env.filters["quantity"] = format_quantity
    app.jinja_env.filters["relative"] = relative_time
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def values() -> dict[str, object]:
        return {
            "user": current_user(),
            "may": may,
            "places": PLACES,
            "version": app.config["VERSION"],
            "is_here": _is_here,
        }
