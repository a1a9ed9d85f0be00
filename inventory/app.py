"""Wiring: the only module, beside cli.py, that knows every room."""

from __future__ import annotations

import importlib
import logging
from typing import Any

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from inventory import __version__
from inventory.config import Settings, get_settings
from inventory.database import create_engine
from inventory.embedding.service_manager import tell_service_manager
from inventory.errors import SettingsError
from inventory.http import Services, assets, problem, request_id, security, template_helpers
from inventory.log import configure_logging

log = logging.getLogger(__name__)

# Blueprints of the rooms, in the order in which they are registered.
BLUEPRINTS = (
    "inventory.operations.api",
    "inventory.operations.pages",
    "inventory.accounts.pages",
    "inventory.search.pages",
    "inventory.search.api",
    "inventory.catalogue.pages",
    "inventory.catalogue.api",
    "inventory.exchange.pages",
)


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """The WSGI app. It starts without PostgreSQL and without the embedder; health says what is missing.

    Args:
        settings: the deployment's settings, read from the environment when not given.
        config: Flask settings for tests (TESTING and the like).
    """
    settings = settings or get_settings()
    app = Flask("inventory", template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=_secret_key(settings),
        SESSION_COOKIE_NAME="inventory",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=settings.session_days * 86400,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        VERSION=__version__,
    )
    app.config.update(config)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.extensions["inventory"] = Services(settings, create_engine(settings), _embedder_client(settings))
    _install(app)
    return app


def _install(app: Flask) -> None:
    for module in (request_id, problem, security, assets, template_helpers):
        module.install(app)
    importlib.import_module("inventory.accounts.identity").install(app)
    for name in BLUEPRINTS:
        app.register_blueprint(importlib.import_module(name).blueprint)


def _embedder_client(settings: Settings) -> Any:
    from inventory.embedding.client import EmbedderClient

    return EmbedderClient(settings.embedder_socket, timeout=settings.embedder_timeout)


def _secret_key(settings: Settings) -> bytes:
    """The key that signs sessions; each device makes its own (`inventory provision`)."""
    try:
        key = settings.secret_key_file.read_bytes().strip()
    except OSError as error:
        raise SettingsError(
            f"The secret key {settings.secret_key_file} cannot be read: {error.strerror}.",
            hint="`inventory provision` makes it.",
        ) from None
    if len(key) < 32:
        raise SettingsError(
            f"The secret key {settings.secret_key_file} is too short ({len(key)} bytes).",
            hint="Remove the file and run `inventory provision`; everybody then signs in again.",
        )
    return key


@click.command()
def serve() -> None:
    """Serve the pages and the API on the address in INVENTORY_LISTEN (waitress)."""
    import waitress

    settings = get_settings()
    configure_logging(settings)
    app = create_app(settings)
    server = waitress.create_server(
        app,
        listen=settings.listen,
        threads=settings.threads,
        ident=None,
        max_request_body_size=settings.max_upload_bytes + 1024 * 1024,
        channel_timeout=120,
    )
    log.info("listening on http://%s", settings.listen)
    tell_service_manager("READY=1")  # the socket listens: nginx and systemd need not guess
    server.run()
