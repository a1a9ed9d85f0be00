"""What a user is and which names and passwords are accepted. Pure: no I/O."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from inventory.errors import InvalidInput

ROLES = ("viewer", "editor", "admin")
PASSWORD_MIN = 10
PASSWORD_MAX = 200

# No 0/O, 1/I/L: people read the code from a screen and type it on a phone. 12 of 31 letters are 59 bits.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class User:
    """A person who may sign in. `role` is viewer, editor or admin."""

    id: int
    username: str
    display_name: str
    role: str
    session_epoch: int
    created_at: datetime
    signed_in_at: datetime | None = None
    disabled_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None


def check_username(username: str) -> str:
    """The name without surrounding space; raises InvalidInput when it cannot be one."""
    username = username.strip()
    if not username:
        raise InvalidInput("A user needs a name or an e-mail address.", field="username")
    if len(username) > 254:
        raise InvalidInput("The name is longer than 254 characters.", field="username")
    if any(character.isspace() or not character.isprintable() for character in username):
        raise InvalidInput("The name contains a space or a control character.", field="username")
    return username


def check_password(password: str, username: str) -> str:
    """The password; raises InvalidInput when it is too easy to guess or too long to hash."""
    if len(password) < PASSWORD_MIN:
        raise InvalidInput(
            f"The password has fewer than {PASSWORD_MIN} characters.", field="password", hint="Three words make one."
        )
    if len(password) > PASSWORD_MAX:
        raise InvalidInput(f"The password has more than {PASSWORD_MAX} characters.", field="password")
    if "\0" in password:
        raise InvalidInput("The password contains a NUL character.", field="password")
    if password.casefold() == username.casefold() or len(set(password)) < 4:
        raise InvalidInput("The password is too easy to guess.", field="password", hint="Three words make one.")
    return password


def check_role(role: str) -> str:
    if role not in ROLES:
        raise InvalidInput(f"There is no role “{role}”.", field="role", hint=f"Use one of: {', '.join(ROLES)}.")
    return role


def new_setup_code() -> str:
    """A one-time code such as K7QM-3FXD-9TRW."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))


def same_setup_code(typed: str, expected: str) -> bool:
    """Compare without regard to case, spaces and dashes, in constant time."""

    def normal(code: str) -> bytes:
        return "".join(c for c in code.upper() if c.isalnum()).encode()

    return bool(normal(expected)) and secrets.compare_digest(normal(typed), normal(expected))
