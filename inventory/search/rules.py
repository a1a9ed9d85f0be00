"""What a query means and how results are ranked. Pure: no I/O.

The measurements that chose the numbers here are printed by `make bench-search`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

MAX_QUERY_CHARACTERS = 1000
MAX_TERMS = 24
# How many postings of the index a query may rank; terms are taken from the rarest on until they are spent.
MAX_POSTINGS = 2000
# How many results each of the two ranks gives to the fusion, and so the most that a search can find.
CANDIDATES = 200
# Of the two ranks, how much the text counts; 0.4 to 0.7 are within .015 of nDCG@10.
TEXT_SHARE = 0.5
# Results that only their meaning recommends must be at least this near (cosine), and this near to the nearest.
MIN_SIMILARITY = 0.25
MIN_SIMILARITY_OF_BEST = 0.6
# A word of the language that the catalogue lacks may still be a slip: the near word is searched too, at half weight.
UNSURE_WEIGHT = 0.5

_SPACES = re.compile(r"\s+")
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Word:
    """A word of the query: as the index writes it, and its lexemes there (none for a stop word)."""

    text: str
    lexemes: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What a word of the query is taken for.

    Attributes:
        word: the word that was typed.
        stands_for: words of the catalogue that it stands for: itself, its completions, the nearest word.
        repaired: the catalogue's word that is put in its place, if it is a misspelling.
        sure: False where the typed word is a word of the language.
        known: the catalogue has the word itself.
        meant: what a word that was begun or run together would be.
    """

    word: Word
    stands_for: tuple[str, ...]
    repaired: str | None = None
    sure: bool = True
    known: bool = False
    meant: str | None = None

    @property
    def finds(self) -> bool:
        """Does the catalogue have any of it?"""
        return self.known or self.repaired is not None or len(self.stands_for) > 1

    @property
    def put_in_place(self) -> str | None:
        """What to read in its place for the meaning of the sentence."""
        return (self.repaired or self.meant) if self.sure else None


@dataclass(frozen=True)
class Term:
    """One word of the query in the index.

    Attributes:
        lexemes: any of these in an item covers the term.
        documents: how many items have one of them, about.
        factor: 1, or less for a guess.
    """

    lexemes: tuple[str, ...]
    documents: int
    factor: float = 1.0


@dataclass(frozen=True)
class Found:
    """A result before anything is shown of it. `score` is 0 to 1; an exact name or code scores 1."""

    item_id: int
    score: float
    by_text: bool = False
    by_meaning: bool = False
    exact: bool = False


class Vocabulary(Protocol):
    """What reading a query needs to know of the catalogue's words; see spelling.Vocabulary."""

    def knows(self, word: str, lexemes: Iterable[str] = ()) -> bool: ...
    def documents_of(self, words: Iterable[str]) -> int: ...
    def nearest(self, word: str, most_edits: int | None = None) -> str | None: ...
    def completions(self, start: str) -> list[str]: ...
    def containing(self, part: str) -> list[str]: ...
    def split(self, word: str) -> tuple[str, str] | None: ...


def read_word(word: Word, vocabulary: Vocabulary, language: Container[str], *, repair: bool = True) -> Reading:
    """Take a word for what it is: known, the beginning or a part of known ones, two in one, or misspelt.

    Args:
        language: words that are correct although the catalogue does not have them.
        repair: False when the person asked for the words as typed.
    """
    if not word.lexemes:
        return Reading(word, (word.text,))
    if vocabulary.knows(word.text, word.lexemes):
        return Reading(word, (word.text,), known=True)
    parts = vocabulary.completions(word.text) or vocabulary.containing(word.text)
    sure = word.text not in language
    nearest = vocabulary.nearest(word.text, None if sure else 1) if repair else None
    # Begun or misspelt? What the catalogue has more of is the better guess.
    if nearest is None or vocabulary.documents_of(parts) > vocabulary.documents_of([nearest]):
        stands_for = parts or vocabulary.split(word.text) or ()
        meant = parts[0] if parts else " ".join(stands_for)
        return Reading(word, (word.text, *stands_for), sure=sure, meant=meant)
    return Reading(word, (nearest, *parts), repaired=nearest, sure=sure)


