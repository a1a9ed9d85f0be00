"""Nobody sees anything without signing in, unless an endpoint is marked `public`.

The room `accounts` says who somebody is (`Guard.identify`); this module only asks and refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, g, redirect, request
from werkzeug.wrappers import Response

from inventory.errors import NotSignedIn, PermissionDenied

View = TypeVar("View", bound=Callable[..., Any])

# What a role may do includes what the roles before it may do.
ROLES = ("viewer", "editor", "admin")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: View) -> View:
    """Mark a view that needs no sign-in (sign-in page, health)."""
    view.__dict__["inventory_public"] = True
    return view


def identifies_itself(view: View) -> View:
    """Mark a public view that asks who somebody is by itself, or not: health must answer without the database."""
    view.__dict__["inventory_identifies_itself"] = True
    return view


def requires(role: str) -> Callable[[View], View]:
    """Mark a view that needs at least `role`, whatever its method."""

    def mark(view: View) -> View:
        view.__dict__["inventory_role"] = role
        return view

    return mark


def api_only() -> bool:
    """Is this request for the API?"""
    return request.path.startswith("/api/")


def current_user() -> Any:
    """The `accounts.rules.User` that signed in, or None."""
    return g.get("user")


def install(app: Flask, identify: Callable[[], Any], sign_in_url: Callable[[], str]) -> None:
    """Ask `identify` before each request and refuse what the user's role does not allow.

    Args:
        identify: gives the user of this request, or None.
        sign_in_url: where to send a person who is not signed in (sign-in, or setup at first).
    """

    @app.before_request
    def guard() -> Response | None:
        g.user = None
        if request.endpoint == "static":
            return None
        view = app.view_functions.get(request.endpoint or "", None)
        if getattr(view, "inventory_identifies_itself", False):
            return None
        is_public = bool(getattr(view, "inventory_public", False))
        g.user = identify()
        if is_public:
            return None
        if g.user is None:
            return _refuse_anonymous(sign_in_url)
        if view is not None:
            _refuse_role(g.user.role, getattr(view, "inventory_role", None))
        return None


def _refuse_anonymous(sign_in_url: Callable[[], str]) -> Response:
    if api_only() or request.headers.get("HX-Request"):
        raise NotSignedIn("You are not signed in.", hint="Sign in, or send an API token as Authorization: Bearer ….")
    target = sign_in_url()
    if request.method == "GET" and request.path != "/":
        target += f"?next={request.full_path.rstrip('?')}" if "?" not in target else ""
    return cast(Response, redirect(target))


def _refuse_role(role: str, wanted: str | None) -> None:
    if wanted is None:
        wanted = "viewer" if request.method in SAFE_METHODS else "editor"
    if ROLES.index(role) < ROLES.index(wanted):
        raise PermissionDenied(f"Your role ({role}) may not do this.", hint=f"Ask for the role {wanted}.")
