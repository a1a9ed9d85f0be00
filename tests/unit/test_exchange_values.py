"""Cells into values and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.catalogue import rules as catalogue
from inventory.exchange import values
from inventory.exchange.rules import ValueFault

names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "1"),
        (" 12.5 ", "12.5"),
        ("1.234", "1.234"),
        ("0,234", "0.234"),
        ("1,5", "1.5"),
        ("1,2345", "1.2345"),
        ("1234,567", "1234.567"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("1'234.50", "1234.50"),
        (".5", "0.5"),
        ("-3", "-3"),
    ],
)
def test_numbers_of_both_styles(text: str, expected: str) -> None:
    assert values.parse_decimal(text) == Decimal(expected)


def test_a_number_that_can_mean_two_is_refused() -> None:
    with pytest.raises(ValueFault, match=r"can mean 1234 or 1\.234"):
        values.parse_decimal("1,234")


@pytest.mark.parametrize(
    "text", ["", "many", "1,2,3", "1.2.3", "12,34.56.7", "1e5", "NaN", "²", "١٢", ".", ",", "-", "1.,2", "1,", "--1"]
)
def test_no_numbers(text: str) -> None:
    if text == "1,":
        assert values.parse_decimal(text) == 1
        return
    with pytest.raises(ValueFault):
        values.parse_decimal(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**11))
def test_numbers_round_trip(number: Decimal) -> None:
    assert values.parse_decimal(values.format_decimal(number)) == number


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_clear_fault(text: str) -> None:
    try:
        assert values.parse_decimal(text).is_finite()
    except ValueFault as fault:
        assert fault.what
        assert fault.mend


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024-5-6", "2024-05-06"),
        ("2024-05-06T07:08:09Z", "2024-05-06"),
        ("2024/05/06", "2024-05-06"),
        ("31.12.2024", "2024-12-31"),
        ("1.2.2024", "2024-02-01"),
        ("12/31/2024", "2024-12-31"),
        ("31/12/2024", "2024-12-31"),
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert values.parse_date(text) == expected


@pytest.mark.parametrize("text", ["2024-02-30", "32.01.2024", "2024-13-01", "yesterday", "20240506", "0000-01-01"])
def test_no_dates(text: str) -> None:
    with pytest.raises(ValueFault):
        values.parse_date(text)


def test_a_date_that_can_mean_two_is_refused() -> None:
    with pytest.raises(ValueFault, match="which is the day"):
        values.parse_date("03/04/2024")


def test_paths() -> None:
    assert values.split_path(" House / Garage ›Bench") == ("House", "Garage", "Bench")
    assert values.split_path("AC/DC box") == ("AC/DC box",)
    assert values.split_slashes("House/Garage / Bench/") == ("House", "Garage", "Bench")
    assert values.split_slashes(r"AC\/DC / Box") == ("AC/DC", "Box")


@given(st.lists(names.map(str.strip).filter(bool), max_size=5))
def test_paths_round_trip_with_slashes_in_names(path: list[str]) -> None:
    assert values.split_slashes(values.join_slashes(path)) == tuple(path)


@given(st.text(max_size=30))
def test_paths_are_split_as_the_catalogue_does(text: str) -> None:
    try:
        expected = catalogue.split_path(text)
    except Exception:
        return
    assert tuple(" ".join(name.split()) for name in values.split_path(text)) == expected


def test_tags_are_split_at_semicolons_and_commas_and_kept_once() -> None:
    assert values.split_tags("a; b,c ;; a") == ("a", "b", "c")


@given(st.text(max_size=20))
def test_formula_guard_round_trips(text: str) -> None:
    assert values.unguard_formula(values.guard_formula(text)) == text


@given(st.sampled_from("=+-@\t\r＝＋－＠"), st.text(max_size=10))
def test_no_cell_begins_like_a_formula(first: str, rest: str) -> None:
    assert values.guard_formula(first + rest)[0] == "'"
