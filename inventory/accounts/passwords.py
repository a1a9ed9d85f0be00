"""Argon2id, with argon2-cffi's recommended cost."""

from __future__ import annotations

import argon2

_hasher = argon2.PasswordHasher()
# Checked when no such user exists, so that the answer takes as long and says nothing about names.
# A constant, because making it at the import would take a Pi half a second at every start.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$gnwOhIbKPJI4IAjU+y47cw$vHyyTsmOwrsKfY3J1qfS5uyIdQM1sc11vtQKFD3oWzE"


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Does the password fit? False, after the same time, when there is no hash."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
