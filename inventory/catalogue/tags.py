"""Use cases of tags. Deleting and merging can be undone (see undo.py)."""

from __future__ import annotations

import sqlalchemy as sa

from inventory.catalogue import rules
from inventory.catalogue.rules import Tag
from inventory.catalogue.store import tags as store
from inventory.catalogue.store.undo import insert_undo_step
from inventory.database import transaction
from inventory.errors import InvalidInput, NotFound


def list_tags(engine: sa.Engine) -> list[Tag]:
    """All tags by name, each with its number of live items."""
    with transaction(engine) as connection:
        return store.list_tags(connection)


def list_tag_names(engine: sa.Engine) -> list[str]:
    """All tags' names, in order."""
    with transaction(engine) as connection:
        return store.list_tag_names(connection)


def existing(connection: sa.Connection, tag_id: int) -> Tag:
    """A tag (without its count), locked; raises NotFound."""
    tag = store.get_tag(connection, tag_id, lock=True) if 1 <= tag_id <= rules.ID_MAX else None
    if tag is None:
        raise NotFound("There is no such tag.")
    return tag


def create_tag(engine: sa.Engine, name: str) -> Tag:
    """The tag of that name, made if it is not there."""
    name = rules.tag_name(name, "name")
    with transaction(engine) as connection:
        return existing(connection, store.ensure_tags(connection, [name])[name])


def rename_tag(engine: sa.Engine, tag_id: int, name: str) -> Tag:
    """Give a tag another name. Raises Conflict when another tag has it: then merge them."""
    name = rules.tag_name(name, "name")
    with transaction(engine) as connection:
        existing(connection, tag_id)
        store.rename_tag(connection, tag_id, name)
        return existing(connection, tag_id)


def merge_tags(engine: sa.Engine, source_id: int, target_id: int) -> int:
    """Give everything tagged `source` the tag `target`, and delete `source`; returns the undo step."""
    if source_id == target_id:
        raise InvalidInput("A tag cannot be merged with itself.", field="target")
    with transaction(engine) as connection:
        # locked in the order of ids, so that two merges cannot wait for each other
        found = {tag_id: existing(connection, tag_id) for tag_id in sorted((source_id, target_id))}
        items = store.delete_tag(connection, source_id)
        added = store.attach_tag(connection, target_id, items)
        payload = {
            "id": source_id,
            "name": found[source_id].name,
            "items": items,
            "target_id": target_id,
            "added": sorted(added),
        }
        return insert_undo_step(connection, "tag.merge", payload)


def delete_tag(engine: sa.Engine, tag_id: int) -> tuple[Tag, int]:
    """Delete a tag from all items; returns what it was, and the undo step."""
    with transaction(engine) as connection:
        tag = existing(connection, tag_id)
        items = store.delete_tag(connection, tag_id)
        return tag, insert_undo_step(connection, "tag.delete", {"id": tag_id, "name": tag.name, "items": items})
