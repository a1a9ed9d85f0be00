"""The real embedder process with the real model, through its socket."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from inventory.embedding.client import EmbedderClient
from inventory.embedding.engines import load_engine
from inventory.embedding.protocol import MAX_LINE_BYTES, MAX_TEXTS, write_line
from inventory.embedding.server import MAX_CONNECTIONS
from inventory.errors import Unavailable
from tests.support.embedder import NO_DATABASE, ROOT, Embedder, model_dir

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One embedder for the tests that do not disturb it."""
    with Embedder(tmp_path_factory.mktemp("embedder") / "e.sock") as embedder:
        yield embedder


@pytest.fixture
def client(shared):
    client = EmbedderClient(shared.socket, timeout=5)
    yield client
    client.close()


@pytest.fixture
def own(tmp_path):
    """An embedder that the test starts and ends as it likes."""
    embedder = Embedder(tmp_path / "e.sock")
    yield embedder
    embedder.stop()


def speak(embedder, data, *, close_sending=False):
    """Send bytes on a new connection, return the line that comes back."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(10)
        connection.connect(str(embedder.socket))
        try:
            connection.sendall(data)
            if close_sending:
                connection.shutdown(socket.SHUT_WR)
        except BrokenPipeError:
            pass  # refused before all was sent; the reason can be read all the same
        with connection.makefile("rb") as replies:
            return replies.readline()


def dot(left, right):
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_it_tells_what_it_is(client):
    status = client.status()
    assert (status["ready"], status["model"], status["engine"], status["dimension"]) == (
        True,
        "all-MiniLM-L6-v2",
        "onnx",
        384,
    )


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(client):
    texts = ["hammer", "M6 x 20 hex bolt stainless, pack of 100", "", "flour " * 300]
    together = client.encode(texts)
    assert [len(vector) for vector in together] == [384] * 4
    assert all(abs(dot(vector, vector) - 1) < 1e-5 for vector in together)
    assert together == [client.encode_one(text) for text in texts]


def test_the_socket_gives_what_the_engine_gives_in_process(client):
    engine = load_engine("onnx", model_dir())
    assert client.encode(["picture hooks"]) == engine.encode(["picture hooks"]).tolist()


def test_it_finds_by_meaning(client):
    things = ["picture hooks, brass", "sourdough starter in a jar", "winter tyres 205/55 R16", "vacuum cleaner bags"]
    questions = ["something to hang pictures with", "what I need to bake bread", "for driving in snow", "hoover dust"]
    vectors = client.encode(things)
    best = [max(things, key=lambda thing: dot(vectors[things.index(thing)], client.encode_one(q))) for q in questions]
    assert best == things


def test_more_texts_than_fit_one_request_come_back_in_order(client):
    texts = [f"screw number {number}" for number in range(MAX_TEXTS + 3)]
    vectors = EmbedderClient(client._path, timeout=30).encode(texts)
    assert len(vectors) == len(texts)
    assert vectors[-1] == client.encode_one(texts[-1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "a\ud800b",
        "🔧" * 10_000,
        "'; DROP TABLE item; --",
        "[SEP] [MASK] [CLS]",
        "x" * 200_000,
        "ﷺ" * 999,
    ],
    ids=["empty", "blank", "nul", "surrogate", "emoji", "sql", "special", "long word", "ligature"],
)
def test_odd_texts_have_a_vector_too(client, text):
    vector = client.encode_one(text)
    assert abs(dot(vector, vector) - 1) < 1e-5


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"hello\n",
        b"[]\n",
        b"{}\n",
        b'{"texts": "hammer"}\n',
        b'{"texts": [1, 2]}\n',
        b'{"texts": [null]}\n',
        b'{"ping": "yes"}\n',
        b"\xff\xfe\x00\n",
        b"GET / HTTP/1.1\r\n",
        b"[" * 200_000 + b"\n",
        write_line({"texts": ["a"] * (MAX_TEXTS + 1)}),
        b"x" * (MAX_LINE_BYTES + 10) + b"\n",
        b"x" * (3 * MAX_LINE_BYTES),
    ],
    ids=lambda line: repr(line[:20]),
)
def test_bad_requests_get_an_error_and_harm_nobody(shared, client, line):
    answer = json.loads(speak(shared, line))
    assert list(answer) == ["error"]
    assert len(client.encode_one("hammer")) == 384


def test_a_connection_goes_on_after_a_bad_request(shared):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(shared.socket))
        with connection.makefile("rwb") as stream:
            for line in (b"nonsense\n", b'{"ping": true}\n'):
                stream.write(line)
            stream.flush()
            assert "error" in json.loads(stream.readline())
            assert json.loads(stream.readline())["ready"] is True


def test_half_a_request_and_goodbye_harms_nobody(shared, client):
    assert speak(shared, b'{"texts": ["ham', close_sending=True) == b""
    assert client.status()["ready"]


def test_a_client_that_does_not_read_does_not_block_others(shared, client):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.connect(str(shared.socket))
        deaf.sendall(write_line({"texts": ["a"] * MAX_TEXTS}) * 3)
        began = time.monotonic()
        for _ in range(10):
            client.encode_one("hammer")
        assert time.monotonic() - began < 2


def test_too_many_connections_are_refused_and_the_others_served(shared):
    held = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(MAX_CONNECTIONS + 8)]
    try:
        answers = []
        for connection in held:
            connection.settimeout(5)
            connection.connect(str(shared.socket))
            connection.sendall(b'{"ping": true}\n')
            answers.append(connection.recv(4096))
        assert b"ready" in answers[0]
        assert b"connections" in answers[-1]
    finally:
        for connection in held:
            connection.close()
    deadline = time.monotonic() + 5
    while b"ready" not in speak(shared, b'{"ping": true}\n'):
        assert time.monotonic() < deadline


def test_many_threads_are_served_at_once(client):
    expected = client.encode_one("hammer")
    answers = []

    def work():
        answers.extend(client.encode_one("hammer") == expected for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 160


def test_a_query_does_not_wait_for_a_large_batch(shared, client):
    batch = threading.Thread(
        target=EmbedderClient(shared.socket, timeout=60).encode, args=(["a long text about flour " * 60] * MAX_TEXTS,)
    )
    batch.start()
    time.sleep(0.1)
    began = time.monotonic()
    client.encode_one("hammer")
    assert time.monotonic() - began < 0.5
    assert batch.is_alive()
    batch.join()


def test_only_owner_and_group_may_connect(shared):
    assert stat.S_IMODE(shared.socket.stat().st_mode) == 0o660


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
def test_another_user_is_refused_and_told_why():
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        program = (
            "import sys; sys.path.insert(0, sys.argv[2]);"
            "from inventory.embedding.client import EmbedderClient; EmbedderClient(sys.argv[1]).status()"
        )
        with Embedder(Path(directory) / "e.sock") as embedder:
            done = subprocess.run(
                [*NOBODY, "/usr/bin/python3", "-c", program, str(embedder.socket), str(ROOT)],
                capture_output=True,
                text=True,
                check=False,
            )
    assert done.returncode == 1
    assert "may not use the embedder's socket" in done.stderr


def test_sigterm_ends_it_cleanly(own):
    own.start()
    idle = EmbedderClient(own.socket)
    idle.encode_one("hammer")  # leaves a connection open
    began = time.monotonic()
    assert own.stop() == 0
    assert time.monotonic() - began < 2
    assert not own.socket.exists()


def test_a_client_recovers_when_the_embedder_is_back(own):
    client = EmbedderClient(own.socket)
    own.start()
    before = client.encode_one("hammer")
    own.stop()
    began = time.monotonic()
    with pytest.raises(Unavailable, match="not running"):
        client.encode_one("hammer")
    assert time.monotonic() - began < 0.2
    own.start()
    assert client.encode_one("hammer") == before


def test_an_embedder_that_was_killed_can_be_started_again(own):
    own.start()
    own.signal(signal.SIGKILL)
    own.process.wait()
    assert own.socket.exists()
    own.start()
    assert own.stop() == 0


def test_a_hanging_embedder_costs_a_query_one_timeout(own):
    own.start()
    client = EmbedderClient(own.socket, timeout=0.3)
    client.encode_one("hammer")
    own.signal(signal.SIGSTOP)
    began = time.monotonic()
    for _ in range(5):
        with pytest.raises(Unavailable):
            client.encode_one("hammer")
    assert time.monotonic() - began < 0.7
    own.signal(signal.SIGCONT)
    time.sleep(2.1)
    assert len(client.encode_one("hammer")) == 384


def test_a_second_embedder_is_refused_and_the_first_lives_on(own):
    own.start()
    second = Embedder(own.socket)
    second.start(wait=0)
    assert second.process.wait(20) == 1
    assert "Another embedder already answers" in second.log.read_text()
    assert own.socket.exists()
    assert EmbedderClient(own.socket).status()["ready"]


def test_a_file_in_place_of_the_socket_is_left_alone(own):
    own.socket.write_text("mine")
    own.start(wait=0)
    assert own.process.wait(20) == 1
    assert "is not a socket" in own.log.read_text()
    assert own.socket.read_text() == "mine"


def test_a_missing_directory_for_the_socket_is_told(tmp_path):
    embedder = Embedder(tmp_path / "e.sock", environment={"INVENTORY_EMBEDDER_SOCKET": "/nonexistent/e.sock"})
    embedder.start(wait=0)
    assert embedder.process.wait(20) == 1
    assert "Cannot listen on /nonexistent/e.sock: No such file" in embedder.log.read_text()


@pytest.mark.parametrize("harm", ["missing", "cut", "changed"])
def test_a_broken_model_ends_it_with_a_way_to_mend_it(tmp_path, harm):
    broken = tmp_path / "model"
    broken.mkdir()
    for file in model_dir().iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    weights = broken / "model_int8.onnx"
    if harm == "missing":
        weights.unlink()
    elif harm == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        data = bytearray(weights.read_bytes())
        data[len(data) // 2] ^= 1
        weights.write_bytes(data)
    embedder = Embedder(tmp_path / "e.sock", environment={"INVENTORY_EMBEDDING_MODEL_DIR": str(broken)})
    embedder.start(wait=0)
    assert embedder.process.wait(20) == 1
    log = embedder.log.read_text()
    assert str(weights) in log
    assert "apt install --reinstall inventory-model-minilm" in log
    assert "Traceback" not in log


def test_systemd_is_told_when_it_is_ready(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(20)
        with Embedder(tmp_path / "e.sock", environment={"NOTIFY_SOCKET": str(tmp_path / "notify")}):
            told = manager.recv(4096) + b"\n" + manager.recv(4096)
        assert b"STATUS=Loading" in told
        assert b"READY=1" in told
        assert manager.recv(4096) == b"STOPPING=1"


def run_status(socket_path, *options):
    environment = os.environ | {"INVENTORY_EMBEDDER_SOCKET": str(socket_path), "INVENTORY_DATABASE_URL": NO_DATABASE}
    return subprocess.run(
        [sys.executable, "-m", "inventory", "embedder", "status", *options],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=ROOT,
    )


def test_the_status_command_says_ready(shared):
    done = run_status(shared.socket)
    assert done.returncode == 0
    assert done.stdout.startswith("ready: all-MiniLM-L6-v2 with the onnx engine, 384 dimensions")
    assert json.loads(run_status(shared.socket, "--json").stdout)["ready"] is True


def test_the_status_command_fails_without_embedder(tmp_path):
    done = run_status(tmp_path / "none.sock")
    assert done.returncode == 1
    assert done.stdout.startswith("not ready: The embedder is not running")
    assert json.loads(run_status(tmp_path / "none.sock", "--json").stdout)["ready"] is False
