"""GET /api/v1/search and GET /api/semantic-search: the same answer under two addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from pydantic import BaseModel, Field

from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Card
from inventory.http import current, parse_query
from inventory.http.template_helpers import format_quantity
from inventory.search import service
from inventory.search.explain import Explanation
from inventory.search.rules import Found

blueprint = Blueprint("search_api", __name__, url_prefix="/api")


class SearchQuery(BaseModel):
    """What may be asked. `exact` searches for the words as they are typed, without spelling repair."""

    q: str = ""
    limit: int = Field(default=20, ge=1, le=100)
    page: int = Field(default=1, ge=1, le=1000)
    exact: bool = False


@blueprint.get("/v1/search")
@blueprint.get("/semantic-search")
def search() -> dict[str, Any]:
    """What was found for `q`, the best first, each with its score (0 to 1) and why it matched."""
    query = parse_query(SearchQuery)
    services = current()
    answer = service.search(services.engine, services.embedder, query.q, repair=not query.exact)
    start = (query.page - 1) * query.limit
    found = answer.found[start : start + query.limit]
    return {
        "query": answer.query,
        "repaired": answer.repaired,
        "mode": answer.mode,
        "took_ms": answer.took_ms,
        "total": len(answer.found),
        "page": query.page,
        "size": query.limit,
        "results": _results(answer, found),
    }


def _results(answer: service.Answer, found: Sequence[Found]) -> list[dict[str, Any]]:
    engine = current().engine
    explanations = service.explain(engine, answer, found)
    cards = {card.id: card for card in catalogue.get_cards(engine, list(explanations))}
    return [_result(cards[one.item_id], one, explanations[one.item_id]) for one in found if one.item_id in cards]


def _result(card: Card, found: Found, explanation: Explanation) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "score": round(found.score, 4),
        "why": [str(reason) for reason in explanation.reasons],
        "matched": explanation.matched,
        "location": card.location_path or None,
        "tags": list(card.tags),
        "quantity": format_quantity(card.quantity),
        "unit": card.unit,
        "sku": card.sku,
        "photo_url": f"/photos/{card.cover_photo_id}/thumb" if card.cover_photo_id else None,
        "url": f"/items/{card.id}",
    }
