"""Migration 0002 on a database that was used before it, and what its constraints hold back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import inventory.catalogue.tables  # noqa: F401  (puts its tables into the metadata)
from inventory.database import metadata, migrate

TABLES = ("location", "tag", "item", "item_tag", "photo", "undo_step")
SHA = "a" * 64
PHOTO = "INSERT INTO photo (item_id, position, sha256, width, height, bytes) VALUES"


@pytest.fixture
def engine(empty_database: str) -> Iterator[sa.Engine]:
    """A database at 0001 with a user and an audit event in it, upgraded to 0002."""
    engine = sa.create_engine(empty_database, poolclass=sa.NullPool)
    migrate.upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO user_account (username, display_name, password_hash, role) "
                "VALUES ('ann', 'Ann', 'x', 'admin')"
            )
        )
        connection.execute(sa.text("INSERT INTO audit_event (actor, action) VALUES ('ann', 'setup')"))
    assert migrate.upgrade(engine, "0002").current == "0002"
    return engine


def fill(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO location (name) VALUES ('Workshop')",
            "INSERT INTO location (parent_id, name) VALUES (1, 'Drawer')",
            "INSERT INTO tag (name) VALUES ('screws')",
            "INSERT INTO item (name, sku, import_ref, location_id) VALUES ('Screw', 'S1', 'r1', 2)",
            "INSERT INTO item_tag VALUES (1, 1)",
            f"{PHOTO} (1, 0, '{SHA}', 4, 3, 99)",
        ):
            connection.execute(sa.text(statement))


def test_what_was_there_stays(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT username FROM user_account")).scalars().all() == ["ann"]
        assert connection.execute(sa.text("SELECT action FROM audit_event")).scalars().all() == ["setup"]


def test_new_rows_get_their_defaults(engine: sa.Engine) -> None:
    fill(engine)
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM item")).one()
    assert (row.quantity, row.unit, row.version, row.attributes, row.notes) == (1, "pcs", 1, {}, "")
    assert row.created_at.tzinfo is not None
    assert row.deleted_at is None


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO location (name) VALUES ('WORKSHOP')", "uq_location_parent_id_name_lower"),
        ("INSERT INTO location (parent_id, name) VALUES (1, 'drawer')", "uq_location_parent_id_name_lower"),
        ("UPDATE location SET parent_id = 1 WHERE id = 1", "ck_location_not_in_itself"),
        ("DELETE FROM location WHERE id = 1", "fk_location_parent_id_location"),
        ("DELETE FROM location WHERE id = 2", "fk_item_location_id_location"),
        ("INSERT INTO location (name) VALUES ('')", "ck_location_name_length"),
        ("INSERT INTO tag (name) VALUES ('SCREWS')", "uq_tag_name_lower"),
        ("INSERT INTO tag (name) VALUES (repeat('x', 61))", "ck_tag_name_length"),
        ("INSERT INTO item (name, sku) VALUES ('x', 's1')", "uq_item_sku_lower"),
        ("INSERT INTO item (name, import_ref) VALUES ('x', 'R1')", "uq_item_import_ref_lower"),
        ("INSERT INTO item (name) VALUES ('')", "ck_item_name_length"),
        ("INSERT INTO item (name) VALUES (repeat('x', 201))", "ck_item_name_length"),
        ("INSERT INTO item (name, quantity) VALUES ('x', -0.000001)", "ck_item_quantity_not_negative"),
        ("INSERT INTO item (name, notes) VALUES ('x', repeat('x', 20001))", "ck_item_notes_length"),
        ("INSERT INTO item (name, attributes) VALUES ('x', '[]')", "ck_item_attributes_object"),
        ("INSERT INTO item (name, location_id) VALUES ('x', 99)", "fk_item_location_id_location"),
        (f"{PHOTO} (1, 0, 'x', 1, 1, 1)", "ck_photo_sha256_hex"),
        (f"{PHOTO} (1, 0, '{SHA}', 0, 1, 1)", "ck_photo_sizes_positive"),
    ],
)
def test_the_schema_itself_refuses(engine: sa.Engine, statement: str, constraint: str) -> None:
    fill(engine)
    with pytest.raises(sa.exc.IntegrityError) as refused, engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert refused.value.orig.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_a_deleted_item_frees_its_sku_but_not_its_import_reference(engine: sa.Engine) -> None:
    fill(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE item SET deleted_at = now()"))
        connection.execute(sa.text("INSERT INTO item (name, sku) VALUES ('x', 's1')"))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO item (name, import_ref) VALUES ('x', 'r1')"))


def test_an_item_takes_its_tags_and_photos_along(engine: sa.Engine) -> None:
    fill(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM item"))
        assert connection.execute(sa.text("SELECT count(*) FROM item_tag")).scalar() == 0
        assert connection.execute(sa.text("SELECT count(*) FROM photo")).scalar() == 0
        assert connection.execute(sa.text("SELECT count(*) FROM tag")).scalar() == 1


def test_the_schema_equals_the_models(engine: sa.Engine) -> None:
    """Alembic's comparison finds nothing to do; what it does not compare (checks, opclasses) is compared here."""
    ours = sa.MetaData(naming_convention=metadata.naming_convention)
    for name in TABLES:
        metadata.tables[name].to_metadata(ours)
    with engine.connect() as connection:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, parents: kind != "table" or name in TABLES,
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
        SELECT indexdef FROM pg_indexes WHERE schemaname = :schema AND tablename = ANY(:tables)
        UNION ALL
        SELECT conname || ': ' || pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint
        JOIN pg_class ON pg_class.oid = conrelid
        WHERE connamespace = CAST(:schema AS regnamespace) AND relname = ANY(:tables)
    """
    found = connection.execute(sa.text(query), {"schema": schema, "tables": list(TABLES)}).scalars()
    return sorted(definition.replace("public.", "").replace("by_models.", "") for definition in found)
