"""`inventory embedder`: run the model server, or ask it how it is."""

from __future__ import annotations

import json

import click

from inventory.config import get_settings
from inventory.errors import Unavailable


@click.group()
def embedder() -> None:
    """Run or question the model server."""


@embedder.command()
def serve() -> None:
    """Load the model, answer on the socket, fill in vectors; until SIGTERM."""
    from inventory.embedding.server import EmbedderServer
    from inventory.log import configure_logging

    settings = get_settings()
    configure_logging(settings)
    EmbedderServer(settings).run()


@embedder.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(as_json: bool) -> None:
    """Say whether the model server is ready; exit status 0 only then."""
    from inventory.embedding.client import EmbedderClient

    settings = get_settings()
    try:
        answer = EmbedderClient(settings.embedder_socket, timeout=5).status()
    except Unavailable as error:
        answer = {"ready": False, "problem": str(error)}
    click.echo(json.dumps(answer) if as_json else _describe(answer))
    raise SystemExit(0 if answer.get("ready") else 1)


def _describe(answer: dict) -> str:
    if "problem" in answer:
        return f"not ready: {answer['problem']}"
    if not answer.get("ready"):
        return f"not ready: loading the {answer.get('engine')} engine"
    fill = answer.get("fill") or {}
    lines = [
        f"ready: {answer['model']} with the {answer['engine']} engine, {answer['dimension']} dimensions",
        f"filling: {fill.get('doing')}, {fill.get('filled')} vectors since it started",
    ]
    if fill.get("problem"):
        lines.append(f"problem: {fill['problem']}")
    return "\n".join(lines)
