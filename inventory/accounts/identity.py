"""Who sends this request: a session cookie or an API token. Plugs into inventory.http.guard."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, session, url_for

from inventory.accounts import service
from inventory.accounts.rules import User
from inventory.errors import NotSignedIn
from inventory.http import current, guard


def install(app: Flask) -> None:
    guard.install(app, identify, sign_in_url)


def remember(user: User) -> None:
    """Start a session for `user`; what the session held before is gone (no fixation)."""
    session.clear()
    session["user"] = [user.id, user.session_epoch]
    session.permanent = True


def forget() -> None:
    session.clear()


def identify() -> User | None:
    """The user of this request, or None.

    Raises:
        NotSignedIn: a token was sent that is not valid (a wrong token is never the same as none).
    """
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        user = service.get_token_user(current().engine, header.removeprefix("Bearer ").strip())
        if user is None:
            raise NotSignedIn("The API token is not valid.", hint="Make one with `inventory user token NAME`.")
        return user
    value: Any = session.get("user")
    if not value:
        return None
    return service.get_session_user(current().engine, int(value[0]), int(value[1]))


def sign_in_url() -> str:
    if service.needs_setup(current().engine):
        return url_for("accounts.setup")
    return url_for("accounts.sign_in")
