"""The judged catalogue: 19,406 products, 113 queries, 3,225 ratings by people, loaded through the app's own tables."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.search_vectors import VectorCache
from inventory.catalogue import service as catalogue
from inventory.catalogue.rules import NAME_MAX, ItemDraft
from inventory.database import transaction

MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True)
class Judged:
    """Items as the data has them, queries by id, and for each query the ratings (0 to 3) by the data's item id."""

    items: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    ratings: dict[int, dict[int, int]] = field(default_factory=dict)


def find_chorus() -> Path | None:
    """The folder of the data, if it is there."""
    path = Path(os.environ.get("INVENTORY_CHORUS_DIR", "../shared/data/chorus"))
    return path if (path / "items.jsonl.gz").is_file() else None


def chorus_dir() -> Path:
    """The folder of the data; ends the program with a sentence when it is not there."""
    path = find_chorus()
    if path is None:
        wanted = os.environ.get("INVENTORY_CHORUS_DIR", "../shared/data/chorus")
        sys.exit(
            f"bench: the judged catalogue is not in {wanted} (items.jsonl.gz, queries.jsonl, qrels.tsv).\n"
            "Set INVENTORY_CHORUS_DIR to its folder."
        )
    return path


def read_judged(path: Path) -> Judged:
    """Read items, queries and ratings."""
    with gzip.open(path / "items.jsonl.gz", "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    queries = [json.loads(line) for line in (path / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    judged = Judged(items, queries)
    for line in (path / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, item, rating = map(int, line.split())
        judged.ratings.setdefault(query, {})[item] = rating
    return judged


def load_items(engine: sa.Engine, items: Sequence[dict[str, Any]]) -> list[int]:
    """Insert `items` as an import does, in one transaction; returns our ids in their order."""
    with transaction(engine) as connection:
        places = catalogue.ensure_locations(connection, dict.fromkeys(item["location"] for item in items))
        drafts = [
            ItemDraft(
                name=item["name"][:NAME_MAX],
                description=item["description"],
                tags=tuple(tag.replace(",", " ") for tag in item["tags"]),
                location_id=places[item["location"]],
            )
            for item in items
        ]
        ids = catalogue.bulk_create_items(connection, drafts)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    return ids


def store_vectors(engine: sa.Engine, cache: VectorCache) -> None:
    """Put the vectors of all items into the database, as the embedder does."""
    statement = sa.text(
        "UPDATE search_document SET embedding = CAST(:vector AS halfvec), embedding_model = :model "
        "WHERE item_id = :item_id"
    )
    with engine.begin() as connection:
        rows = connection.execute(sa.text("SELECT item_id, embedding_text FROM search_document")).all()
        vectors = cache.encode([row.embedding_text for row in rows], what="items")
        values = [
            {"item_id": row.item_id, "vector": literal(vector), "model": MODEL}
            for row, vector in zip(rows, vectors, strict=True)
        ]
        connection.execute(statement, values)


def literal(vector: Iterable[float]) -> str:
    """A vector as pgvector reads it."""
    return "[" + ",".join(f"{number:.7g}" for number in vector) + "]"
