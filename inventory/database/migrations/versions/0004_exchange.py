"""exchange: runs of imports, what each changed (to undo it), this installation's own id"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

revision = "0004"
down_revision = "0003"


def _time(name: str, *, now: bool = False) -> sa.Column:
    if now:
        return sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now())
    return sa.Column(name, sa.TIMESTAMP(timezone=True))


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    _import_run()
    _import_change()
    _exchange_instance()


def _import_run() -> None:
    counts = ("created", "changed", "restored", "unchanged", "wrong", "lines_done", "lines_total")
    op.create_table(
        "import_run",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_bytes", sa.BigInteger, nullable=False),
        sa.Column("file_sha256", sa.Text, nullable=False),
        _text("chosen_format"),
        _text("chosen_encoding"),
        _text("format_key"),
        _text("encoding"),
        _text("delimiter"),
        sa.Column("status", sa.Text, nullable=False),
        _text("message"),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in counts),
        sa.Column("report", JSONB, nullable=False, server_default="{}"),
        sa.Column("made_location_ids", ARRAY(sa.BigInteger), nullable=False, server_default="{}"),
        sa.Column("made_tag_ids", ARRAY(sa.BigInteger), nullable=False, server_default="{}"),
        _time("started_at", now=True),
        _time("progress_at", now=True),
        _time("confirmed_at"),
        _time("finished_at"),
        _time("undone_at"),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_import_run_user_id_user_account", ondelete="SET NULL"
        ),
        sa.CheckConstraint(
            "status IN ('checking', 'ready', 'importing', 'done', 'failed', 'undoing', 'undone')", name="status"
        ),
        sa.CheckConstraint("length(file_name) BETWEEN 1 AND 255", name="file_name_length"),
    )
    op.create_index("ix_import_run_started_at", "import_run", ["started_at"])
    op.create_index("ix_import_run_user_id", "import_run", ["user_id"])


def _import_change() -> None:
    op.create_table(
        "import_change",
        sa.Column("run_id", sa.BigInteger, nullable=False),
        sa.Column("item_id", sa.BigInteger, nullable=False),
        sa.Column("before", JSONB),
        sa.Column("before_version", sa.Integer),
        sa.Column("after_version", sa.Integer, nullable=False),
        _time("undone_at"),
        sa.PrimaryKeyConstraint("run_id", "item_id", name="pk_import_change"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name="fk_import_change_run_id_import_run", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_import_change_item_id", "import_change", ["item_id"])


def _exchange_instance() -> None:
    op.create_table(
        "exchange_instance",
        sa.Column("singleton", sa.Boolean, nullable=False, server_default="true"),
        sa.Column("id", UUID(as_uuid=False), nullable=False, server_default=sa.func.gen_random_uuid()),
        sa.PrimaryKeyConstraint("singleton", name="pk_exchange_instance"),
        sa.CheckConstraint("singleton", name="singleton"),
    )
    op.execute("INSERT INTO exchange_instance DEFAULT VALUES")
