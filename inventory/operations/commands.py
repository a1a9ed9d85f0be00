"""`inventory provision`, `inventory doctor`, `inventory housekeeping`."""

from __future__ import annotations

import os

import click

from inventory.config import get_settings
from inventory.errors import InventoryError, PermissionDenied
from inventory.operations.options import json_option


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; say what would be done. Exit status 1 if anything.")
def provision(check: bool) -> None:
    """Create what this device still lacks: state tree, keys, certificate, database, schema, nginx site.

    Safe to run again at any time; what is there is kept.
    """
    from inventory.operations.provision.lock import one_at_a_time
    from inventory.operations.provision.step import run_steps
    from inventory.operations.provision.steps import STEPS

    if os.geteuid() != 0:
        raise PermissionDenied("Provisioning is for root.", hint="`sudo inventory provision`.")
    outcomes = []
    with one_at_a_time():
        for outcome in run_steps(STEPS, get_settings(), check=check):
            outcomes.append(outcome)
            click.echo(str(outcome), err=outcome.state == "failed")
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    if failed:
        raise InventoryError(
            f"Not everything could be made ({', '.join(outcome.step for outcome in failed)}).",
            hint="Mend what is said above, then run `systemctl restart inventory-provision`.",
        )
    if check and any(outcome.state in ("would", "skipped") for outcome in outcomes):
        raise SystemExit(1)


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Check the whole installation and say how to mend what is wrong. Exit status 0 only when all is well.

    As root it checks everything; otherwise it says what it had to leave out.
    """
    from inventory.operations.doctor import report
    from inventory.operations.doctor.examine import examine, overall
    from inventory.operations.doctor.machine import Machine

    results = []
    for result in examine(Machine.here(get_settings())):
        results.append(result)
        if not as_json:
            click.echo(report.line(result, colour=report.wants_colour()))
    click.echo(report.document(results) if as_json else report.summary(results))
    raise SystemExit(0 if overall(results) == "ok" else 1)


@click.command()
def housekeeping() -> None:
    """Remove for good what was deleted more than 90 days ago, and what broken uploads left."""
    from inventory.catalogue.housekeeping import purge_deleted
    from inventory.database import create_engine

    settings = get_settings()
    purged = purge_deleted(create_engine(settings, application_name="inventory housekeeping"), settings)
    click.echo(
        f"removed for good: {purged.items} items, {purged.photos} photos, "
        f"{purged.undo_steps} undo steps, {purged.files} files"
    )
