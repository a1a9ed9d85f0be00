"""CSRF tokens, security headers and the rate limiter, the same for every answer."""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response

from inventory.errors import BadRequest, TooManyRequests
from inventory.http.problem import respond_to

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# No HSTS: with the device's own certificate it would lock people out of the warning that they must accept once.
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


def has_bearer_token() -> bool:
    """A token in a header is not sent by a browser on its own, so CSRF cannot use it."""
    return request.headers.get("Authorization", "").startswith("Bearer ")


def install(app: Flask) -> None:
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a form left open over lunch still works
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf.init_app(app)
    app.config.setdefault("RATELIMIT_ENABLED", True)  # the limiter outlives an app and would keep its last state
    limiter.init_app(app)

    @app.before_request
    def protect() -> None:
        if not has_bearer_token() and app.config.get("WTF_CSRF_ENABLED", True):
            csrf.protect()

    @app.errorhandler(CSRFError)
    def csrf_error(error: CSRFError) -> Response:
        return respond_to(
            BadRequest(
                "The form's token is missing or no longer valid.",
                hint="Reload the page and send it again. Programs use an API token, or send X-CSRFToken.",
            )
        )

    @app.errorhandler(429)
    def too_many(error: Exception) -> Response:
        response = respond_to(TooManyRequests("Too many attempts.", hint="Wait a minute, then try again."))
        response.headers["Retry-After"] = "60"
        return response

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
