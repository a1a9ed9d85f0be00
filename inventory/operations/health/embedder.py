"""Does the model server answer?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inventory.config import Settings
from inventory.embedding.client import EmbedderClient
from inventory.errors import Unavailable
from inventory.operations.health.part import Part

_SECONDS = 0.6


def make_check(settings: Settings) -> Callable[[], Part]:
    """A check with a client of its own: a slow answer here must not pause the client of search."""
    client = EmbedderClient(settings.embedder_socket, timeout=_SECONDS)
    return lambda: _check(client)


def _check(client: EmbedderClient) -> Part:
    try:
        status = client.status()
    except Unavailable as error:
        return Part("error", str(error))
    details: dict[str, Any] = {key: status[key] for key in ("model", "engine", "dimension", "fill") if key in status}
    if not status.get("ready"):
        return Part("degraded", "the model is still loading", details)
    problem = (status.get("fill") or {}).get("problem")
    if problem:
        return Part("degraded", f"vectors are not filled in: {problem}", details)
    return Part("ok", "", details)
