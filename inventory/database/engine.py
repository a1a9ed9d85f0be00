"""The connection pool and the metadata that every room's tables hang on."""

from __future__ import annotations

import sqlalchemy as sa

from inventory.config import Settings

# Names of constraints are part of the schema: domain errors are found by them (constraints.py).
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def create_engine(settings: Settings, *, application_name: str = "inventory") -> sa.Engine:
    """A pool of connections. It connects at first use and survives a restart of PostgreSQL."""
    return sa.create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "application_name": application_name,
            "connect_timeout": 5,
            "options": "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    )
