"""`inventory upgrade` and `inventory rollback`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

from inventory.config import get_settings
from inventory.errors import InventoryError, PermissionDenied
from inventory.operations.options import ask, json_option, yes_option

if TYPE_CHECKING:
    from inventory.operations.upgrade.record import Record

_deadline = click.option(
    "--deadline",
    type=click.FloatRange(10, 3600),
    default=180,
    show_default=True,
    metavar="SECONDS",
    help="How long it may take until all is healthy; after that the way back begins.",
)


@click.command()
@click.option("--to", "version", default="", metavar="VERSION", help="Another version than the newest that apt knows.")
@_deadline
@click.option("--no-update", is_flag=True, help="Go by the lists that apt has, instead of reading ours anew.")
@click.option("--status", "only_status", is_flag=True, help="Say how the last upgrade went, or how far this one is.")
@json_option
@click.option("--run", "run_id", default="", hidden=True)
@click.option("--resume", is_flag=True, hidden=True)
def upgrade(
    version: str, deadline: float, no_update: bool, only_status: bool, as_json: bool, run_id: str, resume: bool
) -> None:
    """Upgrade the inventory; back to the former version and data by itself when it is not healthy afterwards.

    Exit status 0: healthy on the wanted version; 3: not healthy, rolled back; 1: nothing was changed; 4: could not
    be rolled back either.
    """
    from inventory.operations.upgrade import launch, runner
    from inventory.operations.upgrade.record import Record

    _as_root("upgrade")
    settings = get_settings()
    if only_status:
        found = launch.last_run(settings)
        click.echo(json.dumps(found.document(), indent=2) if as_json else found.sentence())
        return
    if run_id or resume:  # inside of the unit
        sys.exit(runner.run(settings, run_id) if run_id else runner.resume(settings))
    plan = Record.plan("upgrade", to=version, deadline=deadline, update=not no_update)
    with _told("upgrade", version, as_json):
        done = launch.launch(settings, plan, quiet=as_json)
    _finish(done, as_json)


@click.command()
@click.option(
    "--restore-data", is_flag=True, help="Bring back the data of then, too, when the former version needs it."
)
@_deadline
@yes_option
@json_option
def rollback(restore_data: bool, deadline: float, yes: bool, as_json: bool) -> None:
    """Go back to the version before the last upgrade. All data is kept where the former version can read it.

    Where it cannot (the schema has changed), --restore-data brings back the data of before the upgrade; what is
    there now becomes a backup.
    """
    from inventory.operations.upgrade import launch, way_back

    _as_root("rollback")
    settings = get_settings()
    with _told("rollback", "", as_json):
        plan = way_back.plan(settings, restore_data=restore_data, deadline=deadline)
        ask(yes, way_back.question(plan))
        done = launch.launch(settings, plan, quiet=as_json)
    _finish(done, as_json)


@contextmanager
def _told(kind: str, version: str, as_json: bool) -> Iterator[None]:
    """Programs are told as JSON, too, why something was not even begun."""
    try:
        yield
    except InventoryError as error:
        if not as_json:
            raise
        from inventory.operations.upgrade.record import Record
        from inventory.operations.upgrade.rules import EXIT_NOTHING_CHANGED as STATUS

        plan = Record.plan(kind, to=version, deadline=0)
        _finish(replace(plan, state="done", outcome="failed", exit_status=STATUS, reason=str(error)), True)


def _as_root(command: str) -> None:
    if os.geteuid() != 0:
        raise PermissionDenied("This is for root.", hint=f"`sudo inventory {command}`.")


def _finish(done: Record, as_json: bool) -> NoReturn:
    """The result: JSON or a sentence, and the exit status that says it."""
    if as_json:
        click.echo(json.dumps(done.document(), indent=2))
    else:
        click.echo(done.sentence(), err=done.exit_status != 0)
    sys.exit(done.exit_status)
