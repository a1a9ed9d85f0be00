"""Queries against a real index: codes, part-words, wrong letters, odd input; with and without the embedder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from inventory.catalogue import service as catalogue
from inventory.catalogue.rules import ItemDraft
from inventory.config import Settings
from inventory.database import transaction
from inventory.embedding.client import EmbedderClient
from inventory.errors import Unavailable
from inventory.search import indexing, service
from tests.support.embedder import Embedder

ITEMS = [
    ItemDraft("Picture hooks, brass, 20 kg", "To fasten paintings to plaster walls", tags=("fixings",)),
    ItemDraft("Cordless drill DDF484", "18 V, with two batteries", sku="TN-2410"),
    ItemDraft("Installation cable NYM 3×1,5 mm²", "Ring of 50 m", attributes={"barcode": "4011234567890"}),
    ItemDraft("Rechargeable batteries AA", "NiMH, 2000 mAh"),
    ItemDraft("Sauce", "Tomato"),
    ItemDraft("Sauce pan", "Steel, 20 cm"),
    ItemDraft("Screwdriver set", "Six pieces"),
    ItemDraft("Wheat flour type 405", "25 kg sack for cakes and bread"),
    ItemDraft("Garden hose", "Waters the vegetable beds"),
    ItemDraft("Fenstergriff Größe M", "Griff für Fenster"),
]


@pytest.fixture
def ids(engine: sa.Engine) -> dict[str, int]:
    """The items above, by the first word of their names."""
    with transaction(engine) as connection:
        made = catalogue.bulk_create_items(connection, ITEMS)
    return dict(
        zip(
            (draft.name.split()[0].lower() if draft.name != "Sauce pan" else "pan" for draft in ITEMS),
            made,
            strict=True,
        )
    )


def first(engine: sa.Engine, words: str, **options: bool) -> int | None:
    found = service.search(engine, None, words, **options).found
    return found[0].item_id if found else None


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("DDF484", "cordless"),
        ("ddf484", "cordless"),
        ("DDF 484", "cordless"),
        ("f484", "cordless"),
        ("tn2410", "cordless"),
        ("TN 2410", "cordless"),
        ("tn-24", "cordless"),
        ("4011234567890", "installation"),
        ("401123", "installation"),
        ("3x1.5", "installation"),
        ("3×1,5", "installation"),
        ("3 x 1,5 mm", "installation"),
        ("nym", "installation"),
        ("pict", "picture"),
        ("hooks brass", "picture"),
        ("painting", "picture"),
        ("fixings", "picture"),
        ("20kg", "picture"),
        ("picturehooks", "picture"),
        ("rechargable batery", "rechargeable"),
        ("scrwdriver", "screwdriver"),
        ("flour", "wheat"),
        ("fluor", "wheat"),
        ("cakes", "wheat"),
        ("grosse m", "fenstergriff"),
        ("GRÖẞE", "fenstergriff"),
        ("fenstergrif", "fenstergriff"),
        ("sauce", "sauce"),
        ("SAUCE PAN", "pan"),
    ],
)
def test_the_thing_is_found_first(engine: sa.Engine, ids: dict[str, int], typed: str, item: str) -> None:
    assert first(engine, typed) == ids[item]


def test_an_exact_name_or_code_comes_before_better_ranks(engine: sa.Engine, ids: dict[str, int]) -> None:
    answer = service.search(engine, None, "tn-2410")
    assert (answer.found[0].item_id, answer.found[0].exact, answer.found[0].score) == (ids["cordless"], True, 1.0)
    answer = service.search(engine, None, "Sauce!")
    assert [one.exact for one in answer.found] == [True, False]


def test_the_mended_query_is_told_and_can_be_refused(engine: sa.Engine, ids: dict[str, int]) -> None:
    assert service.search(engine, None, "Scrwdriver, set").repaired == "screwdriver, set"
    assert service.search(engine, None, "screwdriver set").repaired is None
    refused = service.search(engine, None, "scrwdriver", repair=False)
    assert (refused.repaired, list(refused.found)) == (None, [])


def test_a_new_word_repairs_at_once_and_in_every_way(engine: sa.Engine, ids: dict[str, int]) -> None:
    assert first(engine, "chisl") is None
    made = catalogue.create_item(engine, ItemDraft("Chisel"))
    assert first(engine, "chisl") == made.id


def test_a_word_that_only_a_deleted_item_had_leads_nowhere(engine: sa.Engine, ids: dict[str, int]) -> None:
    made = catalogue.create_item(engine, ItemDraft("Chisel"))
    assert first(engine, "chisel") == made.id
    catalogue.delete_item(engine, made.id)
    assert first(engine, "chisel") is None


def test_the_words_are_counted_anew_after_an_import(engine: sa.Engine, ids: dict[str, int]) -> None:
    assert first(engine, "chisel") is None
    with transaction(engine) as connection:
        drafts = [ItemDraft(f"Chisel {number}") for number in range(800)]
        made = catalogue.bulk_create_items(connection, drafts)
    answer = service.search(engine, None, "chisl 7")
    assert answer.found[0].item_id == made[7]
    assert answer.documents == len(ITEMS) + 800


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\x00",
        "the of and with",
        "😀🔨",
        "a & b | !c <-> (d:*",
        "'; DROP TABLE item; --",
        "%_\\",
        "x" * 10_000,
        "battery " * 1500,
        " ".join(f"word{number}" for number in range(2000)),
        "\ud800 half",
        "'\\''",
        "::::",
        "-5 +7 1e309",
        "ﷺ" * 300,
        "\u0301\u0301",
        "İ",
    ],
)
def test_any_input_gets_a_normal_answer(engine: sa.Engine, ids: dict[str, int], typed: str) -> None:
    answer = service.search(engine, None, typed)
    assert answer.took_ms < 2000
    service.explain(engine, answer, list(answer.found))


def test_in_an_empty_inventory_nothing_is_found(engine: sa.Engine) -> None:
    assert list(service.search(engine, None, "hammer").found) == []


def test_why_names_the_words(engine: sa.Engine, ids: dict[str, int]) -> None:
    answer = service.search(engine, None, "paintings hook fixing")
    why = service.explain(engine, answer, answer.found[:1])[ids["picture"]]
    assert why.matched == {"name": ["hooks"], "tag": ["fixings"], "description": ["paintings"]}


class BrokenEncoder:
    def encode_one(self, text: str) -> list[float]:
        raise Unavailable("The embedder is not running.")


def test_without_the_embedder_the_text_answers(engine: sa.Engine, ids: dict[str, int]) -> None:
    answer = service.search(engine, BrokenEncoder(), "screwdriver")
    assert answer.mode == "text"
    assert answer.found[0].item_id == ids["screwdriver"]


def test_a_search_that_takes_too_long_is_given_up_with_a_reason(
    engine: sa.Engine, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "STATEMENT_TIMEOUT_MS", 200)
    with engine.begin() as other:
        other.execute(sa.text("LOCK TABLE search_text"))
        with pytest.raises(Unavailable, match="took too long"):
            service.search(engine, None, "hook")
    assert first(engine, "hook") == ids["picture"]


@pytest.fixture
def embedder(settings: Settings, tmp_path: Path) -> Iterator[Embedder]:
    """A real embedder with the real model, filling the test's database."""
    with Embedder(settings.embedder_socket, database_url=settings.database_url) as embedder:
        yield embedder


