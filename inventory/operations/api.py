"""/health and /api/health: for monitoring, load balancers and people."""

from __future__ import annotations

import contextlib

from flask import Blueprint, current_app, g, jsonify
from werkzeug.wrappers import Response

from inventory.accounts.identity import identify
from inventory.errors import InventoryError
from inventory.http import public
from inventory.http.guard import identifies_itself
from inventory.operations.health import Health

blueprint = Blueprint("operations_api", __name__)


@blueprint.record_once
def _install(state) -> None:  # type: ignore[no-untyped-def]
    state.app.extensions["inventory.health"] = Health(state.app.extensions["inventory"].settings)


def health() -> Health:
    """The health checks of the app that handles this request."""
    found: Health = current_app.extensions["inventory.health"]
    return found


@blueprint.get("/health")
@blueprint.get("/api/health")
@public
@identifies_itself
def show_health() -> tuple[Response, int]:
    """200 while the app can serve, else 503. Everybody sees the states, administrators why."""
    report = health().check()
    details = report.parts["database"].state == "ok" and _is_admin()
    answer = jsonify(report.describe(current_app.config["VERSION"], details=details))
    return answer, 503 if report.status == "error" else 200


def _is_admin() -> bool:
    """Asked only once the database has answered: a database that hangs must not hang health."""
    with contextlib.suppress(InventoryError):
        g.user = identify()
    return g.user is not None and g.user.role == "admin"
