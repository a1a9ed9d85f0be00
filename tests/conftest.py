"""Fixtures that every kind of test shares: a real PostgreSQL, the real app, a signed-in client."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Tests must not read a device's settings.
os.environ["INVENTORY_SETTINGS_DIR"] = "/nonexistent"

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from inventory.accounts import service as accounts
from inventory.app import create_app
from inventory.config import Settings
from inventory.database import create_engine, migrate
from tests.support.postgres import Cluster

ADMIN = ("admin", "correct horse battery")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One private PostgreSQL for the run."""
    cluster = Cluster()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def template_database(cluster: Cluster) -> str:
    """A database with the newest schema, copied for each test."""
    name = cluster.create_database()
    engine = sa.create_engine(cluster.url(name), poolclass=sa.NullPool)
    migrate.upgrade(engine)
    return name


@pytest.fixture
def empty_database(cluster: Cluster) -> Iterator[str]:
    """The URL of a database without any schema."""
    name = cluster.create_database()
    yield cluster.url(name)
    cluster.drop_database(name)


@pytest.fixture
def database_url(cluster: Cluster, template_database: str) -> Iterator[str]:
    """The URL of a fresh database with the newest schema and nothing in it."""
    name = cluster.create_database(template_database)
    yield cluster.url(name)
    cluster.drop_database(name)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a deployment in a temporary folder; the embedder's socket does not exist."""
    state = tmp_path / "state"
    for name in ("config", "images", "ml_cache", "ssl", "backups", "imports"):
        (state / name).mkdir(parents=True)
    (state / "config" / "secret-key").write_bytes(os.urandom(32).hex().encode())
    return Settings(
        state_dir=state,
        database_url=database_url,
        embedder_socket=tmp_path / "embedder.sock",
        image_delivery="direct",
        trusted_proxies=0,
        secure_cookies=False,
        embedder_timeout=0.5,
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[sa.Engine]:
    """An engine on the fresh database."""
    engine = create_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The real app; CSRF is on in tests/web/test_accounts_*, off elsewhere."""
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    yield app
    app.extensions["inventory"].engine.dispose()


@pytest.fixture
def anonymous(app: Flask) -> FlaskClient:
    """A client that has not signed in, on a device without users."""
    return app.test_client()


@pytest.fixture
def admin(engine: sa.Engine) -> accounts.User:
    return accounts.add_user(engine, username=ADMIN[0], password=ADMIN[1], role="admin")


@pytest.fixture
def client(app: Flask, admin: accounts.User) -> FlaskClient:
    """A client signed in as administrator."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["user"] = [admin.id, admin.session_epoch]
    return client
