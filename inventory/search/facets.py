"""Narrowing what was found to a place or a tag. Pure: no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inventory.catalogue.rules import PATH_SEPARATOR, Card

MAX_PLACES = 3
MAX_TAGS = 5


@dataclass(frozen=True)
class Narrowing:
    """What results must be: in this place or below it (a path), and with this tag. Empty: any."""

    place: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Facets:
    """How many results are in each place (at the top) and have each tag, without those that would narrow nothing."""

    places: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]


def narrow(card: Card, wanted: Narrowing) -> bool:
    """Does the item fit?"""
    path = card.location_path
    in_place = not wanted.place or path == wanted.place or path.startswith(wanted.place + PATH_SEPARATOR)
    return in_place and (not wanted.tag or wanted.tag.lower() in (tag.lower() for tag in card.tags))


def count_facets(cards: Iterable[Card]) -> Facets:
    """What the results can be narrowed to, the most frequent first."""
    cards = list(cards)
    places = Counter(card.location_path.split(PATH_SEPARATOR)[0] for card in cards if card.location_path)
    tags = Counter(tag for card in cards for tag in card.tags)
    return Facets(_most(places, MAX_PLACES, len(cards)), _most(tags, MAX_TAGS, len(cards)))


def _most(counts: Counter[str], limit: int, total: int) -> tuple[tuple[str, int], ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].lower()))
    return tuple(pair for pair in ordered if pair[1] < total)[:limit]
