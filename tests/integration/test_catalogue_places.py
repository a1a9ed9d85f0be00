"""Places and tags on a real database: the tree, moves that cross, deletion and its undo."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from inventory.catalogue import service
from inventory.catalogue.service import ItemDraft
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, NotFound


def place(engine: sa.Engine, path: str) -> int:
    return service.create_path(engine, path)


def paths(engine: sa.Engine) -> dict[str, tuple[int, int]]:
    return {p.path: (p.items_here, p.items_below) for p in service.list_locations(engine)}


def test_paths_are_made_once_whatever_case_and_separator(engine: sa.Engine) -> None:
    with transaction(engine) as connection:
        ids = service.ensure_locations(
            connection, ["Workshop / Drawer 3 / Box A", "workshop › DRAWER 3", "Workshop > Drawer 3 > box a", "A/B"]
        )
    assert ids["Workshop / Drawer 3 / Box A"] == ids["Workshop > Drawer 3 > box a"]
    assert list(paths(engine)) == ["A/B", "Workshop", "Workshop / Drawer 3", "Workshop / Drawer 3 / Box A"]


def test_counts_are_of_live_items_here_and_below(engine: sa.Engine) -> None:
    for path in ("House", "House / Attic", "House / Attic", "House / Cellar"):
        service.create_item(engine, ItemDraft("x"), location_path=path)
    gone = service.create_item(engine, ItemDraft("x"), location_path="House / Cellar")
    service.delete_item(engine, gone.id)
    assert paths(engine) == {"House": (1, 4), "House / Attic": (2, 2), "House / Cellar": (1, 1)}


def test_a_place_cannot_be_inside_itself(engine: sa.Engine) -> None:
    deep, top = place(engine, "A / B / C"), service.list_locations(engine)[0].id
    for parent in (top, deep):
        with pytest.raises(Conflict, match="inside itself"):
            service.change_location(engine, top, parent_id=parent)
    with pytest.raises(NotFound):
        service.change_location(engine, top, parent_id=999)
    assert service.change_location(engine, deep, parent_id=None).path == "C"


def test_moves_that_cross_never_make_a_circle(engine: sa.Engine) -> None:
    one, two = place(engine, "One"), place(engine, "Two")
    start, refused = threading.Barrier(2), []

    def move(location: int, parent: int) -> None:
        start.wait()
        try:
            service.change_location(engine, location, parent_id=parent)
        except Conflict as error:
            refused.append(error)

    for _ in range(5):
        threads = [threading.Thread(target=move, args=pair) for pair in ((one, two), (two, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(paths(engine)) == 2, "a circle is not below the top and would be missing here"
        for location in (one, two):
            service.change_location(engine, location, parent_id=None)
    assert len(refused) == 5


def test_two_people_making_the_same_path_make_it_once(engine: sa.Engine) -> None:
    start, ids = threading.Barrier(6), []

    def make() -> None:
        start.wait()
        ids.append(place(engine, "House / Attic / Box"))

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == 1
    assert len(paths(engine)) == 3


def test_depth_is_limited_also_when_moving(engine: sa.Engine) -> None:
    deep = place(engine, " / ".join(f"n{n}" for n in range(20)))
    with pytest.raises(Conflict, match="20 deep"):
        service.create_location(engine, "one more", deep)
    two = place(engine, "X / Y")
    nineteenth = service.get_location(engine, deep).parent_id
    top = service.get_location(engine, two).parent_id
    assert nineteenth and top
    with pytest.raises(Conflict, match="20 deep"):
        service.change_location(engine, top, parent_id=nineteenth)


def test_deleting_moves_the_contents_up_and_undo_puts_them_back(engine: sa.Engine) -> None:
    service.create_item(engine, ItemDraft("live"), location_path="House / Attic")
    dead = service.create_item(engine, ItemDraft("dead"), location_path="House / Attic")
    service.delete_item(engine, dead.id)
    place(engine, "House / Attic / Attic")  # the same name as its parent: moving it up must not clash
    attic = next(p for p in service.list_locations(engine) if p.path == "House / Attic")
    service.change_location(engine, attic.id, description="Up there")
    before = paths(engine)
    gone, step = service.delete_location(engine, attic.id)
    assert gone.path == "House / Attic"
    assert paths(engine) == {"House": (1, 1), "House / Attic": (0, 0)}
    assert service.get_item(engine, dead.id).location_path == "House"
    service.undo(engine, step)
    assert paths(engine) == before
    assert service.get_location(engine, attic.id).description == "Up there"
    assert service.get_item(engine, dead.id).location_path == "House / Attic"


def test_undo_of_a_place_whose_name_is_taken_says_so_and_changes_nothing(engine: sa.Engine) -> None:
    service.create_item(engine, ItemDraft("x"), location_path="House / Attic")
    attic = next(p.id for p in service.list_locations(engine) if p.name == "Attic")
    _, step = service.delete_location(engine, attic)
    place(engine, "House / ATTIC")
    before = paths(engine)
    with pytest.raises(Conflict, match="name"):
        service.undo(engine, step)
    assert paths(engine) == before
    service.change_location(
        engine, next(p.id for p in service.list_locations(engine) if p.name == "ATTIC"), name="Loft"
    )
    service.undo(engine, step)
    assert paths(engine)["House / Attic"] == (1, 1)


def test_undo_leaves_alone_what_was_moved_on_since(engine: sa.Engine) -> None:
    stays = service.create_item(engine, ItemDraft("stays"), location_path="Box")
    moves = service.create_item(engine, ItemDraft("moves"), location_path="Box")
    _, step = service.delete_location(engine, service.list_locations(engine)[0].id)
    assert service.get_item(engine, stays.id).location_path == ""
    service.change_item(engine, moves.id, expected_version=None, location_path="Shelf")
    service.undo(engine, step)
    assert service.get_item(engine, stays.id).location_path == "Box"
    assert service.get_item(engine, moves.id).location_path == "Shelf"
    with pytest.raises(NotFound, match="nothing to undo"):
        service.undo(engine, step)


def test_undo_needs_the_place_above(engine: sa.Engine) -> None:
    box, house = place(engine, "House / Box"), service.list_locations(engine)[0].id
    _, first = service.delete_location(engine, box)
    _, second = service.delete_location(engine, house)
    with pytest.raises(Conflict, match="deleted too"):
        service.undo(engine, first)
    service.undo(engine, second)
    service.undo(engine, first)
    assert list(paths(engine)) == ["House", "House / Box"]


def test_a_clash_of_names_below_stops_a_deletion(engine: sa.Engine) -> None:
    place(engine, "House / Box")
    place(engine, "House / Attic / Box")
    attic = next(p.id for p in service.list_locations(engine) if p.name == "Attic")
    with pytest.raises(Conflict, match="name"):
        service.delete_location(engine, attic)
    assert len(paths(engine)) == 4


def test_a_place_is_edited_by_the_path_that_it_is_in(engine: sa.Engine) -> None:
    box = place(engine, "House / Box")
    edited = service.edit_location(engine, box, name="Crate", description="Blue", inside="house")
    assert edited.path == "House / Crate"
    assert service.edit_location(engine, box, name="Crate", description="", inside="").path == "Crate"
    with pytest.raises(InvalidInput, match="no place “Nowhere”"):
        service.edit_location(engine, box, name="Crate", description="", inside="Nowhere")


def test_merging_tags_and_taking_it_back(engine: sa.Engine) -> None:
    items = [service.create_item(engine, ItemDraft("x", tags=tags)).id for tags in (("a",), ("b",), ("a", "b"), ())]
    ids = {tag.name: tag.id for tag in service.list_tags(engine)}
    step = service.merge_tags(engine, ids["a"], ids["b"])
    assert [service.get_item(engine, item).tags for item in items] == [("b",), ("b",), ("b",), ()]
    service.undo(engine, step)
    assert [service.get_item(engine, item).tags for item in items] == [("a",), ("b",), ("a", "b"), ()]
    assert {tag.name: tag.id for tag in service.list_tags(engine)} == ids


def test_undo_of_a_tag_whose_name_is_taken_says_so(engine: sa.Engine) -> None:
    tag = service.create_tag(engine, "a")
    _, step = service.delete_tag(engine, tag.id)
    service.create_tag(engine, "A")
    with pytest.raises(Conflict, match="tag of that name"):
        service.undo(engine, step)
    assert len(service.list_tags(engine)) == 1
