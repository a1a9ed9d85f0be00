"""The page that finds things: cards with why, chips that narrow, and what changed last while nothing is asked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from pydantic import BaseModel, Field

from inventory.catalogue import service as catalogue
from inventory.http import PageRequest, current, parse_query
from inventory.search import service
from inventory.search.facets import Narrowing, count_facets, narrow

blueprint = Blueprint("search", __name__)
PAGE_SIZE = 24


class FindQuery(BaseModel):
    """The page's address: the words, what they are narrowed to, and whether they are meant as typed."""

    q: str = ""
    place: str = ""
    tag: str = ""
    exact: bool = False
    page: int = Field(default=1, ge=1, le=1000)


@blueprint.get("/")
def home() -> str:
    """The first page of the device is the search."""
    return find()


@blueprint.get("/find")
def find() -> str:
    """Results for `q`; htmx gets the part of the page that changes while somebody types."""
    query = parse_query(FindQuery)
    # A browser that goes back asks for the whole page again, with htmx's header.
    partial = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    template = "search/_results.html" if partial else "search/find.html"
    context = _found(query) if query.q.strip() else _recent()
    return render_template(template, query=query, link=_links(query), **context)


def _found(query: FindQuery) -> dict[str, Any]:
    services = current()
    answer = service.search(services.engine, services.embedder, query.q, repair=not query.exact)
    cards = {card.id: card for card in catalogue.get_cards(services.engine, [one.item_id for one in answer.found])}
    wanted = Narrowing(place=query.place, tag=query.tag)
    found = [one for one in answer.found if one.item_id in cards and narrow(cards[one.item_id], wanted)]
    start = (query.page - 1) * PAGE_SIZE
    shown = found[start : start + PAGE_SIZE]
    explanations = service.explain(services.engine, answer, shown)
    return {
        "answer": answer,
        "total": len(found),
        "facets": count_facets(cards[one.item_id] for one in found),
        "results": [(cards[one.item_id], explanations[one.item_id]) for one in shown if one.item_id in explanations],
        "pages": max(1, -(-len(found) // PAGE_SIZE)),
    }


def _recent() -> dict[str, Any]:
    wanted = PageRequest(sort="-updated", size=PAGE_SIZE)
    page = catalogue.list_items(current().engine, wanted)
    return {"answer": None, "recent": page.rows, "total": page.total}


def _links(query: FindQuery) -> Any:
    """A function for templates: the address of this search with some of its parts changed, back on its first page."""

    def link(**changes: Any) -> str:
        values = {**query.model_dump(), "page": 1, **changes}
        given: dict[str, Any] = {
            name: int(value) if value is True else value for name, value in values.items() if value
        }
        if given["page"] == 1:
            del given["page"]
        return url_for("search.find", **given)

    return link
