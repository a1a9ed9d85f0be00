"""catalogue: places, tags, items, photos, undo steps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def _id() -> sa.Column:
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False)


def _now(name: str) -> sa.Column:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now())


def upgrade() -> None:
    _location()
    _tag()
    _item()
    _item_tag()
    _photo()
    _undo_step()


def _location() -> None:
    op.create_table(
        "location",
        _id(),
        sa.Column("parent_id", sa.BigInteger),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False, server_default=""),
        _now("created_at"),
        _now("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_location"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["location.id"], name="fk_location_parent_id_location", ondelete="RESTRICT"
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        sa.CheckConstraint("length(description) <= 4000", name="description_length"),
        sa.CheckConstraint("parent_id <> id", name="not_in_itself"),
    )
    op.create_index(
        "uq_location_parent_id_name_lower",
        "location",
        ["parent_id", sa.text("lower(name)")],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _tag() -> None:
    op.create_table(
        "tag",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        _now("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
    )
    op.create_index("uq_tag_name_lower", "tag", [sa.text("lower(name)")], unique=True)


def _item() -> None:
    op.create_table(
        "item",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False, server_default=""),
        sa.Column("notes", sa.Text, nullable=False, server_default=""),
        sa.Column("quantity", sa.Numeric(18, 6), nullable=False, server_default="1"),
        sa.Column("unit", sa.Text, nullable=False, server_default="pcs"),
        sa.Column("sku", sa.Text),
        sa.Column("location_id", sa.BigInteger),
        sa.Column("import_ref", sa.Text),
        sa.Column("attributes", JSONB, nullable=False, server_default="{}"),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        _now("created_at"),
        _now("updated_at"),
        sa.Column("deleted_at", sa.TIMESTAMP(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name="fk_item_location_id_location", ondelete="RESTRICT"
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="name_length"),
        sa.CheckConstraint("length(description) <= 4000", name="description_length"),
        sa.CheckConstraint("length(notes) <= 20000", name="notes_length"),
        sa.CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        sa.CheckConstraint("length(unit) BETWEEN 1 AND 20", name="unit_length"),
        sa.CheckConstraint("length(sku) BETWEEN 1 AND 64", name="sku_length"),
        sa.CheckConstraint("length(import_ref) BETWEEN 1 AND 200", name="import_ref_length"),
        sa.CheckConstraint("jsonb_typeof(attributes) = 'object'", name="attributes_object"),
    )
    live = sa.text("deleted_at IS NULL")
    op.create_index("uq_item_sku_lower", "item", [sa.text("lower(sku)")], unique=True, postgresql_where=live)
    op.create_index("uq_item_import_ref_lower", "item", [sa.text("lower(import_ref)")], unique=True)
    op.create_index("ix_item_name_lower", "item", [sa.text("lower(name)"), "id"], postgresql_where=live)
    for column in ("updated_at", "created_at", "quantity"):
        op.create_index(f"ix_item_{column}", "item", [column, "id"], postgresql_where=live)
    op.create_index("ix_item_deleted_at", "item", ["deleted_at"], postgresql_where=sa.text("deleted_at IS NOT NULL"))
    op.create_index("ix_item_location_id", "item", ["location_id"])
    for column in ("name", "sku"):
        op.create_index(
            f"ix_item_{column}_trgm",
            "item",
            [column],
            postgresql_using="gin",
            postgresql_ops={column: "gin_trgm_ops"},
        )


def _item_tag() -> None:
    op.create_table(
        "item_tag",
        sa.Column("item_id", sa.BigInteger, nullable=False),
        sa.Column("tag_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "tag_id", name="pk_item_tag"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_item_tag_item_id_item", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_item_tag_tag_id_tag", ondelete="CASCADE"),
    )
    op.create_index("ix_item_tag_tag_id", "item_tag", ["tag_id"])


def _photo() -> None:
    op.create_table(
        "photo",
        _id(),
        sa.Column("item_id", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("original_name", sa.Text, nullable=False, server_default=""),
        _now("created_at"),
        sa.Column("deleted_at", sa.TIMESTAMP(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_photo"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_photo_item_id_item", ondelete="CASCADE"),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hex"),
        sa.CheckConstraint("width > 0 AND height > 0 AND bytes > 0", name="sizes_positive"),
        sa.CheckConstraint("length(original_name) <= 255", name="original_name_length"),
    )
    op.create_index("ix_photo_item_id", "photo", ["item_id", "position", "id"])
    op.create_index("ix_photo_sha256", "photo", ["sha256"])
    op.create_index("ix_photo_deleted_at", "photo", ["deleted_at"], postgresql_where=sa.text("deleted_at IS NOT NULL"))


def _undo_step() -> None:
    op.create_table(
        "undo_step",
        _id(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", JSONB, nullable=False),
        _now("created_at"),
        sa.Column("undone_at", sa.TIMESTAMP(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_undo_step"),
    )
    op.create_index("ix_undo_step_created_at", "undo_step", ["created_at"])
