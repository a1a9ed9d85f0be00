"""Loading the examples into a real PostgreSQL, and taking them away again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from inventory.catalogue import service as catalogue
from inventory.catalogue.service import ItemDraft
from inventory.config import Settings
from inventory.database import transaction
from inventory.examples import commands, service
from inventory.examples.data import Example, read_examples

ALL = len(read_examples())


@pytest.fixture
def loaded(engine: sa.Engine) -> sa.Engine:
    service.load_items(engine)
    return engine


def item_of(engine: sa.Engine, ref: str = "example-W001") -> catalogue.Item:
    with transaction(engine) as connection:
        return catalogue.get_item(engine, catalogue.find_by_import_refs(connection, [ref])[ref])


def count(engine: sa.Engine) -> int:
    with transaction(engine) as connection:
        return catalogue.count_items(connection)


def some_photos(engine: sa.Engine) -> list[tuple[int, Example]]:
    return service.list_missing_photos(engine)[:3]


def test_loading_twice_gives_the_same_items(engine: sa.Engine) -> None:
    first = service.load_items(engine)
    assert (first.created, first.present, count(engine)) == (ALL, 0, ALL)
    before = [(place.path, place.items_here) for place in catalogue.list_locations(engine)]
    second = service.load_items(engine)
    assert (second.created, second.restored, second.present, count(engine)) == (0, 0, ALL, ALL)
    assert [(place.path, place.items_here) for place in catalogue.list_locations(engine)] == before


def test_an_item_is_stored_as_the_table_says(loaded: sa.Engine) -> None:
    item = item_of(loaded)
    assert item.name == "Picture hooks, brass, 20 kg"
    assert (item.quantity, item.unit, item.sku) == (Decimal(24), "pcs", "PH-BR-20")
    assert item.location_path == "Workshop / Drawer 3 / Box A"
    assert set(item.tags) == {"pictures", "hanging", "fixings", "brass"}


def test_loading_again_does_not_overwrite_changes(loaded: sa.Engine) -> None:
    catalogue.change_item(loaded, item_of(loaded).id, expected_version=None, quantity=Decimal(3))
    service.load_items(loaded)
    assert item_of(loaded).quantity == 3


def test_loading_brings_deleted_examples_back(loaded: sa.Engine) -> None:
    catalogue.delete_item(loaded, item_of(loaded).id)
    again = service.load_items(loaded)
    assert (again.created, again.restored, count(loaded)) == (0, 1, ALL)


def test_a_sku_that_another_item_has_stays_with_it(engine: sa.Engine) -> None:
    catalogue.create_item(engine, ItemDraft(name="My own hooks", sku="ph-br-20"))
    loaded = service.load_items(engine)
    assert loaded.without_sku == ("Picture hooks, brass, 20 kg",)
    assert item_of(engine).sku is None
    assert service.remove(engine).items == ALL


def test_a_deleted_example_whose_sku_is_taken_stays_deleted(loaded: sa.Engine) -> None:
    catalogue.delete_item(loaded, item_of(loaded).id)
    catalogue.create_item(loaded, ItemDraft(name="My own hooks", sku="PH-BR-20"))
    assert service.load_items(loaded).restored == 0
    assert item_of(loaded).deleted_at is not None


def test_photos_are_added_once(loaded: sa.Engine, settings: Settings) -> None:
    missing = service.list_missing_photos(loaded)
    assert len(missing) == sum(example.photo is not None for example in read_examples())
    some = missing[:6]  # enough for several processes
    assert len(list(service.add_photos(loaded, settings, some))) == 6
    photos = [catalogue.list_photos(loaded, item_id) for item_id, _ in some]
    assert [len(found) for found in photos] == [1] * 6
    assert (photos[0][0].width, photos[0][0].height) == (1200, 900)
    assert len(service.list_missing_photos(loaded)) == len(missing) - 6


def test_removing_leaves_nothing_behind(loaded: sa.Engine, settings: Settings) -> None:
    list(service.add_photos(loaded, settings, some_photos(loaded)))
    removed = service.remove(loaded)
    assert (removed.items, removed.kept) == (ALL, ())
    assert count(loaded) == 0
    assert catalogue.list_locations(loaded) == []
    assert catalogue.list_tags(loaded) == []


def test_removing_and_loading_again_gives_everything_back(loaded: sa.Engine) -> None:
    service.remove(loaded)
    assert service.load_items(loaded).created == ALL
    assert item_of(loaded).location_path == "Workshop / Drawer 3 / Box A"


def test_removing_without_examples_removes_nothing(engine: sa.Engine) -> None:
    assert service.remove(engine) == service.Removed(0, 0, 0, ())


CHANGES: list[dict[str, object]] = [
    {"quantity": Decimal(23)},
    {"notes": "two left"},
    {"tags": ("pictures",)},
    {"sku": "MINE-1"},
    {"location_path": "Workshop / Bench"},
    {"attributes": {"colour": "gold"}},
]


def test_what_was_changed_is_kept_and_named(loaded: sa.Engine) -> None:
    changed = [item_of(loaded, f"example-H{number:03}") for number in range(1, len(CHANGES) + 1)]
    for item, change in zip(changed, CHANGES, strict=True):
        catalogue.change_item(loaded, item.id, expected_version=None, **change)  # type: ignore[arg-type]
    removed = service.remove(loaded)
    assert (removed.items, removed.kept) == (ALL - len(CHANGES), tuple(item.name for item in changed))
    kept = [catalogue.get_item(loaded, item.id) for item in changed]
    assert [item.location_path for item in kept] == [
        change.get("location_path", item.location_path) for item, change in zip(changed, CHANGES, strict=True)
    ]
    assert {tag.name for tag in catalogue.list_tags(loaded)} == {tag for item in kept for tag in item.tags}
    assert service.remove(loaded, changed_too=True).items == len(CHANGES)
    assert catalogue.list_locations(loaded) == []


def test_an_example_with_a_photo_of_somebodys_own_is_kept(loaded: sa.Engine, settings: Settings) -> None:
    (item_id, example), *_ = some_photos(loaded)
    list(service.add_photos(loaded, settings, [(item_id, example)]))
    picture = catalogue.add_photo(loaded, settings, item_id, own_picture(), "IMG_0042.jpg")
    assert picture.position == 1
    assert service.remove(loaded).kept == (example.draft.name,)
    assert len(catalogue.list_photos(loaded, item_id)) == 2


def own_picture() -> bytes:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(file, "PNG")
    return file.getvalue()


def test_places_and_tags_of_others_are_kept(engine: sa.Engine) -> None:
    mine = catalogue.create_location(engine, "Workshop")
    service.load_items(engine)
    kitchen = next(place for place in catalogue.list_locations(engine) if place.path == "Kitchen")
    catalogue.change_location(engine, kitchen.id, description="Second floor")
    catalogue.create_item(
        engine, ItemDraft(name="My kettle", tags=("kitchen", "mine")), location_path="Cellar / Rack 1"
    )
    service.remove(engine)
    assert {place.path for place in catalogue.list_locations(engine)} == {
        mine.path, "Kitchen", "Cellar", "Cellar / Rack 1",
    }  # fmt: skip
    assert {tag.name for tag in catalogue.list_tags(engine)} == {"kitchen", "mine"}


def test_a_deleted_item_of_ones_own_keeps_its_place_and_tags(loaded: sa.Engine) -> None:
    mine = catalogue.create_item(loaded, ItemDraft(name="My vase", tags=("brass",)), location_path="Workshop / Bench")
    catalogue.delete_item(loaded, mine.id)
    service.remove(loaded)
    catalogue.restore_item(loaded, mine.id)
    back = catalogue.get_item(loaded, mine.id)
    assert (back.location_path, back.tags) == ("Workshop / Bench", ("brass",))


@pytest.fixture
def run(settings: Settings, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Run `inventory examples ...` on the test's database."""
    monkeypatch.setattr(commands, "get_settings", lambda: settings)
    yield lambda *arguments: CliRunner().invoke(commands.examples, arguments, catch_exceptions=False)


def test_the_command_says_what_it_did(run, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    result = run("load", "--without-photos")
    assert (result.exit_code, result.output) == (0, f"examples: {ALL} new, 0 restored, 0 there already\n")
    assert service.list_missing_photos(engine)
    few = service.list_missing_photos(engine)[:2]
    monkeypatch.setattr(service, "list_missing_photos", lambda _: few)
    result = run("load")
    assert f"0 new, 0 restored, {ALL} there already" in result.output
    assert [len(catalogue.list_photos(engine, item_id)) for item_id, _ in few] == [1, 1]
    catalogue.change_item(engine, item_of(engine).id, expected_version=None, quantity=Decimal(1))
    result = run("remove")
    assert f"removed {ALL - 1} items" in result.output
    assert (
        "kept 1 that were changed since (--changed-too removes them):\n  Picture hooks, brass, 20 kg" in result.output
    )
