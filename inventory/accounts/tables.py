"""Tables of the room accounts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from inventory.database import explain_constraint, metadata
from inventory.errors import Conflict

user_account = sa.Table(
    "user_account",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    # Raised by a new password or by disabling: every session made before is over.
    sa.Column("session_epoch", sa.Integer, nullable=False, server_default="1"),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("signed_in_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("disabled_at", sa.TIMESTAMP(timezone=True)),
    sa.CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="role"),
    sa.CheckConstraint("length(username) BETWEEN 1 AND 254", name="username_length"),
)
sa.Index("uq_user_account_username_lower", sa.func.lower(user_account.c.username), unique=True)

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("user_account.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("revoked_at", sa.TIMESTAMP(timezone=True)),
)
sa.Index("ix_api_token_user_id", api_token.c.user_id)

audit_event = sa.Table(
    "audit_event",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("happened_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("user_account.id", ondelete="SET NULL")),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False, server_default=""),
    sa.Column("details", JSONB, nullable=False, server_default="{}"),
)
sa.Index("ix_audit_event_happened_at", audit_event.c.happened_at)
sa.Index("ix_audit_event_user_id", audit_event.c.user_id)

explain_constraint(
    "uq_user_account_username_lower",
    lambda: Conflict("A user of that name exists already.", field="username", hint="Choose another name."),
)
