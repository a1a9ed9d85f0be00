"""The index is right whatever wrote the row: every way in which an item's words can change, with plain SQL."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from inventory.config import Settings
from inventory.search import indexing, service
from inventory.search.commands import reindex


@pytest.fixture
def sql(engine: sa.Engine) -> Callable[..., list[sa.Row[tuple[object, ...]]]]:
    def run(statement: str, **values: object) -> list[sa.Row[tuple[object, ...]]]:
        with engine.begin() as connection:
            result = connection.execute(sa.text(statement), values)
            return list(result) if result.returns_rows else []

    return run


@pytest.fixture
def hook(sql: Callable[..., list[sa.Row[tuple[int]]]]) -> int:
    """Item 1 "Picture hook" with the tag "brass" in Workshop / Drawer, beside a hammer that has nothing."""
    sql("INSERT INTO location (name) VALUES ('Workshop'), ('Cellar')")
    sql("INSERT INTO location (name, parent_id) SELECT 'Drawer', id FROM location WHERE name = 'Workshop'")
    sql("INSERT INTO tag (name) VALUES ('brass'), ('steel')")
    [(item,)] = sql(
        """
        INSERT INTO item (name, description, notes, sku, attributes, location_id)
        SELECT 'Picture hook', 'For frames', 'Buy more', 'PH-20', '{"serial number": "A-17"}', id
        FROM location WHERE name = 'Drawer' RETURNING id
        """
    )
    sql("INSERT INTO item_tag SELECT :item, id FROM tag WHERE name = 'brass'", item=item)
    sql("INSERT INTO item (name) VALUES ('Hammer')")
    return item


def find(engine: sa.Engine, words: str) -> list[int]:
    return [one.item_id for one in service.search(engine, None, words, repair=False).found]


@pytest.mark.parametrize(
    "words",
    [
        "hook",
        "HOOKS",
        "picture",
        "frame",
        "buy",
        "ph-20",
        "PH20",
        "ph 20",
        "a17",
        "serial",
        "brass",
        "drawer",
        "workshop",
    ],
)
def test_a_new_item_is_found_by_all_that_it_says(engine: sa.Engine, hook: int, words: str) -> None:
    assert find(engine, words) == [hook]


CHANGES = {
    "name": ("UPDATE item SET name = 'Chisel' WHERE id = :id", "hook", "chisel"),
    "description": ("UPDATE item SET description = 'Sharp' WHERE id = :id", "frames", "sharp"),
    "notes": ("UPDATE item SET notes = 'Blunt' WHERE id = :id", "buy", "blunt"),
    "sku": ("UPDATE item SET sku = 'XX-1' WHERE id = :id", "ph20", "xx1"),
    "attributes": ("""UPDATE item SET attributes = '{"colour": "mauve"}' WHERE id = :id""", "a17", "mauve"),
    "place": (
        "UPDATE item SET location_id = (SELECT id FROM location WHERE name = 'Cellar') WHERE id = :id",
        "workshop",
        "cellar",
    ),
    "no place": ("UPDATE item SET location_id = NULL, notes = 'Gone' WHERE id = :id", "drawer", "gone"),
    "tag added and removed": (
        "UPDATE item_tag SET tag_id = (SELECT id FROM tag WHERE name = 'steel') WHERE item_id = :id",
        "brass",
        "steel",
    ),
    "tag renamed": ("UPDATE tag SET name = 'copper' WHERE name = 'brass'", "brass", "copper"),
    "place renamed": ("UPDATE location SET name = 'Box' WHERE name = 'Drawer'", "drawer", "box"),
    "place above renamed": ("UPDATE location SET name = 'Shed' WHERE name = 'Workshop'", "workshop", "shed"),
    "place moved": (
        "UPDATE location SET parent_id = (SELECT id FROM location WHERE name = 'Cellar') WHERE name = 'Drawer'",
        "workshop",
        "cellar",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_searchable_at_once(engine: sa.Engine, sql: Callable[..., list], hook: int, change: str) -> None:
    statement, old, new = CHANGES[change]
    assert (find(engine, old), find(engine, new)) == ([hook], [])
    sql(statement, id=hook) if ":id" in statement else sql(statement)
    assert (find(engine, old), find(engine, new)) == ([], [hook])


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM item_tag WHERE item_id = :id",
        "DELETE FROM tag WHERE :id > 0",
        "UPDATE item SET deleted_at = now() WHERE id = :id",
        "DELETE FROM item WHERE id = :id",
    ],
)
def test_what_is_gone_is_not_found(engine: sa.Engine, sql: Callable[..., list], hook: int, statement: str) -> None:
    assert find(engine, "brass") == [hook]
    sql(statement, id=hook)
    assert find(engine, "brass") == []


def test_a_restored_item_is_found_again(engine: sa.Engine, sql: Callable[..., list], hook: int) -> None:
    sql("UPDATE item SET deleted_at = now() WHERE id = :id", id=hook)
    sql("UPDATE tag SET name = 'copper' WHERE name = 'brass'")  # while it is deleted
    assert sql("SELECT FROM search_document WHERE item_id = :id", id=hook) == []
    sql("UPDATE item SET deleted_at = NULL WHERE id = :id", id=hook)
    assert find(engine, "copper") == [hook]


def test_what_is_rolled_back_is_not_found(engine: sa.Engine, hook: int) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("UPDATE item SET name = 'Chisel'"))
        connection.rollback()
    assert find(engine, "chisel") == []
    assert find(engine, "hook") == [hook]


def with_vector(sql: Callable[..., list]) -> None:
    sql("UPDATE search_document SET embedding = CAST(array_fill(0.05, ARRAY[384]) AS halfvec), embedding_model = 'm'")


@pytest.mark.parametrize(
    ("statement", "kept"),
    [
        ("UPDATE item SET quantity = 7, updated_at = now()", True),
        ("UPDATE item SET notes = 'other', location_id = NULL", True),
        ("UPDATE location SET name = name || '!'", True),
        ("UPDATE item SET name = name", True),
        ("UPDATE item SET name = name || '!'", False),
        ("UPDATE item SET description = 'other'", False),
    ],
)
def test_a_vector_lasts_until_its_text_changes(sql: Callable[..., list], hook: int, statement: str, kept: bool) -> None:
    with_vector(sql)
    sql(statement)
    [(vector, model)] = sql("SELECT embedding, embedding_model FROM search_document WHERE item_id = :id", id=hook)
    assert (vector is not None, model) == (kept, "m" if kept else None)


def test_tags_tell_the_meaning_where_there_is_no_description(sql: Callable[..., list], hook: int) -> None:
    texts = "SELECT embedding_text FROM search_document ORDER BY item_id"
    assert [row[0] for row in sql(texts)] == ["Picture hook\nFor frames", "Hammer"]
    sql("INSERT INTO item_tag SELECT item.id, tag.id FROM item, tag WHERE item.name = 'Hammer'")
    assert [row[0] for row in sql(texts)] == ["Picture hook\nFor frames", "Hammer\nbrass, steel"]


def test_the_embedder_is_told_of_new_texts_and_of_nothing_else(
    engine: sa.Engine, sql: Callable[..., list], hook: int
) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("LISTEN search_document_changed"))
        driver = connection.connection.driver_connection

        def told() -> int:
            time.sleep(0.1)
            driver.poll()
            count = len(driver.notifies)
            driver.notifies.clear()
            return count

        sql("UPDATE item SET quantity = 3")
        assert told() == 0
        sql("UPDATE item SET name = name || '.'")
        assert told() == 1
        sql("INSERT INTO item (name) VALUES ('New')")
        assert told() == 1


def test_the_index_follows_a_thousand_rows_in_one_statement(engine: sa.Engine, sql: Callable[..., list]) -> None:
    sql("INSERT INTO tag (name) VALUES ('bulk')")
    sql("INSERT INTO item (name) SELECT 'Bolt ' || n FROM generate_series(1, 3000) AS n")
    sql("INSERT INTO item_tag SELECT item.id, tag.id FROM item, tag")
    assert sql("SELECT count(*) FROM search_text WHERE tsv @@ 'bulk & bolt'") == [(3000,)]
    sql("UPDATE tag SET name = 'copper'")
    assert sql("SELECT count(*) FROM search_text WHERE tsv @@ 'copper' AND NOT tsv @@ 'bulk'") == [(3000,)]


def documents(sql: Callable[..., list]) -> list:
    return sql("SELECT item_id, name_norm, codes, tsv, words FROM search_text ORDER BY item_id") + sql(
        "SELECT item_id, embedding_text FROM search_document ORDER BY item_id"
    )


def test_reindex_mends_a_damaged_index_and_asks_for_new_vectors(
    sql: Callable[..., list], hook: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = documents(sql)
    sql("DELETE FROM search_text")
    sql("UPDATE search_document SET embedding_text = 'wrong'")
    with_vector(sql)
    monkeypatch.setattr("inventory.search.commands.get_settings", lambda: settings)
    result = CliRunner().invoke(reindex)
    assert result.exit_code == 0
    assert "Indexing 2 items" in result.output
    assert documents(sql) == before
    assert sql("SELECT count(embedding) FROM search_document") == [(0,)]


def test_reindex_says_so_when_no_vectors_come(hook: int, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inventory.search.commands.get_settings", lambda: settings)
    monkeypatch.setattr("inventory.search.commands._NO_PROGRESS_SECONDS", 0.5)
    result = CliRunner().invoke(reindex, ["--wait"])
    assert result.exit_code == 1
    assert "2 items still lack a vector" in str(result.exception)


def test_reindexing_while_everything_changes_leaves_a_right_index(
    engine: sa.Engine, sql: Callable[..., list], hook: int
) -> None:
    """People edit, rename and move while the index is rebuilt again and again: nobody fails, nothing is stale."""
    sql("INSERT INTO item (name, location_id) SELECT 'Bolt ' || n, 3 FROM generate_series(1, 40) AS n")
    sql("INSERT INTO item_tag SELECT item.id, tag.id FROM item, tag WHERE item.name LIKE 'Bolt%'")
    end = time.monotonic() + 4
    changes = [
        "UPDATE tag SET name = 'brass' || :n WHERE id = 1",
        "UPDATE tag SET name = 'steel' || :n WHERE id = 2",
        "UPDATE location SET name = 'Drawer' || :n WHERE id = 3",
        "UPDATE location SET parent_id = 1 + :n % 2 WHERE id = 3",
        "UPDATE item SET name = 'Bolt ' || :n WHERE id = 3 + :n % 40",
        "DELETE FROM item_tag WHERE tag_id = 2 AND item_id = 3 + :n % 40",
        "INSERT INTO item_tag VALUES (3 + :n % 40, 2) ON CONFLICT DO NOTHING",
        "UPDATE item SET location_id = 2 + :n % 2 WHERE id = 3 + :n % 40",
        "UPDATE item SET deleted_at = CASE WHEN deleted_at IS NULL THEN now() END WHERE id = 3 + :n % 40",
    ]

    def keep_changing(statement: str) -> int:
        count = 0
        while time.monotonic() < end:
            count += 1
            sql(statement, n=count * 7)
        return count

    def keep_rebuilding() -> int:
        count = 0
        while time.monotonic() < end:
            count += sum(1 for _ in indexing.rebuild(engine))
        return count

    with ThreadPoolExecutor(len(changes) + 1) as pool:
        work = [pool.submit(keep_changing, statement) for statement in changes] + [pool.submit(keep_rebuilding)]
        assert all(one.result() for one in work)
    kept = documents(sql)
    list(indexing.rebuild(engine))
    assert documents(sql) == kept


def test_a_renaming_and_a_new_use_of_the_name_do_not_miss_each_other(
    engine: sa.Engine, sql: Callable[..., list], hook: int
) -> None:
    """One transaction renames a tag; another, which cannot see that yet, gives the tag to an item."""
    [(hammer,)] = sql("SELECT id FROM item WHERE name = 'Hammer'")
    with engine.connect() as renaming:
        renaming.execute(sa.text("UPDATE tag SET name = 'copper' WHERE name = 'brass'"))
        tagging = threading.Thread(
            target=lambda: sql("INSERT INTO item_tag SELECT :id, id FROM tag WHERE name = 'brass'", id=hammer)
        )
        tagging.start()
        tagging.join(0.5)
        assert tagging.is_alive()  # it waits for the name
        renaming.commit()
    tagging.join(10)
    assert not tagging.is_alive()
    assert sorted(find(engine, "copper")) == [hook, hammer]
    assert find(engine, "brass") == []
