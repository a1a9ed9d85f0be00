"""The page “System” of the settings."""

from __future__ import annotations

from flask import Blueprint, render_template

from inventory.http import requires
from inventory.operations.api import health

blueprint = Blueprint("operations", __name__)


@blueprint.get("/settings/system")
@requires("viewer")
def system() -> str:
    """Version and health; administrators also see why a part is not well."""
    return render_template("operations/system.html", report=health().check())
