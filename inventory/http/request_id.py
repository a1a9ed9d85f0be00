"""An id for each request, in its log lines, its problem documents and its answer."""

from __future__ import annotations

import re
import uuid

from flask import Flask, g, request
from werkzeug.wrappers import Response

_ALLOWED = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


def install(app: Flask) -> None:
    @app.before_request
    def take_or_make() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _ALLOWED.match(given) else uuid.uuid4().hex[:16]

    @app.after_request
    def send(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "-")
        return response
