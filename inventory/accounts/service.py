"""Use cases of the room accounts."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import sqlalchemy as sa

from inventory.accounts import rules, store
from inventory.accounts.passwords import hash_password, verify_password
from inventory.accounts.rules import User
from inventory.accounts.setup_codes import read_setup_code, remove_setup_code
from inventory.config import Settings
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, NotFound, NotSignedIn

TOKEN_PREFIX = "inv_"  # noqa: S105  (a prefix, not a secret)


def audit(
    connection: sa.Connection, action: str, subject: str = "", *, actor: User | None = None, **details: Any
) -> None:
    """Add to the audit trail, in the caller's transaction. Never pass a secret in `details`."""
    name = actor.username if actor else "command line"
    store.insert_audit_event(connection, name, action, subject, details, actor.id if actor else None)


def needs_setup(engine: sa.Engine) -> bool:
    """Is this a fresh device, without any user?"""
    with transaction(engine) as connection:
        return not store.has_users(connection)


def set_up(engine: sa.Engine, settings: Settings, *, code: str, username: str, password: str) -> User:
    """Create the first administrator with the one-time code, which is then gone.

    Raises:
        Conflict: somebody has done it already.
        InvalidInput: wrong code, name or password.
    """
    with transaction(engine) as connection:
        _refuse_second_set_up(connection)
        if not rules.same_setup_code(code, read_setup_code(settings) or ""):
            raise InvalidInput(
                "This is not the code of this device.",
                field="code",
                hint="`sudo inventory setup-code` prints it on the device.",
            )
        user = _insert_user(connection, username, username, password, "admin")
        audit(connection, "setup", user.username, actor=user)
    remove_setup_code(settings)
    return user


def set_up_with_hash(engine: sa.Engine, settings: Settings, *, username: str, password_hash: str) -> User:
    """Create the first administrator with a password that only its owner knows; the one-time code is then gone.

    Args:
        password_hash: Argon2id, checked by the caller.

    Raises:
        Conflict: somebody has an account already.
        InvalidInput: wrong name.
    """
    with transaction(engine) as connection:
        _refuse_second_set_up(connection)
        name = rules.check_username(username)
        user = store.insert_user(connection, name, name[:200], password_hash, "admin")
        audit(connection, "setup", user.username)
    remove_setup_code(settings)
    return user


def _refuse_second_set_up(connection: sa.Connection) -> None:
    """Raise Conflict when there is a user; until the transaction ends nobody else can add one."""
    store.lock_users(connection)
    if store.has_users(connection):
        raise Conflict("This inventory is set up already.", hint="Sign in.")


def add_user(
    engine: sa.Engine, *, username: str, password: str, role: str, display_name: str = "", actor: User | None = None
) -> User:
    """Add a user. Raises InvalidInput, or Conflict when the name is taken."""
    with transaction(engine) as connection:
        user = _insert_user(connection, username, display_name or username, password, role)
        audit(connection, "user.add", user.username, actor=actor, role=role)
        return user


def _insert_user(connection: sa.Connection, username: str, display_name: str, password: str, role: str) -> User:
    username = rules.check_username(username)
    rules.check_password(password, username)
    return store.insert_user(
        connection, username, display_name.strip()[:200], hash_password(password), rules.check_role(role)
    )


def sign_in(engine: sa.Engine, username: str, password: str) -> User:
    """The user with this name and password; raises NotSignedIn without saying which was wrong."""
    with transaction(engine) as connection:
        user = store.get_user_by_name(connection, username.strip()[:254])
        password_hash = store.get_password_hash(connection, user.id) if user else None
    # Outside the transaction: hashing takes long on purpose and must not hold a connection.
    if not verify_password(password_hash, password[: rules.PASSWORD_MAX]) or user is None or not user.is_active:
        with transaction(engine) as connection:
            store.insert_audit_event(connection, username.strip()[:254], "sign_in.refused", "", {}, None)
        raise NotSignedIn("The name or the password is wrong.", field="password")
    with transaction(engine) as connection:
        store.update_user(connection, user.id, end_sessions=False, signed_in_at=sa.func.now())
        audit(connection, "sign_in", user.username, actor=user)
    return user


def get_session_user(engine: sa.Engine, user_id: int, epoch: int) -> User | None:
    """The user of a session, unless disabled or signed out everywhere since."""
    with transaction(engine) as connection:
        user = store.get_user(connection, user_id)
    return user if user and user.is_active and user.session_epoch == epoch else None


def list_users(engine: sa.Engine) -> list[User]:
    with transaction(engine) as connection:
        return store.list_users(connection)


def set_password(engine: sa.Engine, username: str, password: str, *, actor: User | None = None) -> None:
    """Set a user's password and end all their sessions."""
    with transaction(engine) as connection:
        user = _existing(connection, username)
        rules.check_password(password, user.username)
        store.update_user(connection, user.id, end_sessions=True, password_hash=hash_password(password))
        audit(connection, "user.password", user.username, actor=actor)


def change_own_password(engine: sa.Engine, user: User, current: str, new: str) -> User:
    """Set one's own password, knowing the present one; ends one's other sessions."""
    with transaction(engine) as connection:
        if not verify_password(store.get_password_hash(connection, user.id), current[: rules.PASSWORD_MAX]):
            raise InvalidInput("The present password is wrong.", field="current")
    set_password(engine, user.username, new, actor=user)
    with transaction(engine) as connection:
        return _existing(connection, user.username)


def set_disabled(engine: sa.Engine, username: str, disabled: bool, *, actor: User | None = None) -> None:
    """Disable (sessions end, tokens stop) or enable a user.

    Raises:
        Conflict: it would leave no administrator.
    """
    with transaction(engine) as connection:
        store.lock_users(connection)
        user = _existing(connection, username)
        last_admin = user.role == "admin" and user.is_active and store.count_active_admins(connection) == 1
        if disabled and last_admin:
            raise Conflict(f"{user.username} is the only administrator.", hint="Add another administrator first.")
        moment = sa.func.now() if disabled else None
        store.update_user(connection, user.id, end_sessions=disabled, disabled_at=moment)
        audit(connection, "user.disable" if disabled else "user.enable", user.username, actor=actor)


def _existing(connection: sa.Connection, username: str) -> User:
    user = store.get_user_by_name(connection, username)
    if user is None:
        raise NotFound(f"There is no user “{username}”.", hint="`inventory user list` shows them.")
    return user


def create_token(engine: sa.Engine, username: str, name: str, *, actor: User | None = None) -> str:
    """A new API token for a user; shown once, only its hash is kept."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction(engine) as connection:
        user = _existing(connection, username)
        store.insert_token(connection, user.id, name.strip()[:100] or "token", _token_hash(token))
        audit(connection, "token.add", user.username, actor=actor, name=name)
    return token


def get_token_user(engine: sa.Engine, token: str) -> User | None:
    with transaction(engine) as connection:
        user = store.get_user_by_token(connection, _token_hash(token))
    return user if user and user.is_active else None


def _token_hash(token: str) -> bytes:
    # 256 random bits need no slow hash
    return hashlib.sha256(token.encode()).digest()
