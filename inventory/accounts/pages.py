"""Setup, sign-in, sign-out and the settings page's users and password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from inventory.accounts import identity, service
from inventory.accounts.setup_report import read_setup_report
from inventory.errors import InvalidInput, InventoryError
from inventory.http import current, current_user, parse_form, public, requires
from inventory.http.security import limiter

blueprint = Blueprint("accounts", __name__)


class SetupForm(BaseModel):
    code: str = ""
    username: str = ""
    password: str = ""
    password_again: str = ""


class SignInForm(BaseModel):
    username: str = ""
    password: str = ""


class UserForm(BaseModel):
    username: str = ""
    role: str = "viewer"
    password: str = ""


class PasswordForm(BaseModel):
    current: str = ""
    new_password: str = ""
    new_password_again: str = ""


@blueprint.get("/setup")
@public
def setup() -> str | Response:
    if not service.needs_setup(current().engine):
        return redirect(url_for("accounts.sign_in"))
    return _setup_page(None, None)


@blueprint.post("/setup")
@public
@limiter.limit("10 per minute")
def set_up() -> tuple[str, int] | Response:
    form = parse_form(SetupForm)
    try:
        _same_twice(form.password, form.password_again)
        user = service.set_up(
            current().engine, current().settings, code=form.code, username=form.username, password=form.password
        )
    except InvalidInput as error:
        return _setup_page(form, error), error.status
    identity.remember(user)
    flash("Your inventory is ready.", "good")
    return redirect("/")


def _setup_page(form: SetupForm | None, error: InventoryError | None) -> str:
    report = read_setup_report(current().settings)
    return render_template(
        "accounts/setup.html", form=form or SetupForm(username=report.username), error=error, faults=report.faults
    )


@blueprint.get("/sign-in")
@public
def sign_in() -> str | Response:
    if current_user():
        return redirect(_next_url())
    if service.needs_setup(current().engine):
        return redirect(url_for("accounts.setup"))
    return render_template("accounts/sign_in.html", form=SignInForm(), error=None)


@blueprint.post("/sign-in")
@public
@limiter.limit("10 per minute")
def signed_in() -> tuple[str, int] | Response:
    form = parse_form(SignInForm)
    try:
        user = service.sign_in(current().engine, form.username, form.password)
    except InventoryError as error:
        return render_template("accounts/sign_in.html", form=form, error=error), error.status
    identity.remember(user)
    return redirect(_next_url())


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    identity.forget()
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/settings")
def settings() -> str:
    return _settings_page()


@blueprint.post("/settings/password")
@requires("viewer")
def change_password() -> tuple[str, int] | Response:
    form = parse_form(PasswordForm)
    try:
        _same_twice(form.new_password, form.new_password_again, field="new_password_again")
        user = service.change_own_password(current().engine, current_user(), form.current, form.new_password)
    except InvalidInput as error:
        return _settings_page(password_error=error), error.status
    identity.remember(user)
    flash("Your password is changed; other devices are signed out.", "good")
    return redirect(url_for("accounts.settings"))


@blueprint.post("/settings/users")
@requires("admin")
def add_user() -> tuple[str, int] | Response:
    form = parse_form(UserForm)
    try:
        user = service.add_user(
            current().engine, username=form.username, password=form.password, role=form.role, actor=current_user()
        )
    except InventoryError as error:
        return _settings_page(user_form=form, user_error=error), error.status
    flash(f"{user.username} can sign in now.", "good")
    return redirect(url_for("accounts.settings"))


@blueprint.post("/settings/users/<username>/<any(disable, enable):what>")
@requires("admin")
def disable_user(username: str, what: str) -> Response:
    service.set_disabled(current().engine, username, what == "disable", actor=current_user())
    flash(f"{username} is {what}d.", "good")
    return redirect(url_for("accounts.settings"))


def _settings_page(
    *,
    user_form: UserForm | None = None,
    user_error: InventoryError | None = None,
    password_error: InventoryError | None = None,
) -> str:
    users = service.list_users(current().engine) if current_user().role == "admin" else []
    return render_template(
        "accounts/settings.html",
        users=users,
        user_form=user_form or UserForm(),
        user_error=user_error,
        password_error=password_error,
    )


def _same_twice(password: str, again: str, *, field: str = "password_again") -> None:
    if password != again:
        raise InvalidInput("The two passwords differ.", field=field, hint="Type it again.")


def _next_url() -> str:
    """Where the person wanted to go; only a path of this site, so that a link cannot send them elsewhere."""
    target = request.args.get("next", "/")
    parts = urlsplit(target)
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return target if safe else "/"
