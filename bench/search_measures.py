"""How good a ranking is, by people's ratings of 0 to 3. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[int], ratings: Mapping[int, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^rating - 1 (Burges and others, 2005); unrated items gain 0."""
    best = _gain(sorted(ratings.values(), reverse=True)[:depth])
    return _gain([ratings.get(item, 0) for item in ranked[:depth]]) / best if best else 0.0


def _gain(ratings: Sequence[int]) -> float:
    return sum((2**rating - 1) / math.log2(place + 2) for place, rating in enumerate(ratings))


def recall(ranked: Sequence[int], ratings: Mapping[int, int], depth: int = 50) -> float:
    """The share of the items rated 1 or better that are among the first `depth`."""
    relevant = {item for item, rating in ratings.items() if rating}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 1.0
