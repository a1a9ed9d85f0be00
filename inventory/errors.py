"""Errors that a person can act on.

Every error says what is wrong, where (`field`), and how to mend it (`hint`). `inventory.http.problem`
turns them into RFC 9457 problem documents and error pages, the command line into one line on stderr.
"""

from __future__ import annotations


class InventoryError(Exception):
    """Base of all errors that we raise on purpose.

    Args:
        message: what is wrong, one sentence.
        field: the input that is wrong (a form field, a CSV column, a setting), if one is.
        hint: how to mend it, one sentence.
    """

    status = 500
    title = "Something went wrong"

    def __init__(self, message: str, *, field: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.message}" + (f" {self.hint}" if self.hint else "")


class BadRequest(InventoryError):
    """The request cannot be read at all (not JSON, wrong type)."""

    status = 400
    title = "Bad request"


class NotSignedIn(InventoryError):
    status = 401
    title = "Please sign in"


class PermissionDenied(InventoryError):
    status = 403
    title = "Not allowed"


class NotFound(InventoryError):
    status = 404
    title = "Not found"


class Conflict(InventoryError):
    """The change does not fit what is stored (a name already taken, an edit of an older version)."""

    status = 409
    title = "Conflict"


class TooLarge(InventoryError):
    status = 413
    title = "Too large"


class UnsupportedMedia(InventoryError):
    """A file of a kind that we do not read, or a broken one."""

    status = 415
    title = "Unsupported file"


class InvalidInput(InventoryError):
    """Input that can be read but is not valid. `errors` lists every wrong field, not only the first."""

    status = 422
    title = "Invalid input"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        hint: str | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(message, field=field, hint=hint)
        self.errors = errors or ([{"field": field, "message": message}] if field else [])


class TooManyRequests(InventoryError):
    status = 429
    title = "Too many attempts"


class Unavailable(InventoryError):
    """A part that we need does not answer (database, embedder); trying again later may work."""

    status = 503
    title = "Not available right now"


class SettingsError(InventoryError):
    """A setting is wrong; the program does not start with it."""

    title = "Wrong setting"
