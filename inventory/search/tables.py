"""Tables of the room search. Migration 0003 makes the same ones and their triggers; a test compares them."""

from __future__ import annotations

import sqlalchemy as sa
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from inventory.database import metadata

DIMENSION = 384


# What is searched by text. `words` are as written, `tsv` are their stems with the weight of the field that they are in.
# `changed_by` is the transaction that wrote the row, see vocabularies.py.
search_text = sa.Table(
    "search_text",
    metadata,
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name_norm", sa.Text, nullable=False),
    sa.Column("codes", ARRAY(sa.Text), nullable=False),
    sa.Column("tsv", TSVECTOR, nullable=False),
    sa.Column("words", TSVECTOR, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
)
sa.Index("ix_search_text_name_norm", search_text.c.name_norm, postgresql_using="hash")
sa.Index("ix_search_text_codes", search_text.c.codes, postgresql_using="gin")
sa.Index("ix_search_text_tsv", search_text.c.tsv, postgresql_using="gin")
sa.Index("ix_search_text_changed_by", search_text.c.changed_by)

# What is searched by meaning; the embedder fills in the vectors.
search_document = sa.Table(
    "search_document",
    metadata,
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("embedding_text", sa.Text, nullable=False),
    sa.Column("embedding", HALFVEC(DIMENSION)),
    sa.Column("embedding_model", sa.Text),
)
sa.Index(
    "ix_search_document_without_embedding",
    search_document.c.item_id,
    postgresql_where=search_document.c.embedding.is_(None),
)
