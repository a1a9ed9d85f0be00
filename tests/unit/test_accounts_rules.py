"""Codes and passwords, without I/O."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inventory.accounts import rules


def test_setup_codes_are_readable_and_differ() -> None:
    codes = {rules.new_setup_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(part) for part in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("0O1IL")


@given(st.text(max_size=30))
def test_only_the_code_is_the_code(typed: str) -> None:
    assert not rules.same_setup_code(typed, "")
    letters = "".join(character for character in typed.upper() if character.isalnum())
    assert rules.same_setup_code(typed, "K7QM-3FXD-9TRW") == (letters == "K7QM3FXD9TRW")
