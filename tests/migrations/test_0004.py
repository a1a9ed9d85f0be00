"""0004 on a database with users and items in it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from inventory.database import metadata, migrate
from inventory.exchange import tables


@pytest.fixture
def before(empty_database: str) -> sa.Engine:
    """A database at 0003 with a user and an item."""
    engine = sa.create_engine(empty_database, poolclass=sa.NullPool)
    migrate.upgrade(engine, "0003")
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO user_account (username, display_name, password_hash, role) VALUES ('a', 'A', 'x', 'admin')"
            )
        )
        connection.execute(sa.text("INSERT INTO item (name, import_ref) VALUES ('Flour', 'ref-1')"))
    return engine


INSERT = (
    "INSERT INTO import_run (user_id, actor, file_name, file_bytes, file_sha256, status) "
    "VALUES (1, 'a', 'x.csv', 1, '00', 'done') RETURNING id"
)


def test_upgrade_keeps_what_is_there_and_holds_runs(before: sa.Engine) -> None:
    migrate.upgrade(before, "0004")
    with before.begin() as connection:
        assert connection.execute(sa.text("SELECT name, import_ref FROM item")).one() == ("Flour", "ref-1")
        run = connection.execute(sa.text(INSERT)).scalar_one()
        connection.execute(
            sa.text("INSERT INTO import_change (run_id, item_id, after_version) VALUES (:run, 1, 1)"), {"run": run}
        )
        for wrong in (INSERT.replace("'done'", "'odd'"), INSERT.replace("'x.csv'", "''")):
            with pytest.raises(sqlalchemy.exc.IntegrityError), connection.begin_nested():
                connection.execute(sa.text(wrong))
        connection.execute(sa.text("DELETE FROM user_account"))
        assert connection.execute(sa.text("SELECT user_id, actor FROM import_run")).one() == (None, "a")
        connection.execute(sa.text("DELETE FROM import_run"))
        assert connection.execute(sa.text("SELECT count(*) FROM import_change")).scalar_one() == 0


def test_each_database_gets_one_id_of_its_own(before: sa.Engine) -> None:
    migrate.upgrade(before, "0004")
    with before.begin() as connection:
        ids = connection.execute(sa.select(tables.exchange_instance.c.id)).scalars().all()
        assert len(ids) == 1 and len(ids[0]) == 36
        with pytest.raises(sqlalchemy.exc.IntegrityError), connection.begin_nested():
            connection.execute(sa.text("INSERT INTO exchange_instance DEFAULT VALUES"))
        with pytest.raises(sqlalchemy.exc.IntegrityError), connection.begin_nested():
            connection.execute(sa.text("INSERT INTO exchange_instance (singleton) VALUES (false)"))


def test_the_schema_is_the_one_that_the_program_knows(before: sa.Engine) -> None:
    migrate.upgrade(before, "0004")
    names = {"import_run", "import_change", "exchange_instance"}

    def is_ours(name: str | None, kind: str, parents: dict[str, str]) -> bool:
        return kind != "table" or name in ours.tables

    ours = sa.MetaData(naming_convention=metadata.naming_convention)
    for table in (*names, "user_account"):
        metadata.tables[table].to_metadata(ours)

    with before.connect() as connection:
        options = {"include_name": is_ours, "compare_type": True, "compare_server_default": False}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, ours) == []
        checks = {name: {c["name"] for c in sa.inspect(connection).get_check_constraints(name)} for name in names}
    assert checks == {
        "import_run": {"ck_import_run_status", "ck_import_run_file_name_length"},
        "import_change": set(),
        "exchange_instance": {"ck_exchange_instance_singleton"},
    }
