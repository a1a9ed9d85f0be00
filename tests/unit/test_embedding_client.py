"""The client against servers that misbehave: it must fail fast, clearly, and recover."""

import json
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode

import pytest

from inventory.embedding import client as client_module
from inventory.embedding.client import EmbedderClient
from inventory.errors import Unavailable


class Server:
    """A unix socket server that treats each connection as `behave(connection)` says."""

    def __init__(self, path, behave):
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen(8)
        self._behave = behave
        self.accepted = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._behave, args=(connection,), daemon=True).start()

    def close(self):
        self._listener.close()


def replies(*lines):
    """Behaviour: answer each request by the next line, then close."""

    def behave(connection):
        with connection, connection.makefile("rb") as requests:
            for line in lines:
                if not requests.readline():
                    return
                connection.sendall(line)

    return behave


def vectors_reply(*rows):
    import struct

    raw = b"".join(struct.pack(f"<{len(row)}f", *row) for row in rows)
    return json.dumps({"dimension": len(rows[0]), "vectors": b64encode(raw).decode()}).encode() + b"\n"


@pytest.fixture
def serve(tmp_path):
    servers = []

    def start(behave, name="s.sock"):
        servers.append(Server(tmp_path / name, behave))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def test_a_missing_socket_is_told_at_once(tmp_path):
    began = time.monotonic()
    with pytest.raises(Unavailable, match="not running"):
        EmbedderClient(tmp_path / "s.sock", timeout=5).encode(["a"])
    assert time.monotonic() - began < 0.5


def test_a_socket_without_server_is_told_at_once(tmp_path, serve):
    serve(replies()).close()
    began = time.monotonic()
    with pytest.raises(Unavailable, match="not running"):
        EmbedderClient(tmp_path / "s.sock", timeout=5).encode(["a"])
    assert time.monotonic() - began < 0.5


def test_a_path_that_is_too_long_is_told(tmp_path):
    with pytest.raises(Unavailable, match="too long"):
        EmbedderClient(tmp_path / ("x" * 200)).encode(["a"])


def test_vectors_come_back_in_order(tmp_path, serve):
    serve(replies(vectors_reply([1.0, 0.0], [0.0, 1.0])))
    assert EmbedderClient(tmp_path / "s.sock").encode(["a", "b"]) == [[1.0, 0.0], [0.0, 1.0]]


def test_no_texts_need_no_server(tmp_path):
    assert EmbedderClient(tmp_path / "s.sock").encode([]) == []


def test_one_connection_serves_many_requests(tmp_path, serve):
    server = serve(replies(*[vectors_reply([1.0])] * 3))
    client = EmbedderClient(tmp_path / "s.sock")
    assert [client.encode_one("a") for _ in range(3)] == [[1.0]] * 3
    assert server.accepted == 1


def test_a_connection_that_went_stale_is_replaced(tmp_path, serve):
    server = serve(replies(vectors_reply([1.0])))  # closes after each answer, as a restart would
    client = EmbedderClient(tmp_path / "s.sock")
    assert client.encode_one("a") == [1.0]
    time.sleep(0.05)
    assert client.encode_one("a") == [1.0]
    assert server.accepted == 2


def test_a_server_that_hangs_costs_one_timeout_then_nothing(tmp_path, serve, monkeypatch):
    monkeypatch.setattr(client_module, "PAUSE_AFTER_TIMEOUT_SECONDS", 0.4)
    answering = threading.Event()

    def behave(connection):
        if answering.is_set():
            replies(vectors_reply([1.0]))(connection)
        else:
            connection.recv(1)
            answering.wait(5)

    serve(behave)
    client = EmbedderClient(tmp_path / "s.sock", timeout=0.3)
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"within 0\.3 s"):
        client.encode_one("a")
    assert 0.25 < time.monotonic() - began < 1
    began = time.monotonic()
    with pytest.raises(Unavailable, match="a moment ago"):
        client.encode_one("a")
    assert time.monotonic() - began < 0.1
    answering.set()
    time.sleep(0.45)
    assert client.encode_one("a") == [1.0]


def test_a_server_that_trickles_is_cut_off_at_the_deadline(tmp_path, serve):
    def behave(connection):
        connection.recv(100)
        try:
            for _ in range(100):
                connection.sendall(b" ")
                time.sleep(0.05)
        except OSError:
            return

    serve(behave)
    began = time.monotonic()
    with pytest.raises(Unavailable):
        EmbedderClient(tmp_path / "s.sock", timeout=0.3).encode_one("a")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"ready": false, "error": "the model is still loading"}\n', "loading"),
        (b'{"error": "more than 64 connections"}\n', "64 connections"),
        (b"nonsense\n", "broken"),
        (b"{}\n", "broken"),
        (b'{"dimension": 2, "vectors": "AAAA"}\n', "broken"),
        (b"", "closed the connection|not running"),
    ],
)
def test_a_bad_answer_means_unavailable(tmp_path, serve, line, words):
    serve(replies(line))
    with pytest.raises(Unavailable, match=words):
        EmbedderClient(tmp_path / "s.sock").encode_one("a")


def test_many_threads_share_a_client(tmp_path, serve):
    serve(replies(*[vectors_reply([1.0])] * 1000))
    client = EmbedderClient(tmp_path / "s.sock", timeout=5)
    failures = []

    def work():
        for _ in range(50):
            try:
                assert client.encode_one("a") == [1.0]
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_web_process_loads_no_model_library_for_it():
    program = (
        "import inventory.embedding.client, sys;"
        "print([m for m in ('numpy', 'onnxruntime', 'tokenizers', 'torch', 'psycopg2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
