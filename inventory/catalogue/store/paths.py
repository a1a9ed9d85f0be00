"""Paths of places, as recursive SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

_PATHS = sa.text(
    """
    WITH RECURSIVE up (leaf, parent_id, name, level) AS (
        SELECT id, parent_id, name, 0 FROM location WHERE id = ANY(:ids)
        UNION ALL
        SELECT up.leaf, above.parent_id, above.name, up.level + 1
        FROM up JOIN location above ON above.id = up.parent_id
    )
    SELECT leaf, string_agg(name, ' / ' ORDER BY level DESC) FROM up GROUP BY leaf
    """
).bindparams(sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger)))

# For lists: every place with its path, computed once in the query.
ALL_PATHS = """
    all_paths (id, path) AS (
        SELECT id, name FROM location WHERE parent_id IS NULL
        UNION ALL
        SELECT below.id, all_paths.path || ' / ' || below.name
        FROM all_paths JOIN location below ON below.parent_id = all_paths.id
    )
"""

_BELOW = sa.text(
    """
    WITH RECURSIVE below (id) AS (
        SELECT id FROM location WHERE id = :id
        UNION ALL
        SELECT location.id FROM below JOIN location ON location.parent_id = below.id
    )
    SELECT id FROM below
    """
)

_ENSURE_LEVEL = sa.text(
    """
    INSERT INTO location (parent_id, name)
    SELECT DISTINCT ON (parent_id, lower(name)) parent_id, name
    FROM unnest(CAST(:parents AS bigint[]), CAST(:names AS text[])) AS wanted (parent_id, name)
    ON CONFLICT DO NOTHING
    """
)

_FIND_LEVEL = sa.text(
    """
    SELECT wanted.number, location.id
    FROM unnest(CAST(:parents AS bigint[]), CAST(:names AS text[])) WITH ORDINALITY AS wanted (parent_id, name, number)
    JOIN location ON coalesce(location.parent_id, 0) = coalesce(wanted.parent_id, 0)
        AND lower(location.name) = lower(wanted.name)
    """
)


def get_paths(connection: sa.Connection, ids: Collection[int]) -> dict[int, str]:
    """The path of each place, like "Workshop / Drawer 3"; unknown ids are left out. One statement."""
    if not ids:
        return {}
    return dict(connection.execute(_PATHS, {"ids": list(ids)}).all())


def list_below(connection: sa.Connection, location_id: int) -> list[int]:
    """The place and all places below it."""
    return list(connection.execute(_BELOW, {"id": location_id}).scalars())


def ensure_paths(connection: sa.Connection, paths: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """The place at the end of each path; what is missing is made. Two statements for each level of depth."""
    known: dict[tuple[str, ...], int | None] = {(): None}
    for depth in range(1, max(map(len, paths), default=0) + 1):
        level = list({path[:depth]: None for path in paths if len(path) >= depth})
        wanted = {"parents": [known[path[:-1]] for path in level], "names": [path[-1] for path in level]}
        connection.execute(_ENSURE_LEVEL, wanted)
        for number, location_id in connection.execute(_FIND_LEVEL, wanted):
            known[level[number - 1]] = location_id
    return {path: location_id for path, location_id in known.items() if location_id is not None}


def find_path(connection: sa.Connection, names: tuple[str, ...]) -> int | None:
    """The place at the end of a path, or None; nothing is made."""
    location_id: int | None = None
    for name in names:
        wanted = {"parents": [location_id], "names": [name]}
        row = connection.execute(_FIND_LEVEL, wanted).first()
        if row is None:
            return None
        location_id = row.id
    return location_id
