"""Requests into pydantic models; every wrong field is named, not only the first."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest as WerkzeugBadRequest
from werkzeug.exceptions import UnsupportedMediaType

from inventory.errors import BadRequest, InvalidInput

Model = TypeVar("Model", bound=BaseModel)


def parse_body(model: type[Model]) -> Model:
    """The JSON body as `model`.

    Raises:
        BadRequest: the body is not a JSON object.
        InvalidInput: fields are missing or wrong (`errors` lists them all).
    """
    try:
        data = request.get_json()
    except (WerkzeugBadRequest, UnsupportedMediaType, UnicodeDecodeError, RecursionError):
        raise BadRequest(
            "The body is not JSON.", hint="Send a JSON object with Content-Type: application/json."
        ) from None
    if not isinstance(data, dict):
        raise BadRequest("The body is not a JSON object.", hint='Send an object such as {"name": "…"}.')
    return validate(model, data)


def parse_query(model: type[Model]) -> Model:
    """The query string as `model`; of a repeated parameter the last value counts, lists keep all."""
    return validate(model, _flatten(request.args, model))


def parse_form(model: type[Model]) -> Model:
    """A submitted form as `model`."""
    return validate(model, _flatten(request.form, model))


def _flatten(values, model: type[BaseModel]) -> dict[str, object]:  # type: ignore[no-untyped-def]
    lists = {name for name, field in model.model_fields.items() if "list" in str(field.annotation)}
    return {name: values.getlist(name) if name in lists else values.getlist(name)[-1] for name in values}


def validate(model: type[Model], data: dict[str, object]) -> Model:
    """`data` as `model`; raises InvalidInput with one entry per wrong field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise invalid_input(error) from None


def invalid_input(error: ValidationError) -> InvalidInput:
    """pydantic's list of faults as our error."""
    errors = [
        {"field": ".".join(str(part) for part in fault["loc"]) or "body", "message": _sentence(fault["msg"])}
        for fault in error.errors()
    ]
    return InvalidInput(errors[0]["message"], field=errors[0]["field"], errors=errors)


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ")
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else message + "."
