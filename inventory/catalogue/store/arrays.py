"""Lists of ids as one array parameter: one statement text for any number, so PostgreSQL can keep its plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa


def any_of(ids: Iterable[int]) -> Any:
    """The right side of `column == any_of(ids)`."""
    return sa.any_(sa.cast(sa.literal(list(ids), sa.ARRAY(sa.BigInteger)), sa.ARRAY(sa.BigInteger)))
