"""Errors as answers: problem+json (RFC 9457) for the API, a page for people. Never a traceback."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, g, json, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from inventory.errors import InvalidInput, InventoryError, TooLarge
from inventory.http.context import current

log = logging.getLogger(__name__)


def wants_problem() -> bool:
    """Does this request come from a program? The API always answers programs, pages always people."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def problem(status: int, title: str, detail: str | None = None, **members: Any) -> Response:
    """An RFC 9457 problem document as response."""
    body = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    body["instance"] = request.path
    body.update({name: value for name, value in members.items() if value})
    body["request_id"] = g.get("request_id")
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def _respond(status: int, title: str, detail: str, **members: Any) -> Response:
    if wants_problem():
        return problem(status, title, detail, **members)
    html = render_template("error.html", status=status, title=title, detail=detail, hint=members.get("hint"))
    return Response(html, status, mimetype="text/html")


def respond_to(error: InventoryError) -> Response:
    """The answer that says what is wrong: a problem document for programs, a page for people."""
    if error.status >= 500:
        log.error("%s %s: %s", request.method, request.path, error)
    errors = error.errors if isinstance(error, InvalidInput) else None
    response = _respond(error.status, error.title, error.message, field=error.field, hint=error.hint, errors=errors)
    if error.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _http_exception(error: HTTPException) -> Response:
    if error.response is not None and error.code and error.code < 400:  # a redirect is not an error
        return Response(status=error.code, headers=dict(error.response.headers))
    if isinstance(error, RequestEntityTooLarge):
        return respond_to(too_large())
    status = error.code or 500
    response = _respond(status, error.name, error.description or error.name)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "location"):
            response.headers[name] = value
    return response


def too_large() -> TooLarge:
    """The error for a request body over the limit."""
    limit = current().settings.max_upload_bytes // (1024 * 1024)
    return TooLarge(f"The upload is over the limit of {limit} MiB.", hint="Send a smaller file.")


def _unexpected(error: Exception) -> Response:
    log.exception("%s %s failed", request.method, request.path)
    return _respond(
        500,
        "Something went wrong",
        "This is a fault in the program, not in what you did. Nothing was changed.",
        hint=f"The log has the details under the number {g.get('request_id', '-')}.",
    )


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(InventoryError, respond_to)
    app.register_error_handler(HTTPException, _http_exception)
    app.register_error_handler(Exception, _unexpected)
