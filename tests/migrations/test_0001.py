"""0001 on an empty database, and the way there: status, a newer database, two upgrades at once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from inventory.database import migrate
from inventory.errors import Conflict


@pytest.fixture
def empty(empty_database: str) -> sa.Engine:
    return sa.create_engine(empty_database, poolclass=sa.NullPool)


def status(engine: sa.Engine) -> migrate.SchemaStatus:
    with engine.connect() as connection:
        return migrate.schema_status(connection)


def test_users_fit_into_0001(empty: sa.Engine) -> None:
    before = status(empty)
    assert before.current is None and before.pending[0] == "0001"
    migrate.upgrade(empty, "0001")
    with empty.begin() as connection:
        insert = (
            "INSERT INTO user_account (username, display_name, password_hash, role) VALUES ('a', 'A', 'x', 'admin')"
        )
        connection.execute(sa.text(insert))
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(sa.text(insert.replace("'a'", "'A'")))
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(sa.text(insert.replace("'a'", "'b'").replace("'admin'", "'god'")))
    assert status(empty).current == "0001"


def test_upgrading_twice_at_once_applies_each_migration_once(empty: sa.Engine) -> None:
    failures: list[Exception] = []

    def attempt() -> None:
        try:
            migrate.upgrade(empty)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert status(empty).up_to_date


def test_a_newer_database_is_not_touched(empty: sa.Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert status(empty).newer
    with pytest.raises(Conflict, match="newer"):
        migrate.upgrade(empty)
