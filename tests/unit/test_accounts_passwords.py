"""Password hashes: right, wrong, and for a name that does not exist."""

from __future__ import annotations

import argon2

from inventory.accounts import passwords


def test_only_the_right_password_fits() -> None:
    made = passwords.hash_password("three words make one")
    assert passwords.verify_password(made, "three words make one")
    assert not passwords.verify_password(made, "three words make two")
    assert not passwords.verify_password("no hash at all", "three words make one")
    assert not passwords.verify_password(None, "nobody has this password")


def test_a_name_that_does_not_exist_costs_as_much_as_one_that_does() -> None:
    nobody, somebody = passwords._NOBODY, passwords.hash_password("three words make one")
    assert argon2.extract_parameters(nobody) == argon2.extract_parameters(somebody)
    assert argon2.PasswordHasher().verify(nobody, "nobody has this password")
