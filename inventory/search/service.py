"""Searching: read the query, rank by text and by meaning, fuse, say why."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

import sqlalchemy as sa
import sqlalchemy.exc
from psycopg2.errorcodes import QUERY_CANCELED

from inventory.catalogue import service as catalogue
from inventory.database import transaction
from inventory.errors import Unavailable
from inventory.search import rules, store
from inventory.search.explain import Explanation, likely_tokens
from inventory.search.explain import explain as explain_one
from inventory.search.rules import Found, Reading, Term, Word
from inventory.search.spelling import Vocabulary, WordLists
from inventory.search.vocabularies import Vocabularies

log = logging.getLogger(__name__)

# Far beyond what a query takes; a search must not hold a connection for long, whatever is asked.
STATEMENT_TIMEOUT_MS = 5000
_vocabularies = Vocabularies()


class Encoder(Protocol):
    """What makes the query's vector; see inventory.embedding.client.EmbedderClient."""

    def encode_one(self, text: str) -> list[float]: ...


@dataclass(frozen=True)
class Answer:
    """What a query found.

    Attributes:
        query: as it was typed, tidied.
        repaired: the query that was searched instead.
        mode: "text" when the embedder did not answer.
        found: the best first.
        lexemes: by these an item's words are recognised as found.
        documents: how many items were searched.
    """

    query: str
    repaired: str | None = None
    mode: Literal["hybrid", "text"] = "hybrid"
    found: Sequence[Found] = ()
    lexemes: frozenset[str] = field(default_factory=frozenset)
    documents: int = 0
    took_ms: float = 0.0


def search(engine: sa.Engine, embedder: Encoder | None, q: str, *, repair: bool = True) -> Answer:
    """Find items for a query as people type it.

    Args:
        embedder: where it is missing or does not answer, the text alone counts.
        repair: False searches for the words exactly as they were typed.

    Raises:
        Unavailable: the database does not answer, or not in time.
    """
    started = time.perf_counter()
    query = rules.tidy_query(q)
    if not query:
        return Answer(query)
    with _in_time(), transaction(engine) as connection:
        store.set_timeout(connection, STATEMENT_TIMEOUT_MS)
        vocabulary = _vocabularies.get(engine, connection)
        readings = _read(connection, vocabulary, query, repair)
        terms = _terms(connection, vocabulary, readings)
        exact = store.list_exact(connection, query, rules.CANDIDATES)
        text = _rank_text(connection, vocabulary, terms)
        vector = _encode(embedder, rules.sentence(query, readings))
        meaning = store.rank_meaning(connection, vector, rules.CANDIDATES) if vector else {}
    return Answer(
        query=query,
        repaired=rules.repaired_query(query, readings),
        mode="text" if vector is None else "hybrid",
        found=rules.fuse(text, meaning, exact),
        lexemes=frozenset(lexeme for term in terms for lexeme in term.lexemes),
        documents=vocabulary.documents,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except sqlalchemy.exc.OperationalError as error:
        if getattr(error.orig, "pgcode", None) == QUERY_CANCELED:
            raise Unavailable(
                "The search took too long.", hint="Try again in a moment, or with fewer words."
            ) from error
        raise


def explain(engine: sa.Engine, answer: Answer, found: Sequence[Found]) -> dict[int, Explanation]:
    """Why each of these items (a page of the answer) was found; items that are gone are left out."""
    with transaction(engine) as connection:
        fields = {item.id: _fields(item) for item in catalogue.get_items(connection, [one.item_id for one in found])}
        tokens = likely_tokens(fields.values(), answer.lexemes)
        lexemes = store.get_lexemes(connection, tokens)
    matching = {token for token, mine in lexemes.items() if not answer.lexemes.isdisjoint(mine)}
    return {
        one.item_id: explain_one(one, fields[one.item_id], matching.__contains__)
        for one in found
        if one.item_id in fields
    }


def _fields(item: catalogue.Item) -> dict[str, list[str]]:
    """What is searched of an item, in the order in which it is told."""
    return {
        "name": [item.name],
        "SKU": [item.sku or ""],
        "tag": list(item.tags),
        "description": [item.description],
        "notes": [item.notes],
        "place": [item.location_path.replace(" / ", " › ")],
        "details": [f"{name}: {value}" for name, value in item.attributes.items()],
    }


def _read(connection: sa.Connection, vocabulary: Vocabulary, query: str, repair: bool) -> list[Reading]:
    language = word_lists()
    words = [Word(*row) for row in store.split_words(connection, query)[: rules.MAX_TERMS]]
    return rules.settle([rules.read_word(word, vocabulary, language, repair=repair) for word in words])


def _terms(connection: sa.Connection, vocabulary: Vocabulary, readings: Sequence[Reading]) -> list[Term]:
    """The query's words in the index; each stem once, and none that no item has."""
    others = {word for reading in readings for word in reading.stands_for if word != reading.word.text}
    lexemes = store.get_lexemes(connection, others)
    terms: dict[tuple[str, ...], Term] = {}
    for reading in readings:
        lexemes[reading.word.text] = reading.word.lexemes
        mine = tuple(dict.fromkeys(lexeme for word in reading.stands_for for lexeme in lexemes[word]))
        documents = vocabulary.documents_with(mine)
        if documents:
            terms.setdefault(mine, Term(mine, documents, 1.0 if reading.sure else rules.UNSURE_WEIGHT))
    return list(terms.values())


def _rank_text(connection: sa.Connection, vocabulary: Vocabulary, terms: Sequence[Term]) -> dict[int, float]:
    shares = rules.term_weights(terms, vocabulary.documents)
    candidates = [lexeme for term in rules.bounded(terms) for lexeme in term.lexemes]
    weighted = [(term.lexemes, share) for term, share in zip(terms, shares, strict=True)]
    return store.rank_text(connection, weighted, candidates, rules.CANDIDATES)


def _encode(embedder: Encoder | None, text: str) -> list[float] | None:
    if embedder is None:
        return None
    try:
        return embedder.encode_one(text)
    except Unavailable as error:
        log.info("searching by text alone: %s", error)
        return None


@lru_cache(maxsize=1)
def word_lists() -> WordLists:
    """The words of the languages whose lists are installed (Debian's wamerican and its sisters)."""
    return WordLists()