def wait_for_vectors(engine: sa.Engine, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while indexing.count_without_vector(engine):
        assert time.monotonic() < deadline, "the vectors do not come"
        time.sleep(0.05)


def test_things_are_found_by_what_they_are_for(
    engine: sa.Engine, ids: dict[str, int], embedder: Embedder, settings: Settings
) -> None:
    client = EmbedderClient(settings.embedder_socket, timeout=5)
    wait_for_vectors(engine)
    for words, item in (
        ("something to hang pictures with", "picture"),
        ("ingredient for baking", "wheat"),
        ("irrigation", "garden"),
        ("something to hang pictuers with", "picture"),
    ):
        answer = service.search(engine, client, words)
        assert answer.mode == "hybrid"
        assert answer.found[0].item_id == ids[item], words
        assert answer.found[0].by_meaning
    assert service.search(engine, None, "irrigation").found == []

    embedder.stop()
    answer = service.search(engine, client, "flour")
    assert (answer.mode, answer.found[0].item_id) == ("text", ids["wheat"])
    embedder.start()
    deadline = time.monotonic() + 10
    while service.search(engine, client, "irrigation").mode == "text":  # no restart of ours
        assert time.monotonic() < deadline
        time.sleep(0.1)
    made = catalogue.create_item(engine, ItemDraft("Sprinkler", "For the lawn"))
    deadline = time.monotonic() + 10
    while made.id not in {one.item_id for one in service.search(engine, client, "irrigation").found}:
        assert time.monotonic() < deadline
        time.sleep(0.1)
