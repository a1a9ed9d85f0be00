"""The embedder process: answers on its socket, and fills in the vectors of items in the background.

Three threads: this one speaks with clients (asyncio), `worker` runs the model, `fill` speaks with PostgreSQL.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import stat
from pathlib import Path
from typing import Any

from inventory.config import Settings
from inventory.embedding import DIMENSION
from inventory.embedding.engines import Engine, load_engine
from inventory.embedding.fill import Filler
from inventory.embedding.memory import give_back_freed_memory, use_one_arena
from inventory.embedding.model_files import ModelError
from inventory.embedding.protocol import (
    MAX_LINE_BYTES,
    Encode,
    ProtocolError,
    pack_vectors,
    parse_request,
    write_line,
)
from inventory.embedding.service_manager import tell_service_manager
from inventory.embedding.worker import Priority, Stopped, Worker
from inventory.errors import InventoryError

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 64  # each has one request under way, so this bounds the queue of queries too
IDLE_SECONDS = 600
SEND_SECONDS = 30
STOP_SECONDS = 3
LOADING_SECONDS = 180  # what systemd should allow for loading; torch on a Pi needs more than its usual 90


def load_checked(settings: Settings) -> Engine:
    """Load the engine that is set and make sure that its vectors fit the search index.

    Raises:
        ModelError: missing or broken files or libraries, or vectors of another length.
    """
    engine = load_engine(settings.embedding_engine, settings.embedding_model_dir)
    if engine.dimension != DIMENSION:
        raise ModelError(
            f"Vectors of the model {engine.model} have {engine.dimension} numbers, those of the index {DIMENSION}.",
            hint="Choose a model with 384 dimensions, for example all-MiniLM-L6-v2.",
        )
    engine.encode(["ready"])  # the first run is the slowest; no query should wait for it
    return engine


class EmbedderServer:
    """One embedder. `run()` returns after SIGTERM or SIGINT.

    Raises (from run):
        InventoryError: the socket cannot be made, or the model cannot be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._worker = Worker(lambda: load_checked(settings), self._loaded, self._load_failed)
        self._filler = Filler(settings.database_url, self._worker)
        self._failure: Exception | None = None
        self._threads_ended = False
        self._connections: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()

    def run(self) -> None:
        """Serve until told to stop."""
        use_one_arena()
        listener = open_socket(self._settings.embedder_socket)
        identity = _identity(self._settings.embedder_socket)
        try:
            asyncio.run(self._serve(listener))
        finally:
            # Only our own: another embedder may have taken the path over.
            if _identity(self._settings.embedder_socket) == identity:
                self._settings.embedder_socket.unlink(missing_ok=True)
        if self._failure is not None:
            raise self._failure
        if not self._threads_ended:
            # Native code of a library still runs (torch loading); ending Python around it could crash.
            logging.shutdown()
            os._exit(0)

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._stop.set)
        server = await asyncio.start_unix_server(self._accept, sock=listener, limit=MAX_LINE_BYTES)
        log.info(
            "listening on %s, loading the %s engine", self._settings.embedder_socket, self._settings.embedding_engine
        )
        tell_service_manager(f"STATUS=Loading the model\nEXTEND_TIMEOUT_USEC={LOADING_SECONDS * 1_000_000}")
        self._worker.start()
        await self._stop.wait()
        tell_service_manager("STOPPING=1")
        server.close()
        await asyncio.to_thread(self._end_threads)
        await self._end_connections()

    def _end_threads(self) -> None:
        ended = [self._worker.stop(STOP_SECONDS), self._filler.stop(STOP_SECONDS)]
        self._threads_ended = all(ended)

    async def _end_connections(self) -> None:
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _loaded(self) -> None:
        """In the worker's thread: the model can be used from now on."""
        give_back_freed_memory()
        engine = self._worker.engine
        assert engine is not None  # the worker sets it before it calls us
        log.info("ready: %s with the %s engine", engine.model, engine.name)
        tell_service_manager(f"READY=1\nSTATUS=Serving {engine.model} with the {engine.name} engine")
        self._filler.start()

    def _load_failed(self, error: Exception) -> None:
        """In the worker's thread: end the process, so that whoever started it sees that it failed."""
        if not isinstance(error, InventoryError):
            log.error("loading the model failed", exc_info=error)
            error = ModelError(f"Loading the model failed: {error}")
        tell_service_manager(f"STATUS={error}")
        self._failure = error
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # asyncio calls us in a task
        self._connections.add(task)
        try:
            await self._converse(reader, writer)
        except (ConnectionError, TimeoutError, asyncio.CancelledError):
            pass  # the client went away, fell silent, or we stop
        finally:
            self._connections.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._connections) > MAX_CONNECTIONS:
            await _send(writer, {"error": f"more than {MAX_CONNECTIONS} connections"})
            return
        while True:
            try:
                line = await asyncio.wait_for(reader.readline(), IDLE_SECONDS)
            except ValueError:  # asyncio's way to say that the limit was passed
                await _send(writer, {"error": f"a request is at most {MAX_LINE_BYTES} bytes long"})
                return
            if not line.endswith(b"\n"):
                return
            await _send(writer, await self._answer(line))

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = parse_request(line)
        except ProtocolError as error:
            return {"error": str(error)}
        if isinstance(request, Encode):
            return await self._encode(request.texts)
        return self._status()

    def _status(self) -> dict[str, Any]:
        engine = self._worker.engine
        status: dict[str, Any] = {"ready": engine is not None, "engine": self._settings.embedding_engine}
        if engine is not None:
            status |= {"model": engine.model, "dimension": engine.dimension}
        return status | {"fill": self._filler.state.describe()}

    async def _encode(self, texts: list[str]) -> dict[str, Any]:
        engine = self._worker.engine
        if engine is None:
            return {"ready": False, "error": "the model is still loading"}
        packed = ""
        if texts:
            priority = Priority.QUERY if len(texts) == 1 else Priority.BATCH
            try:
                vectors = await asyncio.wrap_future(self._worker.submit(texts, priority))
            except Stopped:
                return {"error": "the embedder is stopping"}
            except Exception as error:  # the worker has logged it
                return {"error": f"the model failed: {type(error).__name__}"}
            packed = pack_vectors(vectors.astype("<f4", copy=False).tobytes())
        return {"model": engine.model, "engine": engine.name, "dimension": engine.dimension, "vectors": packed}


async def _send(writer: asyncio.StreamWriter, message: dict[str, Any]) -> None:
    writer.write(write_line(message))
    await asyncio.wait_for(writer.drain(), SEND_SECONDS)


def open_socket(path: Path) -> socket.socket:
    """Listen on a unix socket that only its owner and group may connect to.

    Raises:
        InventoryError: another embedder answers there, something else is there, or it cannot be made.
    """
    _remove_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    old_mask = os.umask(0o117)
    try:
        listener.bind(str(path))
        listener.listen(MAX_CONNECTIONS)
    except OSError as error:
        listener.close()
        raise InventoryError(
            f"Cannot listen on {path}: {error.strerror or error}.",
            field="INVENTORY_EMBEDDER_SOCKET",
            hint="Its directory must exist, be writable for this user, and the path have at most 107 characters.",
        ) from error
    finally:
        os.umask(old_mask)
    return listener


def _remove_stale(path: Path) -> None:
    """Remove a socket that a killed embedder left behind."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise InventoryError(f"{path} exists and is not a socket.", field="INVENTORY_EMBEDDER_SOCKET")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except OSError:
            pass  # it may be alive: binding will tell
        else:
            raise InventoryError(f"Another embedder already answers on {path}.", hint="Stop it first.")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
