"""Ask the embedder for vectors. Fails fast, so that search can answer from text alone.

Needs only the standard library: the web process imports this.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inventory.embedding.protocol import (
    MAX_TEXTS,
    ProtocolError,
    clean_text,
    parse_reply,
    unpack_vectors,
    write_line,
)
from inventory.errors import Unavailable

HINT = "`systemctl status inventory-embedder` says more."
# After a time-out no request is sent for this long: a server that hangs must not slow down every search.
PAUSE_AFTER_TIMEOUT_SECONDS = 2.0
_MAX_IDLE_CONNECTIONS = 8


class EmbedderClient:
    """A client of one embedder socket, shared by all threads of a process.

    Args:
        socket_path: the embedder's unix socket; it need not exist yet.
        timeout: seconds that a call may take in all.
    """

    def __init__(self, socket_path: Path | str, timeout: float = 1.0) -> None:
        self._path = str(socket_path)
        self._timeout = timeout
        self._idle: list[_Connection] = []
        self._lock = threading.Lock()
        self._paused_until = 0.0

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of `texts`, in order, each of length 1 (384 numbers).

        Raises:
            Unavailable: the embedder is stopped, still loading, too slow or broken.
        """
        vectors: list[list[float]] = []
        for start in range(0, len(texts), MAX_TEXTS):
            part = [clean_text(text) for text in texts[start : start + MAX_TEXTS]]
            reply = self._ask({"texts": part})
            try:
                vectors += unpack_vectors(reply, len(part))
            except ProtocolError as error:
                raise Unavailable(f"The embedder's answer is broken: {error}.", hint=HINT) from error
        return vectors

    def encode_one(self, text: str) -> list[float]:
        """The vector of one text; see `encode`."""
        return self.encode([text])[0]

    def status(self) -> dict[str, Any]:
        """What the embedder says of itself: ready, model, engine, dimension, fill (state of the filling).

        Raises:
            Unavailable: it does not answer. An embedder that still loads answers with ready = False.
        """
        return self._exchange({"ping": True})

    def close(self) -> None:
        """Close idle connections; the client can be used again afterwards."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        reply = self._exchange(request)
        if reply.get("ready") is False:
            raise Unavailable("The embedding model is still loading.")
        if "error" in reply:
            raise Unavailable(f"The embedder refused: {reply['error']}.", hint=HINT)
        return reply

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        now = time.monotonic()
        if now < self._paused_until:
            raise Unavailable("The embedder did not answer in time a moment ago.", hint=HINT)
        try:
            return self._exchange_line(write_line(request), now + self._timeout)
        except TimeoutError as error:
            self._paused_until = time.monotonic() + PAUSE_AFTER_TIMEOUT_SECONDS
            raise Unavailable(f"The embedder did not answer within {self._timeout:g} s.", hint=HINT) from error
        except ProtocolError as error:
            raise Unavailable(f"The embedder's answer is broken: {error}.", hint=HINT) from error
        except PermissionError as error:
            raise Unavailable(
                f"This user may not use the embedder's socket {self._path}.", hint="Be in the group of its owner."
            ) from error
        except OSError as error:
            raise Unavailable(
                f"The embedder is not running ({self._path}: {error.strerror or error}).", hint=HINT
            ) from error

    def _exchange_line(self, line: bytes, deadline: float) -> dict[str, Any]:
        connection = self._take_idle()
        if connection is not None:
            # The embedder may have restarted since this connection was used: then try a new one.
            with contextlib.suppress(ConnectionError):
                return self._use(connection, line, deadline)
            self.close()
        return self._use(_Connection(self._path, deadline), line, deadline)

    def _use(self, connection: _Connection, line: bytes, deadline: float) -> dict[str, Any]:
        try:
            reply = parse_reply(connection.exchange(line, deadline))
        except BaseException:
            connection.close()
            raise
        self._keep_idle(connection)
        return reply

    def _take_idle(self) -> _Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _keep_idle(self, connection: _Connection) -> None:
        with self._lock:
            if len(self._idle) < _MAX_IDLE_CONNECTIONS:
                self._idle.append(connection)
                return
        connection.close()


class _Connection:
    """One connection; used by one thread at a time."""

    def __init__(self, path: str, deadline: float) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(_left(deadline))
            self._socket.connect(path)
        except BlockingIOError as error:  # the queue of connections is full: the server hangs
            self._socket.close()
            raise TimeoutError from error
        except BaseException:
            self._socket.close()
            raise

    def exchange(self, line: bytes, deadline: float) -> bytes:
        """Send a line, return the line that answers it.

        Raises:
            TimeoutError: the deadline (on the monotonic clock) has passed.
            ConnectionError: the server closed the connection.
        """
        self._socket.settimeout(_left(deadline))
        self._socket.sendall(line)
        received = bytearray()
        while not received.endswith(b"\n"):
            self._socket.settimeout(_left(deadline))
            chunk = self._socket.recv(65536)
            if not chunk:
                raise ConnectionResetError("the embedder closed the connection")
            received += chunk
        return bytes(received)

    def close(self) -> None:
        self._socket.close()


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
