"""The example tables: enough, varied, and nothing that cannot be stored."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal

import pytest

from inventory.catalogue.rules import split_path
from inventory.examples.data import COLUMNS, DATA, PLACES, read_examples
from inventory.examples.draw import PhotoPlan
from inventory.examples.shapes import DRAWINGS

EXAMPLES = read_examples()


def test_there_are_enough_items_of_each_place() -> None:
    assert len(EXAMPLES) >= 320
    letters = Counter(example.ref[:9] for example in EXAMPLES)
    assert len(letters) == 3
    assert min(letters.values()) >= 100


@pytest.mark.parametrize("place", PLACES)
def test_tables_have_the_columns_that_the_import_documents(place: str) -> None:
    with (DATA / f"{place}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_refs_names_and_skus_are_unique() -> None:
    for values in (
        [example.ref.lower() for example in EXAMPLES],
        [example.draft.name.lower() for example in EXAMPLES],
        [example.draft.sku.lower() for example in EXAMPLES if example.draft.sku],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_quantities_are_exact_and_some_have_decimals() -> None:
    assert all(isinstance(example.draft.quantity, Decimal) for example in EXAMPLES)
    assert all(0 < example.draft.quantity < 5000 for example in EXAMPLES)
    assert sum(example.draft.quantity % 1 != 0 for example in EXAMPLES) >= 40
    assert {"pcs", "kg", "g", "l", "m", "pack", "roll", "pair", "set"} <= {example.draft.unit for example in EXAMPLES}


def test_every_item_says_what_it_is_for_and_many_have_a_note() -> None:
    assert [example.ref for example in EXAMPLES if len(example.draft.description) < 20] == []
    assert sum(bool(example.draft.notes) for example in EXAMPLES) > len(EXAMPLES) / 3
    assert sum(bool(example.draft.sku) for example in EXAMPLES) > len(EXAMPLES) / 2


def test_places_are_nested_two_to_four_deep() -> None:
    depths = {len(split_path(example.location)) for example in EXAMPLES}
    assert depths == {2, 3, 4}
    assert len({example.location for example in EXAMPLES}) >= 80
    assert {" / ".join(split_path(example.location)) for example in EXAMPLES} == {e.location for e in EXAMPLES}


def test_there_are_many_tags_and_most_are_used_more_than_once() -> None:
    used = Counter(tag for example in EXAMPLES for tag in example.draft.tags)
    assert len(used) >= 40
    assert sum(count > 1 for count in used.values()) > len(used) / 2
    assert all(example.draft.tags for example in EXAMPLES)


def test_most_items_have_a_photo_and_no_drawing_is_left_over() -> None:
    drawn = Counter(example.photo.drawing for example in EXAMPLES if example.photo)
    assert sum(drawn.values()) > 300
    assert set(DRAWINGS) == set(drawn)
    assert max(drawn.values()) <= 6


def test_what_the_picture_search_promises_is_there() -> None:
    names = {example.draft.name: example for example in EXAMPLES}
    assert names["Picture hooks, brass, 20 kg"].location == "Workshop / Drawer 3 / Box A"
    assert sum("pictures" in example.draft.tags for example in EXAMPLES) >= 10


@pytest.mark.parametrize("cell", ["hamer 20", "hammer", "hammer x", "hammer 360", "hammer 20 mauve", "hammer ²"])
def test_a_photo_cell_that_cannot_be_drawn_is_refused(cell: str) -> None:
    from inventory.errors import InvalidInput

    with pytest.raises(InvalidInput):
        PhotoPlan.parse(cell)
