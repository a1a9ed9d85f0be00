"""Transactions: a use case opens one, everything in it happens or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
import sqlalchemy.exc

from inventory.database.constraints import translate
from inventory.errors import Conflict, Unavailable


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in a transaction: committed at the end, rolled back on any error.

    Raises:
        InventoryError: the domain error of a violated constraint (see `explain_constraint`).
        Unavailable: PostgreSQL cannot be reached.
        Conflict: another change held the rows for too long, or both waited for each other.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except sqlalchemy.exc.IntegrityError as error:
        domain_error = translate(error)
        if domain_error is None:
            raise
        raise domain_error from error
    except sqlalchemy.exc.OperationalError as error:
        if getattr(error.orig, "pgcode", None) in ("55P03", "40P01"):  # lock timeout, deadlock
            raise Conflict("Someone else was changing the same things.", hint="Try again.") from error
        if error.connection_invalidated or getattr(error.orig, "pgcode", None) is None:
            raise Unavailable(
                "The database does not answer.", hint="Try again in a moment; `inventory doctor` says what is wrong."
            ) from error
        raise
