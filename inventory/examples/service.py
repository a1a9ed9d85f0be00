"""Loading the example data, and taking it away again.

Loading never overwrites: what is there already, changed or not, stays as it is. Removing takes only what is
still as it was loaded, with the places and tags that are empty then; nothing is lost, as it can be loaded again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from inventory.accounts.service import audit
from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Item
from inventory.config import Settings
from inventory.database import transaction
from inventory.examples import tidying
from inventory.examples.data import Example, read_examples
from inventory.examples.drawing import draw_photos


@dataclass(frozen=True)
class Loaded:
    """How many items are new, came back from the deleted ones, or were there before.

    `without_sku` names those whose SKU another item has: they are loaded without it.
    """

    created: int
    restored: int
    present: int
    without_sku: tuple[str, ...]


@dataclass(frozen=True)
class Removed:
    """How much was removed, and the names of the items that stay because they were changed."""

    items: int
    places: int
    tags: int
    kept: tuple[str, ...]


def load_items(engine: sa.Engine) -> Loaded:
    """Add the example items that are not there, with their places and tags."""
    examples = read_examples()
    places = tidying.ensure_places(engine, {example.location for example in examples})
    with transaction(engine) as connection:
        known = catalogue.find_by_import_refs(connection, [example.ref for example in examples])
        missing = [example for example in examples if example.ref not in known]
        deleted = [item for item in catalogue.get_items(connection, list(known.values()), lock=True) if item.deleted_at]
        wanted = [sku for sku in (*(e.draft.sku for e in missing), *(item.sku for item in deleted)) if sku]
        taken = {sku.lower() for sku in catalogue.find_by_skus(connection, wanted)}
        restored = _restore(connection, deleted, taken)
        without = _create(connection, missing, places, taken)
        loaded = Loaded(len(missing), restored, len(known) - restored, without)
        if missing or restored:
            audit(connection, "examples.load", "examples", items=len(missing) + restored)
    return loaded


def _restore(connection: sa.Connection, deleted: Sequence[Item], taken: Collection[str]) -> int:
    """Bring deleted examples back; one whose SKU another item has now stays deleted."""
    ids = [item.id for item in deleted if not item.sku or item.sku.lower() not in taken]
    return len(catalogue.bulk_restore_items(connection, ids))


def _create(
    connection: sa.Connection, missing: Sequence[Example], places: dict[str, int], taken: Collection[str]
) -> tuple[str, ...]:
    drafts = [replace(example.draft, location_id=places[example.location]) for example in missing]
    clashing = {draft.name for draft in drafts if draft.sku and draft.sku.lower() in taken}
    catalogue.bulk_create_items(
        connection, [replace(draft, sku=None) if draft.name in clashing else draft for draft in drafts]
    )
    return tuple(sorted(clashing))


def list_missing_photos(engine: sa.Engine) -> list[tuple[int, Example]]:
    """The unchanged example items (id and example) that should have a photo and have none."""
    with transaction(engine) as connection:
        found = _find(connection)
    return [
        (item.id, example)
        for item, example in found
        if example.photo and not item.deleted_at and _says_the_same(item, example)
        if not catalogue.list_photos(engine, item.id)
    ]


def add_photos(engine: sa.Engine, settings: Settings, missing: Sequence[tuple[int, Example]]) -> Iterator[str]:
    """Draw and store photos, one a step; yields the name of each item that has got its photo."""
    jobs = [(item_id, example, example.photo) for item_id, example in missing if example.photo]
    engine.dispose()  # drawing forks, and a connection must not have two owners
    drawn = draw_photos([(plan, example.ref) for _, example, plan in jobs])
    for (item_id, example, _), data in zip(jobs, drawn, strict=True):
        catalogue.add_photo(engine, settings, item_id, data, example.photo_name)
        yield example.draft.name


def remove(engine: sa.Engine, *, changed_too: bool = False) -> Removed:
    """Remove the examples for good that are as they were loaded; with `changed_too` all of them.

    A deleted example that was changed before stays among the deleted items, without being mentioned.
    """
    with transaction(engine) as connection:
        found = _find(connection, lock=True)
        gone = [item for item, example in found if changed_too or _is_untouched(engine, item, example)]
        ids = {item.id for item in gone}
        kept = tuple(item.name for item, _ in found if item.id not in ids and not item.deleted_at)
        count = catalogue.purge_items(connection, ids)
        if count:
            audit(connection, "examples.remove", "examples", items=count, kept=len(kept))
    examples = read_examples()
    tags = {tag for example in examples for tag in example.draft.tags}
    places_gone, tags_gone = tidying.remove_unused(engine, {example.location for example in examples}, tags)
    return Removed(count, places_gone, tags_gone, kept)


def _find(connection: sa.Connection, *, lock: bool = False) -> list[tuple[Item, Example]]:
    """The example items that are stored, deleted ones too."""
    examples = {example.ref: example for example in read_examples()}
    known = {item_id: ref for ref, item_id in catalogue.find_by_import_refs(connection, list(examples)).items()}
    return [(item, examples[known[item.id]]) for item in catalogue.get_items(connection, list(known), lock=lock)]


def _is_untouched(engine: sa.Engine, item: Item, example: Example) -> bool:
    photos = catalogue.list_photos(engine, item.id)
    return _says_the_same(item, example) and all(photo.original_name == example.photo_name for photo in photos)


def _says_the_same(item: Item, example: Example) -> bool:
    """Whether a stored item still says what the example says. A SKU that was left out at loading is no change."""
    fields = ("name", "description", "notes", "quantity", "unit")
    return (
        all(getattr(item, name) == getattr(example.draft, name) for name in fields)
        and item.sku in (None, example.draft.sku)
        and item.location_path.lower() == example.location.lower()
        and {tag.lower() for tag in item.tags} == {tag.lower() for tag in example.draft.tags}
        and not item.attributes
    )
