"""Items on a real database: lists, versions, bulk, undo and what happens when people act at once."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
import sqlalchemy as sa

from inventory.catalogue import service
from inventory.catalogue.service import ItemDraft, ItemFilter
from inventory.config import Settings
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, NotFound
from inventory.http import PageRequest


def add(engine: sa.Engine, name: str = "Thing", **fields: object) -> service.Item:
    path = fields.pop("place", None)
    return service.create_item(engine, ItemDraft(name, **fields), location_path=path)  # type: ignore[arg-type]


def statements(engine: sa.Engine) -> list[str]:
    """A list that every SQL statement from now on is added to."""
    seen: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    return seen


def test_an_item_keeps_what_it_is_given(engine: sa.Engine) -> None:
    item = add(
        engine,
        " Picture \t hooks ",
        description="a\r\nb",
        quantity=Decimal("0.000001"),
        unit="",
        sku=" PH-1 ",
        tags=("Brass", "brass", " wall "),
        attributes={"maker": "Hook & Co", "empty": " "},
        place="Workshop / Drawer 3",
    )
    assert (item.name, item.description, item.unit, item.sku) == ("Picture hooks", "a\nb", "pcs", "PH-1")
    assert item.quantity == Decimal("0.000001")
    assert item.tags == ("Brass", "wall")
    assert item.attributes == {"maker": "Hook & Co"}
    assert item.location_path == "Workshop / Drawer 3"
    assert service.get_item(engine, item.id) == item


def test_a_wrong_item_leaves_no_place_and_no_tag(engine: sa.Engine) -> None:
    add(engine, sku="A")
    with pytest.raises(Conflict, match="SKU"):
        add(engine, sku="a", tags=("new",), place="New place")
    with pytest.raises(InvalidInput):
        add(engine, "", tags=("new",), place="New place")
    assert service.list_locations(engine) == []
    assert service.list_tags(engine) == []


def test_the_first_of_two_edits_wins_and_the_second_is_told(engine: sa.Engine) -> None:
    item = add(engine)
    saved = service.update_item(engine, item.id, ItemDraft("First"), expected_version=1)
    assert saved.version == 2
    assert saved.updated_at > item.updated_at
    with pytest.raises(Conflict) as refused:
        service.update_item(engine, item.id, ItemDraft("Second"), expected_version=1)
    assert refused.value.field == "version"
    assert service.get_item(engine, item.id).name == "First"


def test_of_many_edits_at_once_exactly_one_wins(engine: sa.Engine) -> None:
    item = add(engine)
    results: list[object] = []
    start = threading.Barrier(8)

    def edit(number: int) -> None:
        start.wait()
        try:
            results.append(service.update_item(engine, item.id, ItemDraft(f"Edit {number}"), expected_version=1))
        except Conflict as error:
            results.append(error)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [result for result in results if isinstance(result, service.Item)]
    assert len(results) == 8
    assert len(winners) == 1
    assert service.get_item(engine, item.id).name == winners[0].name
    assert service.get_item(engine, item.id).version == 2


def test_no_change_is_lost_when_all_add_to_what_they_read(engine: sa.Engine) -> None:
    item = add(engine, quantity=Decimal(0))

    def count_up() -> None:
        for _ in range(5):
            while True:
                now = service.get_item(engine, item.id)
                try:
                    service.change_item(engine, item.id, expected_version=now.version, quantity=now.quantity + 1)
                    break
                except Conflict:
                    continue

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert service.get_item(engine, item.id).quantity == 20


def test_delete_restore_and_purge(engine: sa.Engine, settings: Settings) -> None:
    item, other = add(engine, tags=("a",)), add(engine)
    assert service.delete_item(engine, item.id).deleted_at is not None
    again = service.delete_item(engine, item.id)
    assert again.version == 2
    with pytest.raises(NotFound, match="deleted"):
        service.update_item(engine, item.id, ItemDraft("x"), expected_version=None)
    assert service.restore_item(engine, item.id).tags == ("a",)
    service.delete_item(engine, item.id)
    assert service.purge_deleted(engine, settings).items == 0
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE item SET deleted_at = now() - interval '91 days' WHERE id = :id"), {"id": item.id}
        )
    assert service.purge_deleted(engine, settings).items == 1
    with pytest.raises(NotFound):
        service.get_item(engine, item.id)
    assert service.get_item(engine, other.id)


def test_bulk_creates_and_updates_ten_thousand_in_one_transaction(engine: sa.Engine) -> None:
    drafts = [
        ItemDraft(f"Item {n}", sku=f"S{n}", import_ref=f"R{n}", tags=(f"t{n % 30}", "all")) for n in range(10_000)
    ]
    with transaction(engine) as connection:
        seen = statements(engine)
        places = service.ensure_locations(connection, [f"House / Shelf {n % 40}" for n in range(1000)] + ["", "  "])
        assert len(places) == 40
        ids = service.bulk_create_items(connection, drafts)
        assert len(seen) < 40
        assert service.find_by_import_refs(connection, ["r7", "none"]) == {"r7": ids[7]}
        changed = {i: ItemDraft(f"New {n}", import_ref=f"R{n}", tags=("ALL",)) for n, i in enumerate(ids)}
        assert service.bulk_update_items(connection, changed) == 10_000
        assert service.get_items(connection, [ids[7]])[0].name == "New 7"
        assert sum(1 for _ in service.iter_items(connection)) == 10_000
    assert {tag.name: tag.items for tag in service.list_tags(engine)}["all"] == 10_000
    assert service.get_item(engine, ids[0]).version == 2


def test_a_bulk_that_fails_leaves_nothing(engine: sa.Engine) -> None:
    with pytest.raises(Conflict), transaction(engine) as connection:
        service.ensure_locations(connection, ["House / Attic"])
        service.bulk_create_items(connection, [ItemDraft("a", sku="x"), ItemDraft("b", sku="X")])
    assert service.list_items(engine, PageRequest()).total == 0
    assert service.list_locations(engine) == []


def test_bulk_delete_and_restore_name_what_changed(engine: sa.Engine) -> None:
    one, two = add(engine).id, add(engine).id
    service.delete_item(engine, two)
    with transaction(engine) as connection:
        assert service.bulk_delete_items(connection, [one, two, 999]) == [one]
        assert sorted(service.bulk_restore_items(connection, [one, two])) == [one, two]
        assert service.purge_items(connection, [one]) == 1


def test_a_list_and_its_cards_need_few_statements(engine: sa.Engine) -> None:
    with transaction(engine) as connection:
        places = service.ensure_locations(connection, [f"A / B{n} / C" for n in range(20)])
        service.bulk_create_items(
            connection,
            [ItemDraft(f"x{n}", location_id=place, tags=("a", "b")) for n, place in enumerate(places.values())],
        )
    seen = statements(engine)
    page = service.list_items(engine, PageRequest(size=20, sort="location"), ItemFilter(location_id=1, tags=("a",)))
    assert page.total == 20
    assert len(seen) <= 6
    seen.clear()
    cards = service.get_cards(engine, [page.rows[3].id, 12345, page.rows[1].id])
    assert [card.id for card in cards] == [page.rows[3].id, page.rows[1].id]
    assert cards[0].location_path.startswith("A / B")
    assert cards[0].tags == ("a", "b")
    assert len(seen) <= 3


def test_sorting_is_stable_and_whatever_the_case(engine: sa.Engine) -> None:
    for name, quantity in (("b", 2), ("A", 3), ("c", 1), ("B", 2)):
        add(engine, name, quantity=Decimal(quantity))

    def names(sort: str) -> list[str]:
        return [card.name for card in service.list_items(engine, PageRequest(sort=sort)).rows]

    assert names("name") == ["A", "b", "B", "c"]
    assert names("-name") == ["c", "B", "b", "A"]
    assert names("quantity") == ["c", "b", "B", "A"]
    assert names("-created")[0] == "B"


def test_words_of_a_name_are_found_through_an_index(engine: sa.Engine) -> None:
    with transaction(engine) as connection:
        service.bulk_create_items(connection, [ItemDraft(f"Item number {n}") for n in range(20_000)])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE item"))  # as autovacuum does soon after so many rows
        plan = connection.execute(
            sa.text(
                "EXPLAIN SELECT id FROM item WHERE deleted_at IS NULL AND (name ILIKE '%12718%' OR sku ILIKE '%12718%')"
            )
        ).scalars()
        assert "ix_item_name_trgm" in "\n".join(plan)
    assert service.list_items(engine, PageRequest(q="number 12718")).rows[0].name == "Item number 12718"
