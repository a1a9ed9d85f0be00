"""The catalogue's words: what is near, what begins so, what the language knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.search.spelling import Vocabulary, WordLists, allowed_edits

WORDS = {
    "screwdriver": 5,
    "screw": 50,
    "screen": 9,
    "hammer": 7,
    "hummer": 7,
    "mouse": 3,
    "house": 30,
    "m6x20": 2,
    "öl": 1,
}


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(WORDS, {"screw": 50}, 100)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("scrwdriver", "screwdriver"),  # missing
        ("screwdrivver", "screwdriver"),  # too many
        ("screwdirver", "screwdriver"),  # swapped
        ("scredwrivvar", None),  # three wrong
        ("scrw", "screw"),  # up to six letters: one
        ("srcwe", None),
        ("hbmmer", "hammer"),  # equally near and frequent: in the order of the alphabet
        ("touse", "house"),  # both wrong in the first letter: the frequent one
        ("mousr", "mouse"),  # the same first letter
        ("m6x21", None),  # a code
        ("ha", None),
        ("", None),
    ],
)
def test_the_nearest_word(vocabulary: Vocabulary, typed: str, meant: str | None) -> None:
    assert vocabulary.nearest(typed) == meant


def test_the_nearest_word_within_fewer_edits(vocabulary: Vocabulary) -> None:
    assert vocabulary.nearest("screwdivar", 1) is None
    assert vocabulary.nearest("screwdiver", 1) == "screwdriver"


@given(st.text(st.characters(categories=["Ll"]), max_size=12), st.data())
def test_one_dropped_letter_of_a_long_word_is_always_mended(start: str, data: st.DataObject) -> None:
    word = "zq" + start + "vxzq"  # far from all other words
    vocabulary = Vocabulary({**WORDS, word: 1}, {}, 10)
    at = data.draw(st.integers(0, len(word) - 1))
    typed = word[:at] + word[at + 1 :]
    if typed in WORDS:
        return
    assert vocabulary.nearest(typed) in (word, None if not typed.isalpha() else word)


def test_codes_and_short_words_are_left_alone() -> None:
    assert [allowed_edits(word) for word in ("ab", "abc", "abcdef", "abcdefg", "abc1", "1.5")] == [0, 1, 1, 2, 0, 0]


def test_words_that_begin_so_by_frequency(vocabulary: Vocabulary) -> None:
    assert vocabulary.completions("scre") == ["screw", "screen", "screwdriver"]
    assert vocabulary.completions("s") == []
    assert vocabulary.completions("zz") == []


def test_codes_that_contain_a_part(vocabulary: Vocabulary) -> None:
    assert vocabulary.containing("6x2") == ["m6x20"]
    assert vocabulary.containing("crew") == []


def test_new_words_are_known_at_once(vocabulary: Vocabulary) -> None:
    assert vocabulary.nearest("chisl") is None
    vocabulary.add({"chisel": 1, "screw": 1}, {"chisel": 1, "screw": 1}, 1)
    assert vocabulary.nearest("chisl") == "chisel"
    assert vocabulary.completions("chi") == ["chisel"]
    assert vocabulary.documents_with(["screw"]) == 51
    assert vocabulary.documents == 101


def test_several_lexemes_are_in_no_more_items_than_there_are(vocabulary: Vocabulary) -> None:
    assert vocabulary.documents_with(["screw"] * 5) == 100


def test_word_lists_of_the_language(tmp_path: Path) -> None:
    (tmp_path / "english").write_text("A\nbatter\nhiding\n")
    (tmp_path / "german").write_text("A\nöl\n")
    (tmp_path / "README").write_text("x\nbroken\n")
    (tmp_path / "empty").write_text("")
    (tmp_path / "words").symlink_to("english")
    words = WordLists(tmp_path)
    assert "batter" in words
    assert "öl" in words
    assert "batte" not in words
    assert "broken" not in words


def test_without_word_lists_no_word_is_known(tmp_path: Path) -> None:
    assert "batter" not in WordLists(tmp_path / "missing")


def test_the_word_list_that_the_package_depends_on_knows_english() -> None:
    words = WordLists()
    assert "something" in words
    assert "smoothing" in words
    assert "scrwdriver" not in words
