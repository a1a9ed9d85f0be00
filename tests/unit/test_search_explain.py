"""Saying why, and narrowing: pure rules."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inventory.catalogue.rules import Card
from inventory.search.explain import excerpt, explain, likely_tokens, pieces
from inventory.search.facets import Narrowing, count_facets, narrow
from inventory.search.rules import Found


def is_picture(word: str) -> bool:
    return word in ("picture", "pictures")


def test_the_reasons_name_the_fields_and_mark_the_words() -> None:
    fields = {
        "name": ["Picture hooks, brass"],
        "tag": ["fixings", "pictures"],
        "notes": ["For the flat. " + "x " * 60 + "Hang heavy pictures with two hooks, never with one only, please."],
    }
    told = explain(Found(1, 0.5, by_text=True, by_meaning=True), fields, is_picture)
    assert told.matched == {"name": ["Picture"], "tag": ["pictures"], "notes": ["pictures"]}
    assert [str(reason) for reason in told.reasons] == [
        "name: Picture",
        "tag: pictures",
        "notes: “… x x x x x x Hang heavy pictures with two hooks, never with one only, …”",
        "meaning",
    ]
    assert ("pictures", True) in told.reasons[2].pieces


def test_an_exact_code_says_so_first() -> None:
    told = explain(Found(1, 1, exact=True), {"SKU": ["DDF484"]}, lambda word: word == "ddf484")
    assert [str(reason) for reason in told.reasons] == ["exact name or code", "SKU: DDF484"]


def test_words_are_recognised_without_case_and_accents() -> None:
    assert list(pieces("Crème brûlée", lambda word: word == "brulee")) == [("Crème ", False), ("brûlée", True)]


@given(st.text(), st.sets(st.text(max_size=3)))
def test_the_pieces_are_the_text(text: str, words: set[str]) -> None:
    assert "".join(piece for piece, _ in pieces(text, words.__contains__)) == text


@given(st.text(max_size=400))
def test_an_excerpt_is_short_and_has_the_found_word(before: str) -> None:
    piece = excerpt(before + " picture " + before, is_picture)
    assert "picture" in piece.lower()
    assert len(piece) < 90
    assert "\n" not in piece


def test_only_words_that_can_match_are_looked_up() -> None:
    fields = [{"name": ["Picture hooks 20 kg", "PINE"], "tag": ["pict-ure"]}]
    assert likely_tokens(fields, {"pictur"}) == {"picture", "pict", "20", "pine"}


def card(number: int, path: str = "", *tags: str) -> Card:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Card(number, "x", Decimal(1), "pcs", None, None, path, tags, None, now, None)


CARDS = [card(1, "Hall / Cupboard", "a"), card(2, "Hall", "a", "b"), card(3, "Hallway", "a"), card(4, "", "a")]


def test_a_place_holds_what_is_below_it_and_nothing_that_only_begins_like_it() -> None:
    assert [one.id for one in CARDS if narrow(one, Narrowing(place="Hall"))] == [1, 2]
    assert [one.id for one in CARDS if narrow(one, Narrowing(place="Hall / Cupboard"))] == [1]
    assert [one.id for one in CARDS if narrow(one, Narrowing(place="Hall", tag="B"))] == [2]
    assert [one.id for one in CARDS if narrow(one, Narrowing())] == [1, 2, 3, 4]


def test_chips_count_and_leave_out_what_all_have() -> None:
    facets = count_facets(CARDS)
    assert facets.places == (("Hall", 2), ("Hallway", 1))
    assert facets.tags == (("b", 1),)
