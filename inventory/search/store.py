"""SQL of the room search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

# Words of a text as the index has them: cleaned, each with its lexemes (none for a stop word).
_WORDS = sa.text(
    """
    SELECT word, tsvector_to_array(to_tsvector('inventory', word))
    FROM regexp_split_to_table(search_clean(:text), ' ') WITH ORDINALITY AS split (word, number)
    WHERE word <> '' ORDER BY number
    """
)
_LEXEMES = sa.text(
    """
    SELECT word, tsvector_to_array(to_tsvector('inventory', search_clean(word)))
    FROM unnest(CAST(:words AS text[])) AS given (word)
    """
)
_EXACT = sa.text(
    """
    SELECT item_id FROM search_text WHERE name_norm = search_clean(:text)
    UNION ALL
    SELECT item_id FROM search_text WHERE codes @> ARRAY[search_code(:text)] AND search_code(:text) <> ''
    ORDER BY 1 LIMIT :limit
    """
)
# The distance is worked out once a row; in the outer list and in ORDER BY it would be twice.
_VECTOR = sa.text(
    """
    SELECT item_id, -distance FROM (
        SELECT item_id, embedding <#> CAST(:vector AS halfvec) AS distance
        FROM search_document WHERE embedding IS NOT NULL
        ORDER BY distance LIMIT :limit
    ) AS nearest
    """
)
_STATISTICS = "SELECT word, ndoc FROM ts_stat('SELECT {column} FROM search_text')"
# Later than all there are.
NO_TRANSACTION = 2**62
# Always a row at least: the horizon, a transaction id below which everything is visible now.
_CHANGED = sa.text(
    """
    SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint),
        item_id, changed_by, tsvector_to_array(words), tsvector_to_array(tsv)
    FROM (VALUES (1)) AS always LEFT JOIN (
        SELECT * FROM search_text WHERE changed_by >= :since ORDER BY changed_by DESC LIMIT :limit
    ) AS changed ON true
    """
)


@dataclass(frozen=True)
class Changed:
    """A row of `search_text` as a transaction has written it."""

    item_id: int
    changed_by: int
    words: tuple[str, ...]
    lexemes: tuple[str, ...]


def set_timeout(connection: sa.Connection, milliseconds: int) -> None:
    """No statement of this transaction runs longer."""
    connection.execute(sa.text("SELECT set_config('statement_timeout', :ms, true)"), {"ms": str(milliseconds)})


def split_words(connection: sa.Connection, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The words of a text in order, each with its lexemes."""
    return [(word, tuple(lexemes)) for word, lexemes in connection.execute(_WORDS, {"text": text})]


