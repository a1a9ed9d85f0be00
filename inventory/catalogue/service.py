"""What other rooms and the pages may use of the catalogue.

Functions whose first argument is an `engine` own the transaction; those that take a `connection` run in
the caller's, which an import of 10,000 rows opens once.
"""

from inventory.catalogue.bulk import (
    bulk_create_items,
    bulk_delete_items,
    bulk_restore_items,
    bulk_update_items,
    ensure_locations,
    ensure_tags,
)
from inventory.catalogue.housekeeping import KEEP, Purged, purge_deleted, sweep_files
from inventory.catalogue.items import (
    change_item,
    create_item,
    delete_item,
    get_cards,
    get_item,
    list_items,
    list_units,
    restore_item,
    update_item,
)
from inventory.catalogue.locations import (
    change_location,
    create_location,
    create_path,
    delete_location,
    edit_location,
    get_location,
    list_locations,
)
from inventory.catalogue.photos.service import (
    PHOTOS_MAX,
    add_photo,
    check_upload,
    delete_photo,
    get_photo,
    list_photos,
    reorder_photos,
    restore_photo,
    set_cover,
    store_pictures,
)
from inventory.catalogue.rules import Card, Item, ItemDraft, ItemFilter, Photo, Place, Tag, check_draft
from inventory.catalogue.store.items import (
    count_items,
    find_by_import_refs,
    find_by_skus,
    get_items,
    iter_items,
    purge_items,
)
from inventory.catalogue.store.lists import SORTS
from inventory.catalogue.store.paths import get_paths
from inventory.catalogue.tags import create_tag, delete_tag, list_tag_names, list_tags, merge_tags, rename_tag
from inventory.catalogue.undo import undo

__all__ = [
    "KEEP",
    "PHOTOS_MAX",
    "SORTS",
    "Card",
    "Item",
    "ItemDraft",
    "ItemFilter",
    "Photo",
    "Place",
    "Purged",
    "Tag",
    "add_photo",
    "bulk_create_items",
    "bulk_delete_items",
    "bulk_restore_items",
    "bulk_update_items",
    "change_item",
    "change_location",
    "check_draft",
    "check_upload",
    "count_items",
    "create_item",
    "create_location",
    "create_path",
    "create_tag",
    "delete_item",
    "delete_location",
    "delete_photo",
    "delete_tag",
    "edit_location",
    "ensure_locations",
    "ensure_tags",
    "find_by_import_refs",
    "find_by_skus",
    "get_cards",
    "get_item",
    "get_items",
    "get_location",
    "get_paths",
    "get_photo",
    "iter_items",
    "list_items",
    "list_locations",
    "list_photos",
    "list_tag_names",
    "list_tags",
    "list_units",
    "merge_tags",
    "purge_deleted",
    "purge_items",
    "rename_tag",
    "reorder_photos",
    "restore_item",
    "restore_photo",
    "set_cover",
    "store_pictures",
    "sweep_files",
    "undo",
    "update_item",
]
