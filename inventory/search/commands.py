"""`inventory reindex`: make the search index anew, while everything goes on."""

from __future__ import annotations

import time

import click
import sqlalchemy as sa

from inventory.config import get_settings
from inventory.database import create_engine
from inventory.errors import Unavailable
from inventory.search import indexing

_NO_PROGRESS_SECONDS = 60.0


@click.command()
@click.option("--wait", is_flag=True, help="Return when the embedder has made all vectors.")
def reindex(wait: bool) -> None:
    """Rebuild what is searched of every item. Search keeps answering; vectors are made anew in the background."""
    engine = create_engine(get_settings(), application_name="inventory reindex")
    total = indexing.count_items(engine)
    with click.progressbar(length=total, label=f"Indexing {total:,} items") as bar:
        for done in indexing.rebuild(engine):
            bar.update(done)
    if wait:
        _wait_for_vectors(engine)
    else:
        click.echo("The vectors are made in the background; until then those items are found by text.")


def _wait_for_vectors(engine: sa.Engine) -> None:
    total = left = indexing.count_without_vector(engine)
    last_progress = time.monotonic()
    with click.progressbar(length=total, label=f"Vectors of {total:,} items") as bar:
        while left:
            time.sleep(0.5)
            now_left = indexing.count_without_vector(engine)
            if now_left < left:
                last_progress = time.monotonic()
                bar.update(left - now_left)
            elif time.monotonic() - last_progress > _NO_PROGRESS_SECONDS:
                raise Unavailable(
                    f"{now_left:,} items still lack a vector and none was made for {_NO_PROGRESS_SECONDS:.0f} s.",
                    hint="Is the embedder running? `inventory doctor` says.",
                )
            left = now_left