def get_lexemes(connection: sa.Connection, words: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The lexemes of each word."""
    if not words:
        return {}
    rows = connection.execute(_LEXEMES, {"words": list(words)})
    return {word: tuple(lexemes) for word, lexemes in rows}


def list_exact(connection: sa.Connection, text: str, limit: int) -> list[int]:
    """Items whose name or one of whose codes is this, whatever case, accents and punctuation."""
    return list(dict.fromkeys(connection.execute(_EXACT, {"text": text, "limit": limit}).scalars()))


def tsquery(lexemes: Collection[str]) -> str:
    """A tsquery for any of the lexemes; nothing in them is an operator."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)


# The weights of notes and places, descriptions, tags and codes, names.
_FIELD_WEIGHTS = "{0.2, 0.5, 0.5, 1.0}"
# ts_rank divides by 1 + log(length of the item's text): a word counts for more in a short text.
_BY_LENGTH = 1
_RANK_SHARE = 0.1


def rank_text(
    connection: sa.Connection,
    terms: Sequence[tuple[Collection[str], float]],
    candidates: Collection[str],
    limit: int,
) -> dict[int, float]:
    """Items with one of the `candidates` (lexemes), the best first.

    The score, 0 to 1, is the share of the query that an item covers and to a tenth of that PostgreSQL's rank.

    Args:
        terms: for each term of the query its lexemes and its share of the query (together 1).
    """
    if not terms or not candidates:
        return {}
    covered = " + ".join(
        f"CASE WHEN tsv @@ CAST(:term{n} AS tsquery) THEN CAST(:share{n} AS float8) ELSE 0 END"
        for n in range(len(terms))
    )
    values: dict[str, Any] = {f"term{n}": tsquery(lexemes) for n, (lexemes, _) in enumerate(terms)}
    values |= {f"share{n}": share for n, (_, share) in enumerate(terms)}
    statement = f"""
        SELECT item_id, ({covered} + {_RANK_SHARE}
            * ts_rank('{_FIELD_WEIGHTS}', tsv, CAST(:everything AS tsquery), {_BY_LENGTH})
            ) / (1 + {_RANK_SHARE}) AS score
        FROM search_text WHERE tsv @@ CAST(:candidates AS tsquery)
        ORDER BY score DESC, item_id LIMIT :limit
        """  # noqa: S608  (only our own parameter names are put in)
    values["everything"] = " | ".join(tsquery(lexemes) for lexemes, _ in terms)
    values["candidates"] = tsquery(candidates)
    values["limit"] = limit
    return {row[0]: row[1] for row in connection.execute(sa.text(statement), values)}


def rank_meaning(connection: sa.Connection, vector: Sequence[float], limit: int) -> dict[int, float]:
    """The items nearest to a vector with their cosine similarity, by an exact scan."""
    values = {"vector": "[" + ",".join(f"{number:.5g}" for number in vector) + "]", "limit": limit}
    return {row[0]: row[1] for row in connection.execute(_VECTOR, values)}


def count_documents(connection: sa.Connection) -> int:
    return int(connection.execute(sa.text("SELECT count(*) FROM search_text")).scalar_one())


def get_statistics(connection: sa.Connection, column: str) -> dict[str, int]:
    """In how many items each word (`words`) or lexeme (`tsv`) is."""
    return {row[0]: row[1] for row in connection.execute(sa.text(_STATISTICS.format(column=column)))}


def list_changed(connection: sa.Connection, since: int, limit: int) -> tuple[int, list[Changed]]:
    """What transactions from `since` on have written, and the transaction to ask from the next time.

    What transactions before that one did is visible now; later ones may still be at work.
    """
    rows = connection.execute(_CHANGED, {"since": since, "limit": limit}).all()
    return rows[0][0], [Changed(*row[1:3], *map(tuple, row[3:])) for row in rows if row[1] is not None]


def count_items(connection: sa.Connection) -> int:
    """All items, deleted ones too."""
    return int(connection.execute(sa.text("SELECT count(*) FROM item")).scalar_one())


def list_item_ids(connection: sa.Connection, after: int, limit: int) -> list[int]:
    """The next ids after `after`, deleted items too."""
    query = sa.text("SELECT id FROM item WHERE id > :after ORDER BY id LIMIT :limit")
    return list(connection.execute(query, {"after": after, "limit": limit}).scalars())


def refresh(connection: sa.Connection, ids: Collection[int]) -> None:
    """Make the rows of these items anew from what the catalogue says now."""
    connection.execute(sa.text("SELECT search_refresh(CAST(:ids AS bigint[]))"), {"ids": list(ids)})


def clear_vectors(connection: sa.Connection, ids: Collection[int]) -> None:
    """Have the embedder make these vectors anew."""
    connection.execute(
        sa.text(
            """
            UPDATE search_document SET embedding = NULL, embedding_model = NULL
            WHERE item_id = ANY (CAST(:ids AS bigint[])) AND embedding IS NOT NULL
            """
        ),
        {"ids": list(ids)},
    )
    connection.execute(sa.text("NOTIFY search_document_changed"))


def count_without_vector(connection: sa.Connection) -> int:
    return int(connection.execute(sa.text("SELECT count(*) FROM search_document WHERE embedding IS NULL")).scalar_one())
