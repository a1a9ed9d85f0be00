"""`inventory backup`: make, list, check, restore and remove backups."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import click

from inventory.config import Settings, get_settings
from inventory.errors import PermissionDenied
from inventory.operations.options import ask, json_option, yes_option
from inventory.operations.users import leave_root

if TYPE_CHECKING:
    from inventory.operations.backup.manifest import Manifest

_MB = 1e6


@click.group()
def backup() -> None:
    """Make, list, check, restore and remove backups of the database, the photos and the secret key.

    They are in /var/lib/inventory/backups; one is made every night.
    """


def _as_program() -> Settings:
    """Go on as the program's user: backups belong to it, and PostgreSQL lets it in."""
    settings = get_settings()
    leave_root(settings, "backup")
    if not os.access(settings.backup_dir, os.R_OK | os.X_OK):
        raise PermissionDenied(f"{settings.backup_dir} is not open to you.", hint="Run this with sudo.")
    return settings


def _say(text: str) -> None:
    """Progress, on stderr: standard output is for the result."""
    click.echo(text, err=True)


def _print(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, indent=2))


@backup.command("create")
@click.option("--label", default="", help="What it is for, such as before-move; the newest two of a label are kept.")
@json_option
def create_command(label: str, as_json: bool) -> None:
    """Make a backup now, while people go on working; too old ones are removed afterwards."""
    settings = _as_program()
    from inventory.operations.backup.create import create

    began = time.monotonic()
    made = create(settings, label=label, say=_say)
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        _print(made.document(settings.backup_dir / made.name) | {"seconds": seconds})
    else:
        click.echo(f"{made.name}: {_sizes(made)}, in {seconds:g} s")


@backup.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """List the backups, oldest first."""
    settings = _as_program()
    from inventory.operations.backup import store

    found = list(store.manifests(settings))
    if as_json:
        documents = [
            made.document(settings.backup_dir / name) if made else {"name": name, "damaged": True}
            for name, made in found
        ]
        _print({"directory": str(settings.backup_dir), "backups": documents})
        return
    for name, made in found:
        click.echo(f"{name}: version {made.version}, {_sizes(made)}" if made else f"{name}: damaged")
    if not found:
        click.echo("There is no backup yet.", err=True)


@backup.command("verify")
@click.argument("name")
@json_option
def verify_command(name: str, as_json: bool) -> None:
    """Read every file of a backup and compare it with its hash. Exit status 1 when it is damaged."""
    settings = _as_program()
    from inventory.operations.backup import verify

    made = verify.verify(settings, name)
    if as_json:
        _print(made.document(settings.backup_dir / name) | {"status": "ok"})
    else:
        click.echo(f"{name}: whole, {len(made.files) + made.images['count']} files")


@backup.command("restore")
@click.argument("name")
@yes_option
@json_option
def restore_command(name: str, yes: bool, as_json: bool) -> None:
    """Put the device back to a backup. What is there now becomes a backup of its own, so this can be undone."""
    settings = get_settings()
    from inventory.operations.backup import manifest, restore, rules, store

    if os.geteuid() != 0:
        raise PermissionDenied("Restoring is for root.", hint=f"`sudo inventory backup restore {name}`.")
    store.directory_of(settings, name)
    manifest.read(settings.backup_dir / name)
    ask(yes, f"Replace everything by what was there at {rules.time_of(name):%Y-%m-%d %H:%M} UTC?")
    done = restore.restore(settings, name, say=_say)
    if as_json:
        _print({"name": done.name, "schema": done.schema, "before": done.before, "kept_database": done.kept_database})
    else:
        kept = f"the backup {done.before}" if done.before else f"the database {done.kept_database}"
        click.echo(f"Restored {done.name}. What was there before is {kept}.")


@backup.command("remove")
@click.argument("name")
@yes_option
def remove_command(name: str, yes: bool) -> None:
    """Remove a backup."""
    settings = _as_program()
    from inventory.operations.backup import store

    store.directory_of(settings, name)
    ask(yes, f"Remove the backup {name}?")
    with store.one_at_a_time(settings):
        store.remove(settings, name)
    click.echo(f"removed {name}")


def _sizes(made: Manifest) -> str:
    photos = made.images
    return f"{made.own_bytes / _MB:.1f} MB and {photos['count']} files of photos ({photos['bytes'] / _MB:.1f} MB)"
