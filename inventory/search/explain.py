"""Why an item was found, in words: which words of which field, and a piece of the text around them. Pure: no I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inventory.search.rules import Found, fold

_TOKEN = re.compile(r"[^\W_]+")
# Letters shown before and after the first found word of a long text.
_BEFORE, _AFTER = 24, 48
_LONG_FIELDS = ("description", "notes", "details")

Fields = Mapping[str, Sequence[str]]
# A piece of text and whether it was found.
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Reason:
    """One reason: `label` is the field, "meaning", or "exact name or code"; `pieces` is what was found there."""

    label: str
    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        text = "".join(piece for piece, _ in self.pieces)
        return f"{self.label}: {text}" if text else self.label


@dataclass(frozen=True)
class Explanation:
    """`matched`: for each field the words of the item that were found. `reasons`: the same for people."""

    matched: Mapping[str, Sequence[str]]
    reasons: Sequence[Reason]


def likely_tokens(fields: Iterable[Fields], lexemes: Collection[str]) -> set[str]:
    """The words of all fields, folded, that may have one of the lexemes: a stem keeps the beginning of its word."""
    starts = {lexeme[:2] for lexeme in lexemes}
    texts = (text for one in fields for texts in one.values() for text in texts)
    tokens = {fold(match[0]) for text in texts for match in _TOKEN.finditer(text)}
    return {token for token in tokens if token[:2] in starts or any(character.isdigit() for character in token)}


def explain(found: Found, fields: Fields, is_match: Callable[[str], bool]) -> Explanation:
    """Say why.

    Args:
        fields: label to texts, such as {"name": ["Picture hooks"], "tag": ["brass", "pictures"]}.
        is_match: whether a folded word is one that was searched for.
    """
    matched: dict[str, list[str]] = {}
    reasons = [Reason("exact name or code")] if found.exact else []
    for label, texts in fields.items():
        cut = {text: found_words for text in texts if (found_words := _found_words(text, is_match))}
        if not cut:
            continue
        matched[label] = list(dict.fromkeys(word for words in cut.values() for word in words))
        reasons.append(Reason(label, _shown(label, list(cut), matched[label], is_match)))
    if found.by_meaning:
        reasons.append(Reason("meaning"))
    return Explanation(matched, reasons)


def _found_words(text: str, is_match: Callable[[str], bool]) -> list[str]:
    return [match[0] for match in _TOKEN.finditer(text) if is_match(fold(match[0]))]


def pieces(text: str, is_match: Callable[[str], bool]) -> Iterator[Piece]:
    """The text cut where found words begin and end; joined again it is the text."""
    end = 0
    for match in _TOKEN.finditer(text):
        if is_match(fold(match[0])):
            if match.start() > end:
                yield text[end : match.start()], False
            yield match[0], True
            end = match.end()
    if end < len(text):
        yield text[end:], False


def _shown(label: str, hits: Sequence[str], words: Sequence[str], is_match: Callable[[str], bool]) -> tuple[Piece, ...]:
    if label in _LONG_FIELDS:
        return ("“", False), *pieces(excerpt(hits[0], is_match), is_match), ("”", False)
    if label == "name":  # the card shows it already
        return _listed(words)
    return tuple(piece for number, text in enumerate(hits[:3]) for piece in _separated(number, pieces(text, is_match)))


def _listed(words: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(piece for number, word in enumerate(words[:4]) for piece in _separated(number, [(word, True)]))


def _separated(number: int, what: Iterable[Piece]) -> Iterator[Piece]:
    if number:
        yield ", ", False
    yield from what


def excerpt(text: str, is_match: Callable[[str], bool]) -> str:
    """The words around the first that was found, in one line."""
    line = " ".join(text.split())
    at = next((match.start() for match in _TOKEN.finditer(line) if is_match(fold(match[0]))), 0)
    start, end = max(0, at - _BEFORE), min(len(line), at + _AFTER)
    if start:
        start = line.find(" ", start, at) + 1 or start
    if end < len(line):
        end = max(line.rfind(" ", at, end), at) if line.rfind(" ", at + 1, end) > at else end
    return ("… " if start else "") + line[start:end] + (" …" if end < len(line) else "")
