"""What is said on the embedder's socket: one JSON object a line, each request answered by one line.

    {"texts": ["hammer", ...]} -> {"model": ..., "engine": ..., "dimension": 384, "vectors": "<base64>"}
    {"ping": true}             -> {"ready": true, ...}
    anything else              -> {"error": "what is wrong"}

`vectors` holds texts x dimension float32, little-endian, row by row, each row of length 1.
"""

from __future__ import annotations

import base64
import binascii
import json
import sys
from array import array
from dataclasses import dataclass
from typing import Any

MAX_LINE_BYTES = 1024 * 1024
MAX_TEXTS = 256
# Far beyond what the model reads (256 tokens); longer texts are cut, not refused.
MAX_TEXT_CHARACTERS = 10_000


class ProtocolError(Exception):
    """A request or reply that breaks the protocol; the message says how."""


@dataclass(frozen=True)
class Ping:
    """Asks whether the model is loaded."""


@dataclass(frozen=True)
class Encode:
    """Asks for the vectors of `texts`."""

    texts: list[str]


def parse_request(line: bytes) -> Ping | Encode:
    """Read one request line.

    Raises:
        ProtocolError: not JSON, not one of the two requests, or beyond a limit.
    """
    message = _parse_object(line)
    if "texts" in message:
        return Encode(_checked_texts(message["texts"]))
    if message.get("ping") is True:
        return Ping()
    raise ProtocolError('expected {"texts": [...]} or {"ping": true}')


def _parse_object(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):  # ValueError: bad JSON, bad UTF-8, a number of too many digits
        raise ProtocolError("not a line of JSON") from None
    if not isinstance(message, dict):
        raise ProtocolError("expected a JSON object")
    return message


def _checked_texts(texts: object) -> list[str]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ProtocolError('"texts" must be a list of strings')
    if len(texts) > MAX_TEXTS:
        raise ProtocolError(f'"texts" has {len(texts)} entries, at most {MAX_TEXTS} are taken at once')
    return [clean_text(text) for text in texts]


def clean_text(text: str) -> str:
    """Cut an overlong text and replace what is not valid Unicode (lone surrogates), which tokenizers refuse."""
    return text[:MAX_TEXT_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def write_line(message: dict[str, Any]) -> bytes:
    """One message as a line."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def pack_vectors(little_endian_floats: bytes) -> str:
    """The `vectors` field from the bytes of a float32 matrix."""
    return base64.b64encode(little_endian_floats).decode("ascii")


def parse_reply(line: bytes) -> dict[str, Any]:
    """Read one reply line.

    Raises:
        ProtocolError: not a JSON object.
    """
    return _parse_object(line)


def unpack_vectors(reply: dict[str, Any], count: int) -> list[list[float]]:
    """The `count` vectors of a reply.

    Raises:
        ProtocolError: fields are missing or do not fit each other.
    """
    dimension, packed = reply.get("dimension"), reply.get("vectors")
    if not isinstance(dimension, int) or not isinstance(packed, str) or dimension < 1:
        raise ProtocolError("the reply has no vectors")
    try:
        raw = base64.b64decode(packed, validate=True)
    except binascii.Error:
        raise ProtocolError("the reply's vectors are not base64") from None
    if len(raw) != count * dimension * 4:
        raise ProtocolError(f"the reply has {len(raw)} bytes of vectors for {count} texts")
    floats = array("f", raw)
    if sys.byteorder == "big":
        floats.byteswap()
    return [floats[start : start + dimension].tolist() for start in range(0, len(floats), dimension)]
