"""Use cases of photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import sqlalchemy as sa

from inventory.catalogue import items, rules
from inventory.catalogue.photos import files, images
from inventory.catalogue.rules import Photo
from inventory.catalogue.store import photos as store
from inventory.config import Settings
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, NotFound

PHOTOS_MAX = 50


def check_upload(engine: sa.Engine, settings: Settings, item_id: int) -> None:
    """Refuse an upload before its body is read: no such item, too many photos, no room on the disk."""
    files.check_space(settings.image_dir)
    with transaction(engine) as connection:
        _check_can_add(connection, item_id)


def add_photo(engine: sa.Engine, settings: Settings, item_id: int, data: bytes, original_name: str = "") -> Photo:
    """Read a picture and add it as the last photo of an item. The same picture again gives the same photo.

    Raises:
        NotFound, TooLarge, UnsupportedMedia, StorageFull (507), Conflict (too many photos).
    """
    files.check_space(settings.image_dir, len(data))
    with transaction(engine) as connection:  # before the work of reading the picture
        _check_can_add(connection, item_id)
    pictures = images.prepare(data, max_bytes=settings.max_upload_bytes, max_pixels=settings.max_image_pixels)
    with transaction(engine) as connection:
        return store_pictures(connection, settings, item_id, pictures, original_name)


def store_pictures(
    connection: sa.Connection, settings: Settings, item_id: int, pictures: images.Pictures, original_name: str = ""
) -> Photo:
    """Add a picture that was read already, in the caller's transaction."""
    present = _check_can_add(connection, item_id)
    sha256 = files.digest(pictures)
    store.lock_content(connection, sha256)
    files.write(settings.image_dir, sha256, pictures)
    position = present[-1].position + 1 if present else 0
    same = store.find_content(connection, item_id, sha256)
    if same is not None:
        if same.deleted_at is not None:
            store.set_deleted(connection, same.id, False)
        return existing(connection, same.id)
    return store.insert_photo(
        connection,
        item_id=item_id,
        position=position,
        sha256=sha256,
        width=pictures.width,
        height=pictures.height,
        bytes=len(pictures.full),
        original_name=_shown_name(original_name),
    )


def _check_can_add(connection: sa.Connection, item_id: int) -> list[Photo]:
    item = items.existing(connection, item_id, lock=True)
    if item.deleted_at is not None:
        raise NotFound(f"“{item.name}” is deleted.", hint="Restore it first.")
    present = store.list_photos(connection, item_id)
    if len(present) >= PHOTOS_MAX:
        raise Conflict(f"An item can have at most {PHOTOS_MAX} photos.", hint="Delete some first.")
    return present


def _shown_name(name: str) -> str:
    """The uploaded file's name, only to show it: no folders, nothing that cannot be stored or printed."""
    name = PurePath(name.replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())[:255]


def list_photos(engine: sa.Engine, item_id: int) -> list[Photo]:
    """The photos of an item in order; the first is its cover."""
    with transaction(engine) as connection:
        return store.list_photos(connection, item_id)


def get_photo(engine: sa.Engine, photo_id: int) -> Photo:
    """A photo that is not deleted; raises NotFound."""
    with transaction(engine) as connection:
        photo = existing(connection, photo_id)
    if photo.deleted_at is not None:
        raise NotFound("This photo is deleted.")
    return photo


def existing(connection: sa.Connection, photo_id: int) -> Photo:
    """A photo, deleted or not; raises NotFound."""
    photo = store.get_photo(connection, photo_id) if 1 <= photo_id <= rules.ID_MAX else None
    if photo is None:
        raise NotFound("There is no such photo.")
    return photo


def reorder_photos(engine: sa.Engine, item_id: int, ids: Sequence[int]) -> list[Photo]:
    """Put an item's photos in the order of `ids`, which must be all of them. The first becomes the cover."""
    with transaction(engine) as connection:
        items.existing(connection, item_id, lock=True)
        present = [photo.id for photo in store.list_photos(connection, item_id)]
        if sorted(ids) != sorted(present):
            raise InvalidInput(
                "The photos changed meanwhile.", field="photos", hint="Reload the page and order them again."
            )
        store.set_order(connection, ids)
        return store.list_photos(connection, item_id)


def set_cover(engine: sa.Engine, photo_id: int) -> Photo:
    """Make a photo the first of its item."""
    with transaction(engine) as connection:
        photo = existing(connection, photo_id)
        items.existing(connection, photo.item_id, lock=True)
        others = [other.id for other in store.list_photos(connection, photo.item_id) if other.id != photo_id]
        store.set_order(connection, [photo_id, *others])
        return existing(connection, photo_id)


def delete_photo(engine: sa.Engine, photo_id: int) -> Photo:
    """Take a photo off its item. Its files stay until it is purged, so `restore_photo` can bring it back."""
    with transaction(engine) as connection:
        photo = existing(connection, photo_id)
        store.set_deleted(connection, photo_id, True)
        return photo


def restore_photo(engine: sa.Engine, photo_id: int) -> Photo:
    """Bring a deleted photo back to where it was."""
    with transaction(engine) as connection:
        existing(connection, photo_id)
        store.set_deleted(connection, photo_id, False)
        return existing(connection, photo_id)
