"""Tables of the room catalogue. Migration 0002 makes the same ones; a test compares them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from inventory.database import explain_constraint, metadata
from inventory.errors import Conflict, InvalidInput, NotFound


def _now(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now())


location = sa.Table(
    "location",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("parent_id", sa.BigInteger, sa.ForeignKey("location.id", ondelete="RESTRICT")),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    _now("created_at"),
    _now("updated_at"),
    sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
    sa.CheckConstraint("length(description) <= 4000", name="description_length"),
    sa.CheckConstraint("parent_id <> id", name="not_in_itself"),
)
# Two places at the top level are told apart too, so NULL parents count as equal.
sa.Index(
    "uq_location_parent_id_name_lower",
    location.c.parent_id,
    sa.func.lower(location.c.name),
    unique=True,
    postgresql_nulls_not_distinct=True,
)

tag = sa.Table(
    "tag",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    _now("created_at"),
    sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
)
sa.Index("uq_tag_name_lower", sa.func.lower(tag.c.name), unique=True)

item = sa.Table(
    "item",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("notes", sa.Text, nullable=False, server_default=""),
    sa.Column("quantity", sa.Numeric(18, 6), nullable=False, server_default="1"),
    sa.Column("unit", sa.Text, nullable=False, server_default="pcs"),
    sa.Column("sku", sa.Text),
    sa.Column("location_id", sa.BigInteger, sa.ForeignKey("location.id", ondelete="RESTRICT")),
    # What a file that was imported calls this item; importing it again finds the item by this.
    sa.Column("import_ref", sa.Text),
    # Further named texts, such as {"serial number": "A-17"}.
    sa.Column("attributes", JSONB, nullable=False, server_default="{}"),
    # Raised by every change; an edit says which version it was made from.
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    _now("created_at"),
    _now("updated_at"),
    sa.Column("deleted_at", sa.TIMESTAMP(timezone=True)),
    sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="name_length"),
    sa.CheckConstraint("length(description) <= 4000", name="description_length"),
    sa.CheckConstraint("length(notes) <= 20000", name="notes_length"),
    sa.CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    sa.CheckConstraint("length(unit) BETWEEN 1 AND 20", name="unit_length"),
    sa.CheckConstraint("length(sku) BETWEEN 1 AND 64", name="sku_length"),
    sa.CheckConstraint("length(import_ref) BETWEEN 1 AND 200", name="import_ref_length"),
    sa.CheckConstraint("jsonb_typeof(attributes) = 'object'", name="attributes_object"),
)
_live = item.c.deleted_at.is_(None)
sa.Index("uq_item_sku_lower", sa.func.lower(item.c.sku), unique=True, postgresql_where=_live)
sa.Index("uq_item_import_ref_lower", sa.func.lower(item.c.import_ref), unique=True)
sa.Index("ix_item_name_lower", sa.func.lower(item.c.name), item.c.id, postgresql_where=_live)
sa.Index("ix_item_updated_at", item.c.updated_at, item.c.id, postgresql_where=_live)
sa.Index("ix_item_created_at", item.c.created_at, item.c.id, postgresql_where=_live)
sa.Index("ix_item_quantity", item.c.quantity, item.c.id, postgresql_where=_live)
sa.Index("ix_item_deleted_at", item.c.deleted_at, postgresql_where=item.c.deleted_at.is_not(None))
sa.Index("ix_item_location_id", item.c.location_id)
sa.Index("ix_item_name_trgm", item.c.name, postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"})
sa.Index("ix_item_sku_trgm", item.c.sku, postgresql_using="gin", postgresql_ops={"sku": "gin_trgm_ops"})

item_tag = sa.Table(
    "item_tag",
    metadata,
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag_id", sa.BigInteger, sa.ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
)
sa.Index("ix_item_tag_tag_id", item_tag.c.tag_id)

photo = sa.Table(
    "photo",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("item.id", ondelete="CASCADE"), nullable=False),
    # The first by (position, id) is the cover.
    sa.Column("position", sa.Integer, nullable=False),
    # Of the full picture as we store it; names its files, which equal photos share.
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("original_name", sa.Text, nullable=False, server_default=""),
    _now("created_at"),
    sa.Column("deleted_at", sa.TIMESTAMP(timezone=True)),
    sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hex"),
    sa.CheckConstraint("width > 0 AND height > 0 AND bytes > 0", name="sizes_positive"),
    sa.CheckConstraint("length(original_name) <= 255", name="original_name_length"),
)
sa.Index("ix_photo_item_id", photo.c.item_id, photo.c.position, photo.c.id)
sa.Index("ix_photo_sha256", photo.c.sha256)
sa.Index("ix_photo_deleted_at", photo.c.deleted_at, postgresql_where=photo.c.deleted_at.is_not(None))

# What a deletion or a merge changed, so that "Undo" can put it back even when it was thousands of rows.
undo_step = sa.Table(
    "undo_step",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", JSONB, nullable=False),
    _now("created_at"),
    sa.Column("undone_at", sa.TIMESTAMP(timezone=True)),
)
sa.Index("ix_undo_step_created_at", undo_step.c.created_at)

explain_constraint(
    "uq_location_parent_id_name_lower",
    lambda: Conflict("A place of that name is there already.", field="name", hint="Choose another name."),
)
explain_constraint(
    "uq_tag_name_lower",
    lambda: Conflict("A tag of that name exists already.", field="name", hint="Merge the two tags instead."),
)
explain_constraint(
    "uq_item_sku_lower",
    lambda: Conflict("Another item has this SKU.", field="sku", hint="A SKU names one item only."),
)
explain_constraint(
    "uq_item_import_ref_lower",
    lambda: Conflict("Another item has this import reference.", field="import_ref", hint="It names one item only."),
)
explain_constraint(
    "fk_item_location_id_location",
    lambda: InvalidInput("There is no such place.", field="location_id", hint="It may have been deleted meanwhile."),
)
explain_constraint(
    "fk_location_parent_id_location",
    lambda: InvalidInput("There is no such place.", field="parent_id", hint="It may have been deleted meanwhile."),
)
explain_constraint("fk_photo_item_id_item", lambda: NotFound("There is no such item."))
explain_constraint("fk_item_tag_item_id_item", lambda: NotFound("There is no such item."))
explain_constraint("fk_item_tag_tag_id_tag", lambda: Conflict("The tag was deleted meanwhile.", field="tags"))
