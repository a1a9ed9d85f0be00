"""Tables of the room exchange. Migration 0004 makes the same ones."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from inventory.database import metadata

_COUNTS = ("created", "changed", "restored", "unchanged", "wrong", "lines_done", "lines_total")


def _count(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _ids(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, ARRAY(sa.BigInteger), nullable=False, server_default="{}")


import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    # None for the command line. `actor` keeps the name when the user is gone.
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("user_account.id", ondelete="SET NULL")),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_bytes", sa.BigInteger, nullable=False),
    # Of the file's bytes: the same file twice is worth a note.
    sa.Column("file_sha256", sa.Text, nullable=False),
    # What a person has chosen; "" is automatic.
    _text("chosen_format"),
    _text("chosen_encoding"),
    _text("format_key"),
    _text("encoding"),
    _text("delimiter"),
    sa.Column("status", sa.Text, nullable=False),
    # Of a failed run: why, for people.
    _text("message"),
    *(_count(name) for name in _COUNTS),
    # The dry run: first changes, problems, notes (rules.Report as JSON).
    sa.Column("report", JSONB, nullable=False, server_default="{}"),
    _ids("made_location_ids"),
    _ids("made_tag_ids"),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("progress_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now()),
    # When somebody said yes to the dry run; rows without it are thrown away after a day.
    sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("finished_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("undone_at", sa.TIMESTAMP(timezone=True)),
    sa.CheckConstraint(
        "status IN ('checking', 'ready', 'importing', 'done', 'failed', 'undoing', 'undone')", name="status"
    ),
    sa.CheckConstraint("length(file_name) BETWEEN 1 AND 255", name="file_name_length"),
)
sa.Index("ix_import_run_started_at", import_run.c.started_at)
sa.Index("ix_import_run_user_id", import_run.c.user_id)

# What a run did to each item. No foreign key to the item: one that is removed for good is only skipped by an undo.
import_change = sa.Table(
    "import_change",
    metadata,
    sa.Column("run_id", sa.BigInteger, sa.ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("item_id", sa.BigInteger, primary_key=True),
    # What the item said before; NULL for one that the run has created.
    sa.Column("before", JSONB(none_as_null=True)),
    sa.Column("before_version", sa.Integer),
    # The item's version after the run: another one now means that somebody has changed it since.
    sa.Column("after_version", sa.Integer, nullable=False),
    sa.Column("undone_at", sa.TIMESTAMP(timezone=True)),
)
sa.Index("ix_import_change_item_id", import_change.c.item_id)

# One row: tells our own exports from those of other devices, so that ids in references are believed only here.
exchange_instance = sa.Table(
    "exchange_instance",
    metadata,
    sa.Column("singleton", sa.Boolean, primary_key=True, server_default="true"),
    sa.Column("id", UUID(as_uuid=False), nullable=False, server_default=sa.func.gen_random_uuid()),
    sa.CheckConstraint("singleton", name="singleton"),
)
