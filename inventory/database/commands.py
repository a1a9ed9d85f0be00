"""`inventory db`: the schema, by hand."""

from __future__ import annotations

import click

from inventory.config import get_settings
from inventory.database.engine import create_engine
from inventory.database.migrate import schema_status, upgrade


@click.group()
def db() -> None:
    """Bring the database to this program's schema, or say how far it is."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Apply the migrations that are missing. Does nothing when there are none."""
    engine = create_engine(get_settings(), application_name="inventory db")
    before = _status(engine)
    for revision in before.pending:
        click.echo(f"applying {revision}")
    after = upgrade(engine)
    click.echo(f"schema {after.current}: up to date")


@db.command("status")
def status_command() -> None:
    """Print the schema's revision; exit status 1 when migrations are missing."""
    status = _status(create_engine(get_settings(), application_name="inventory db"))
    click.echo(f"current: {status.current or 'empty'}\nhead: {status.head}")
    for revision in status.pending:
        click.echo(f"pending: {revision}")
    if status.newer:
        click.echo("newer: the database belongs to a newer program")
    raise SystemExit(0 if status.up_to_date else 1)


def _status(engine):  # type: ignore[no-untyped-def]
    with engine.connect() as connection:
        return schema_status(connection)
