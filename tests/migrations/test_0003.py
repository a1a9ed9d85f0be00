"""Migration 0003 on a catalogue that was used before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import inventory.search.tables  # noqa: F401  (puts its tables into the metadata)
from inventory.database import metadata, migrate

TABLES = ("search_text", "search_document")


@pytest.fixture
def engine(empty_database: str) -> Iterator[sa.Engine]:
    """A database at 0002 with items in it, one of them deleted, upgraded to 0003."""
    engine = sa.create_engine(empty_database, poolclass=sa.NullPool)
    migrate.upgrade(engine, "0002")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO location (name) VALUES ('Workshop')",
            "INSERT INTO tag (name) VALUES ('Fixings')",
            "INSERT INTO item (name, sku, location_id) VALUES ('Crème hooks', 'CH-1', 1)",
            "INSERT INTO item (name, deleted_at) VALUES ('Gone', now())",
            "INSERT INTO item (name) SELECT 'Bolt ' || n FROM generate_series(1, 2100) AS n",
            "INSERT INTO item_tag VALUES (1, 1)",
        ):
            connection.execute(sa.text(statement))
    assert migrate.upgrade(engine, "0003").current == "0003"
    return engine


def test_items_that_were_there_are_indexed(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM search_text")).scalar() == 2101
        row = connection.execute(sa.text("SELECT * FROM search_text WHERE tsv @@ 'hook & workshop & fix'")).one()
        assert (row.item_id, row.name_norm, row.codes) == (1, "creme hooks", ["ch1"])
        texts = connection.execute(sa.text("SELECT embedding_text FROM search_document WHERE item_id < 3")).scalars()
        assert list(texts) == ["Crème hooks\nFixings"]


def test_items_that_come_later_are_indexed_too(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE item SET deleted_at = NULL WHERE id = 2"))
        assert connection.execute(sa.text("SELECT item_id FROM search_text WHERE tsv @@ 'gone'")).scalars().all() == [2]


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("Kabel 6×1,5 mm²", "kabel 6x1.5 mm"),
        ("6 x 50 and 6X50", "6x50 and 6x50"),
        ("15mm 1.5kg 12V/24V", "15 mm 1.5 kg 12 v 24 v"),
        ("M6x20 DDF484", "m6x20 ddf484"),
        ("Crème brûlée, GRÖSSE ß", "creme brulee grosse ss"),
        ("TN-24 wi-fi", "tn 24 tn24 wi fi wifi"),
        ("a/b\\c foo@bar.de http://x.y", "a b c foo bar de http x y"),
        ("end. 3.5.", "end 3.5"),
        ("  \n\t ", ""),
        ("", ""),
        ("😀 & | ! <-> :* ( '", ""),
    ],
)
def test_words_are_cleaned(engine: sa.Engine, given: str, cleaned: str) -> None:
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT search_clean(:given)"), {"given": given}).scalar() == cleaned


def test_the_schema_equals_the_models(engine: sa.Engine) -> None:
    ours = sa.MetaData(naming_convention=metadata.naming_convention)
    for name in ("location", "tag", "item", *TABLES):
        metadata.tables[name].to_metadata(ours)
    with engine.connect() as connection:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, parents: kind != "table" or name in TABLES,
            "include_object": lambda thing, name, kind, reflected, other: kind != "table" or name in TABLES,
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), ours) == []
        stored = definitions(connection)
        connection.execute(sa.text("CREATE SCHEMA by_models"))
        connection.execute(sa.text("SET search_path TO by_models, public"))
        ours.create_all(connection, checkfirst=False)
        assert definitions(connection, "by_models") == stored
        connection.rollback()


def definitions(connection: sa.Connection, schema: str = "public") -> list[str]:
    """Every index and constraint of our tables, as PostgreSQL writes it."""
    query = """
        SELECT indexdef FROM pg_indexes WHERE schemaname = :schema AND tablename = ANY (:tables)
        UNION ALL
        SELECT conname || ': ' || pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
        JOIN pg_class ON pg_class.oid = conrelid
        WHERE connamespace = CAST(:schema AS regnamespace) AND relname = ANY (:tables)
        """
    rows = connection.execute(sa.text(query), {"schema": schema, "tables": list(TABLES)}).scalars()
    return sorted(row.replace(f"{schema}.", "") for row in rows)
