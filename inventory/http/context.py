"""What a request handler may use: the settings, the engine, the embedder's client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app

from inventory.config import Settings


@dataclass(frozen=True)
class Services:
    """Made once by `create_app`. `embedder` is an `inventory.embedding.client.EmbedderClient`."""

    settings: Settings
    engine: sa.Engine
    embedder: Any = None


def current() -> Services:
    """The services of the app that handles this request."""
    services: Services = current_app.extensions["inventory"]
    return services
