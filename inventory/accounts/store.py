"""SQL of the room accounts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from inventory.accounts.rules import User
from inventory.accounts.tables import api_token, audit_event, user_account

_USER_COLUMNS = [column for column in user_account.c if column.name != "password_hash"]


def _user(row: Any) -> User | None:
    return User(**row._mapping) if row else None


def get_user(connection: sa.Connection, user_id: int) -> User | None:
    return _user(connection.execute(sa.select(*_USER_COLUMNS).where(user_account.c.id == user_id)).first())


def get_user_by_name(connection: sa.Connection, username: str) -> User | None:
    query = sa.select(*_USER_COLUMNS).where(sa.func.lower(user_account.c.username) == sa.func.lower(username))
    return _user(connection.execute(query).first())


def get_password_hash(connection: sa.Connection, user_id: int) -> str:
    query = sa.select(user_account.c.password_hash).where(user_account.c.id == user_id)
    return str(connection.execute(query).scalar_one())


def list_users(connection: sa.Connection) -> list[User]:
    rows = connection.execute(sa.select(*_USER_COLUMNS).order_by(sa.func.lower(user_account.c.username)))
    return [User(**row._mapping) for row in rows]


def has_users(connection: sa.Connection) -> bool:
    return bool(connection.execute(sa.select(sa.exists(sa.select(user_account.c.id)))).scalar())


def lock_users(connection: sa.Connection) -> None:
    """One change of users at a time: two first set-ups or two last admins cannot cross."""
    connection.execute(sa.text("LOCK TABLE user_account IN SHARE ROW EXCLUSIVE MODE"))


def count_active_admins(connection: sa.Connection) -> int:
    query = sa.select(sa.func.count()).where(user_account.c.role == "admin", user_account.c.disabled_at.is_(None))
    return int(connection.execute(query).scalar_one())


def insert_user(connection: sa.Connection, username: str, display_name: str, password_hash: str, role: str) -> User:
    statement = (
        sa.insert(user_account)
        .values(username=username, display_name=display_name, password_hash=password_hash, role=role)
        .returning(*_USER_COLUMNS)
    )
    return User(**connection.execute(statement).one()._mapping)


def update_user(connection: sa.Connection, user_id: int, *, end_sessions: bool, **values: Any) -> None:
    if end_sessions:
        values["session_epoch"] = user_account.c.session_epoch + 1
    connection.execute(sa.update(user_account).where(user_account.c.id == user_id).values(**values))


def insert_token(connection: sa.Connection, user_id: int, name: str, token_hash: bytes) -> None:
    connection.execute(sa.insert(api_token).values(user_id=user_id, name=name, token_hash=token_hash))


def get_user_by_token(connection: sa.Connection, token_hash: bytes) -> User | None:
    query = (
        sa.select(*_USER_COLUMNS)
        .join(api_token, api_token.c.user_id == user_account.c.id)
        .where(api_token.c.token_hash == token_hash, api_token.c.revoked_at.is_(None))
    )
    return _user(connection.execute(query).first())


def insert_audit_event(
    connection: sa.Connection, actor: str, action: str, subject: str, details: dict[str, Any], user_id: int | None
) -> None:
    connection.execute(
        sa.insert(audit_event).values(actor=actor, action=action, subject=subject, details=details, user_id=user_id)
    )
