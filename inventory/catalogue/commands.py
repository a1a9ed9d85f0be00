"""`inventory housekeeping`: for a timer, once a day."""

from __future__ import annotations

from datetime import timedelta

import click

from inventory.catalogue.housekeeping import KEEP, purge_deleted
from inventory.config import get_settings
from inventory.database import create_engine


@click.command()
@click.option("--days", default=KEEP.days, show_default=True, type=click.IntRange(0, 3650), help="Keep for so long.")
def housekeeping(days: int) -> None:
    """Remove for good what was deleted long ago: items, photos, their files; and what uploads left half done."""
    settings = get_settings()
    gone = purge_deleted(create_engine(settings, application_name="inventory housekeeping"), settings, timedelta(days))
    click.echo(f"removed {gone.items} items, {gone.photos} photos, {gone.files} files, {gone.undo_steps} undo steps")
