"""`inventory setup-code` and `inventory user`."""

from __future__ import annotations

import sys

import click
import sqlalchemy as sa

from inventory.accounts import rules, service
from inventory.accounts.setup_codes import ensure_setup_code
from inventory.config import get_settings
from inventory.database import create_engine
from inventory.errors import Conflict


def _engine() -> sa.Engine:
    return create_engine(get_settings(), application_name="inventory user")


@click.command("setup-code")
def setup_code() -> None:
    """Print the one-time code that the setup page asks for."""
    if not service.needs_setup(_engine()):
        raise Conflict("This inventory is set up already.", hint="Sign in, or add a user with `inventory user add`.")
    click.echo(ensure_setup_code(get_settings()))


@click.group()
def user() -> None:
    """Add, list, disable users; set passwords; make API tokens."""


def _ask_password(from_stdin: bool) -> str:
    """From a prompt, or from standard input for scripts: never from an argument, which `ps` shows."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


_password_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@user.command()
@click.argument("username")
@click.option("--role", type=click.Choice(rules.ROLES), default="editor", show_default=True)
@click.option("--name", "display_name", default="", help="The name that pages show.")
@_password_stdin
def add(username: str, role: str, display_name: str, password_stdin: bool) -> None:
    """Add a user."""
    password = _ask_password(password_stdin)
    added = service.add_user(_engine(), username=username, password=password, role=role, display_name=display_name)
    click.echo(f"added {added.username} ({added.role})")


@user.command("list")
def list_command() -> None:
    """List the users: name, role, state, last sign-in."""
    users = service.list_users(_engine())
    if not users:
        click.echo("no users yet: open the setup page with the code of `inventory setup-code`")
    for found in users:
        seen = found.signed_in_at.strftime("%Y-%m-%d %H:%M") if found.signed_in_at else "never"
        state = "active" if found.is_active else "disabled"
        click.echo(f"{found.username}\t{found.role}\t{state}\tsigned in: {seen}")


@user.command()
@click.argument("username")
def disable(username: str) -> None:
    """Disable a user: sessions end at once, nothing is deleted."""
    service.set_disabled(_engine(), username, True)
    click.echo(f"disabled {username}")


@user.command()
@click.argument("username")
def enable(username: str) -> None:
    """Enable a disabled user."""
    service.set_disabled(_engine(), username, False)
    click.echo(f"enabled {username}")


@user.command()
@click.argument("username")
@_password_stdin
def password(username: str, password_stdin: bool) -> None:
    """Set a user's password and end all their sessions."""
    service.set_password(_engine(), username, _ask_password(password_stdin))
    click.echo(f"password of {username} is set")


@user.command()
@click.argument("username")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
def token(username: str, name: str) -> None:
    """Make an API token for a user and print it, once."""
    click.echo(service.create_token(_engine(), username, name))