def settle(readings: Sequence[Reading]) -> list[Reading]:
    """Believe the unsure repairs where nothing else in the query can find anything.

    A word of the language that the catalogue lacks is mostly meant as it is ("something to hang pictures with"), and
    the near word only searched beside it. Alone it finds nothing, so there it is taken for misspelt ("batter").
    """
    if any(reading.finds for reading in readings if reading.sure):
        return list(readings)
    return [replace(reading, sure=True) for reading in readings]


def repaired_query(query: str, readings: Iterable[Reading]) -> str | None:
    """The query with its misspelt words replaced, otherwise as it was typed; None when none is."""
    return _replaced(
        query, {reading.word.text: reading.repaired for reading in readings if reading.repaired and reading.sure}
    )


def sentence(query: str, readings: Iterable[Reading]) -> str:
    """The query as its meaning is read: misspelt words mended, begun words completed."""
    return (
        _replaced(query, {reading.word.text: reading.put_in_place for reading in readings if reading.put_in_place})
        or query
    )


def _replaced(query: str, words: Mapping[str, str]) -> str | None:
    if not words:
        return None
    return _TOKEN.sub(lambda match: words.get(fold(match[0]), match[0]), query)


def fold(word: str) -> str:
    """A word in lower case without accents, near enough to how the index writes it."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def tidy_query(q: str) -> str:
    """The query without what no text can hold (NUL, control characters, halves of characters), of bounded length."""
    q = q[: MAX_QUERY_CHARACTERS * 4]
    kept = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in q)
    return _SPACES.sub(" ", kept).strip()[:MAX_QUERY_CHARACTERS].strip()


def idf(documents: int, total: int) -> float:
    """How much a term tells: ln(1 + (N - n + 0.5) / (n + 0.5)).

    Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.1, with the 1
    that Lucene adds so that it is never negative.
    """
    documents = min(documents, total)
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


def term_weights(terms: Sequence[Term], total: int) -> list[float]:
    """The share of each term in the query; together 1."""
    weights = [term.factor * idf(term.documents, total) for term in terms]
    whole = sum(weights)
    return [weight / whole for weight in weights] if whole else []


def bounded(terms: Sequence[Term], postings: int = MAX_POSTINGS) -> list[Term]:
    """The terms whose items are worth ranking: from the rarest on until `postings` are spent, at least one."""
    chosen: list[Term] = []
    spent = 0
    for term in sorted(terms, key=lambda term: term.documents):
        if chosen and spent + term.documents > postings:
            break
        chosen.append(term)
        spent += term.documents
    return chosen


def near_enough(similarities: Mapping[int, float]) -> dict[int, float]:
    """Without the items that are merely the least far away."""
    if not similarities:
        return {}
    least = max(MIN_SIMILARITY, MIN_SIMILARITY_OF_BEST * max(similarities.values()))
    return {item_id: similarity for item_id, similarity in similarities.items() if similarity >= least}


def min_max(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores stretched to 0..1; all equal become 1.

    Min-max normalisation as in Fox and Shaw, "Combination of Multiple Searches" (TREC-2, 1994) and Lee (1997).
    """
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {key: (score - low) / (high - low) for key, score in scores.items()}


def fuse(
    text: Mapping[int, float], meaning: Mapping[int, float], exact: Iterable[int] = (), *, share: float = TEXT_SHARE
) -> list[Found]:
    """One list from the text rank and the vector rank, exact names and codes first.

    Each rank's scores are stretched to 0..1 and added, `share` of the text's and the rest of the vector's (CombSUM of
    Fox and Shaw with weights). An item that one rank does not have gets 0 from it. Where a rank is empty, the other
    counts alone, as it is. What only the vector finds must be near enough.
    """
    near = near_enough(meaning)
    both = bool(text and meaning)
    text_scores = min_max(text) if both else text
    meaning_scores = min_max(meaning) if both else meaning
    share = share if both else 1.0 if text else 0.0
    first = dict.fromkeys(exact)
    found = [
        Found(
            item_id,
            1.0 if item_id in first else _added(share, text_scores.get(item_id), meaning_scores.get(item_id)),
            by_text=item_id in text,
            by_meaning=item_id in near,
            exact=item_id in first,
        )
        for item_id in {**text, **near, **first}
    ]
    return sorted(found, key=lambda one: (not one.exact, -one.score, one.item_id))


def _added(share: float, text: float | None, meaning: float | None) -> float:
    return share * (text or 0.0) + (1 - share) * (meaning or 0.0)
