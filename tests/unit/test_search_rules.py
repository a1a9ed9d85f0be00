"""Reading a query, weighing its terms, fusing two ranks: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.search import rules
from inventory.search.rules import Term, Word
from inventory.search.spelling import Vocabulary

WORDS = {"picture": 12, "pictures": 3, "hook": 9, "pick": 1, "battery": 40, "batteria": 1, "ddf484": 1, "stick": 20}
LANGUAGE = {"something", "sick", "hiding", "the", "hang"}
scores = st.dictionaries(st.integers(1, 50), st.floats(0, 1, allow_nan=False), max_size=20)


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(WORDS, {"pictur": 14, "hook": 9, "pick": 1, "batteri": 40, "ddf484": 1, "stick": 20}, 100)


def read(vocabulary: Vocabulary, *words: str, repair: bool = True) -> list[rules.Reading]:
    readings = [rules.read_word(Word(word, (word,)), vocabulary, LANGUAGE, repair=repair) for word in words]
    return rules.settle(readings)


def test_a_known_word_is_itself(vocabulary: Vocabulary) -> None:
    assert [reading.stands_for for reading in read(vocabulary, "hook")] == [("hook",)]


def test_another_form_of_a_known_word_is_known(vocabulary: Vocabulary) -> None:
    reading = rules.read_word(Word("hooked", ("hook",)), vocabulary, LANGUAGE)
    assert reading.known
    assert reading.repaired is None


def test_a_wrong_letter_is_mended(vocabulary: Vocabulary) -> None:
    assert rules.repaired_query("a  Batery!", read(vocabulary, "batery")) == "a  battery!"


def test_an_accent_does_not_hide_the_word_to_mend(vocabulary: Vocabulary) -> None:
    assert rules.repaired_query("Bátery hook", read(vocabulary, "batery", "hook")) == "battery hook"


def test_the_beginning_of_a_frequent_word_is_not_a_misspelling(vocabulary: Vocabulary) -> None:
    [reading] = read(vocabulary, "pict")  # "pick" is nearer than "picture"
    assert reading.repaired is None
    assert reading.stands_for == ("pict", "picture", "pictures")
    assert rules.sentence("pict", [reading]) == "picture"


def test_a_part_of_a_code_finds_the_code(vocabulary: Vocabulary) -> None:
    [reading] = read(vocabulary, "f484")
    assert reading.stands_for == ("f484", "ddf484")
    assert reading.repaired is None


def test_a_code_is_never_mended(vocabulary: Vocabulary) -> None:
    [reading] = read(vocabulary, "ddf485")
    assert reading.repaired is None
    assert reading.stands_for == ("ddf485",)


def test_two_words_written_as_one_are_told_apart(vocabulary: Vocabulary) -> None:
    [reading] = read(vocabulary, "picturehook")
    assert reading.stands_for == ("picturehook", "picture", "hook")
    assert rules.sentence("Picturehook, brass", [reading]) == "picture hook, brass"


def test_a_word_of_the_language_is_not_replaced_beside_words_that_are_found(vocabulary: Vocabulary) -> None:
    readings = read(vocabulary, "sick", "hook")
    assert rules.repaired_query("sick hook", readings) is None
    assert rules.sentence("sick hook", readings) == "sick hook"
    assert "stick" in readings[0].stands_for  # but searched too


def test_a_word_of_the_language_alone_is_replaced(vocabulary: Vocabulary) -> None:
    assert rules.repaired_query("sick", read(vocabulary, "sick")) == "stick"


def test_exactly_as_typed_mends_nothing(vocabulary: Vocabulary) -> None:
    [reading] = read(vocabulary, "batery", repair=False)
    assert reading.repaired is None
    assert reading.stands_for == ("batery",)


def test_a_stop_word_stays(vocabulary: Vocabulary) -> None:
    reading = rules.read_word(Word("the", ()), vocabulary, LANGUAGE)
    assert (reading.repaired, reading.stands_for) == (None, ("the",))


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  two \n words ", "two words"),
        ("nul\x00 and \ud800half", "nul and half"),
        ("", ""),
        ("\x00", ""),
        ("😀 hammer", "😀 hammer"),
    ],
)
def test_a_query_is_tidied(typed: str, tidy: str) -> None:
    assert rules.tidy_query(typed) == tidy


@given(st.text(max_size=3000))
def test_a_tidied_query_is_short_storable_and_stable(typed: str) -> None:
    tidy = rules.tidy_query(typed)
    assert len(tidy) <= rules.MAX_QUERY_CHARACTERS
    assert "\0" not in tidy
    tidy.encode()
    assert rules.tidy_query(tidy) == tidy


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    rare, common = rules.term_weights([Term(("a",), 3), Term(("b",), 900)], 1000)
    assert rare > 10 * common
    assert rare + common == pytest.approx(1)


def test_a_guess_tells_half() -> None:
    sure, guess = rules.term_weights([Term(("a",), 5), Term(("b",), 5, factor=0.5)], 1000)
    assert guess == pytest.approx(sure / 2)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_idf_is_never_negative_and_falls_with_frequency(documents: int, total: int) -> None:
    assert rules.idf(documents, total) > 0
    assert rules.idf(documents, total) >= rules.idf(documents + 1, total)


def test_candidates_come_from_the_rarest_terms() -> None:
    terms = [Term(("common",), 5000), Term(("rare",), 10), Term(("some",), 1500)]
    assert [term.lexemes for term in rules.bounded(terms, 2000)] == [("rare",), ("some",)]
    assert [term.lexemes for term in rules.bounded(terms[:1], 2000)] == [("common",)]


def test_both_ranks_count_half_each() -> None:
    found = rules.fuse({1: 0.9, 2: 0.5, 3: 0.1}, {2: 0.8, 3: 0.7, 4: 0.6})
    assert [one.item_id for one in found] == [2, 1, 3, 4]  # .75, .5, .25, 0
    assert [one.score for one in found] == pytest.approx([0.75, 0.5, 0.25, 0])


def test_an_exact_code_comes_first_whatever_the_ranks_say() -> None:
    found = rules.fuse({1: 0.9, 2: 0.5}, {1: 0.9}, exact=[7, 2])
    assert [one.item_id for one in found] == [2, 7, 1]
    assert [one.exact for one in found] == [True, True, False]
    assert [one.score for one in found] == [1, 1, pytest.approx(1)]


def test_one_rank_alone_keeps_its_scores() -> None:
    assert [one.score for one in rules.fuse({1: 0.6, 2: 0.2}, {})] == [0.6, 0.2]
    assert [one.score for one in rules.fuse({}, {1: 0.6, 2: 0.4})] == [0.6, 0.4]


def test_what_is_merely_least_far_is_not_a_result() -> None:
    assert [one.item_id for one in rules.fuse({}, {1: 0.7, 2: 0.5, 3: 0.3, 4: 0.1})] == [1, 2]
    assert rules.fuse({}, {1: 0.1}) == []
    kept = rules.fuse({4: 0.5}, {1: 0.7, 4: 0.1})  # the words are in it, so it stays; but not by its meaning
    assert [(one.item_id, one.by_meaning) for one in kept] == [(1, True), (4, False)]


@given(scores, scores, st.lists(st.integers(1, 60), max_size=5))
def test_fusion_loses_nobody_found_by_text_and_orders_by_score(
    text: dict[int, float], meaning: dict[int, float], exact: list[int]
) -> None:
    found = rules.fuse(text, meaning, exact)
    ids = [one.item_id for one in found]
    assert len(ids) == len(set(ids))
    assert set(text) | set(exact) <= set(ids) <= set(text) | set(meaning) | set(exact)
    assert [one.exact for one in found] == sorted((one.exact for one in found), reverse=True)
    rest = [one.score for one in found if not one.exact]
    assert rest == sorted(rest, reverse=True)
    assert all(0 <= one.score <= 1.0000001 for one in found)
