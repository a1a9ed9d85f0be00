"""`inventory examples`: fill an inventory with example data, and empty it again."""

from __future__ import annotations

import click

from inventory.config import get_settings
from inventory.database import create_engine
from inventory.examples import service

_SHOWN = 20


@click.group()
def examples() -> None:
    """Load or remove the example data: a workshop, a household and a bakery."""


@examples.command()
@click.option("--without-photos", is_flag=True, help="Load only the items; photos can be drawn later.")
def load(without_photos: bool) -> None:
    """Add the example items that are missing. Items that are there are not touched."""
    settings = get_settings()
    engine = create_engine(settings, application_name="inventory examples")
    loaded = service.load_items(engine)
    click.echo(f"examples: {loaded.created} new, {loaded.restored} restored, {loaded.present} there already")
    if loaded.without_sku:
        click.echo(f"without their SKU, which other items have: {', '.join(loaded.without_sku)}")
    missing = [] if without_photos else service.list_missing_photos(engine)
    if missing:
        steps = service.add_photos(engine, settings, missing)
        with click.progressbar(steps, length=len(missing), label="drawing photos", show_pos=True) as bar:
            for _ in bar:
                pass


@examples.command()
@click.option("--changed-too", is_flag=True, help="Remove also the examples that were changed since.")
def remove(changed_too: bool) -> None:
    """Remove the examples that were not changed since, with their places and tags."""
    engine = create_engine(get_settings(), application_name="inventory examples")
    removed = service.remove(engine, changed_too=changed_too)
    click.echo(f"removed {removed.items} items, {removed.places} empty places, {removed.tags} unused tags")
    if removed.kept:
        click.echo(f"kept {len(removed.kept)} that were changed since (--changed-too removes them):")
        for name in removed.kept[:_SHOWN]:
            click.echo(f"  {name}")
        if len(removed.kept) > _SHOWN:
            click.echo(f"  … and {len(removed.kept) - _SHOWN} more")
