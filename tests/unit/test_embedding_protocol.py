"""What the embedder's protocol takes, and what it refuses."""

import base64
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.embedding.protocol import (
    MAX_TEXT_CHARACTERS,
    MAX_TEXTS,
    Encode,
    Ping,
    ProtocolError,
    pack_vectors,
    parse_reply,
    parse_request,
    unpack_vectors,
    write_line,
)


def test_texts_are_read():
    assert parse_request(b'{"texts": ["hammer", "Cr\xc3\xa8me", ""]}\n') == Encode(["hammer", "Crème", ""])


def test_no_texts_are_a_request_too():
    assert parse_request(b'{"texts": []}') == Encode([])


def test_ping_is_read():
    assert parse_request(b'{"ping": true}') == Ping()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"hello",
        b"[]",
        b"null",
        b"3",
        b'"texts"',
        b"{}",
        b'{"ping": false}',
        b'{"ping": 1}',
        b'{"texts": null}',
        b'{"texts": "hammer"}',
        b'{"texts": {"a": "b"}}',
        b'{"texts": [1]}',
        b'{"texts": [null]}',
        b'{"texts": [["a"]]}',
        b'{"texts": ["a"]',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"texts": ' + b"[" * 100_000,
        b'{"texts": [' + b"9" * 5000 + b"]}",
    ],
)
def test_everything_else_is_refused_with_a_reason(line):
    with pytest.raises(ProtocolError, match=r"\w"):
        parse_request(line)


def test_too_many_texts_are_refused():
    with pytest.raises(ProtocolError, match=str(MAX_TEXTS)):
        parse_request(json.dumps({"texts": ["a"] * (MAX_TEXTS + 1)}).encode())


def test_a_long_text_is_cut_not_refused():
    request = parse_request(json.dumps({"texts": ["x" * (MAX_TEXT_CHARACTERS + 5)]}).encode())
    assert request == Encode(["x" * MAX_TEXT_CHARACTERS])


def test_a_lone_surrogate_becomes_text_that_can_be_encoded():
    request = parse_request(b'{"texts": ["a\\ud800b"]}')
    assert request == Encode(["a?b"])


@given(st.binary(max_size=200))
def test_any_bytes_give_a_request_or_a_protocol_error(line):
    try:
        parse_request(line)
    except ProtocolError:
        return


@given(st.lists(st.lists(st.floats(width=32, allow_nan=False), min_size=3, max_size=3), max_size=4))
def test_vectors_survive_the_way(rows):
    raw = b"".join(struct.pack("<3f", *row) for row in rows)
    reply = parse_reply(write_line({"dimension": 3, "vectors": pack_vectors(raw)}))
    assert unpack_vectors(reply, len(rows)) == rows


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"dimension": 2},
        {"dimension": "2", "vectors": ""},
        {"dimension": 0, "vectors": ""},
        {"dimension": 2, "vectors": 5},
        {"dimension": 2, "vectors": "***"},
        {"dimension": 2, "vectors": base64.b64encode(b"1234").decode()},
        {"dimension": 2, "vectors": base64.b64encode(b"1" * 16).decode()},
    ],
)
def test_a_reply_that_does_not_fit_is_refused(reply):
    with pytest.raises(ProtocolError):
        unpack_vectors(reply, 1)
