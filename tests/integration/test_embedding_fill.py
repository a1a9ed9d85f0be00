"""Vectors appear in the database by themselves: real embedder, real PostgreSQL."""

import time

import psycopg2
import pytest

from inventory.embedding.client import EmbedderClient
from inventory.embedding.engines import load_engine
from inventory.embedding.fill import Filler, halfvec, libpq_uri
from inventory.embedding.worker import Worker
from tests.support.embedder import Embedder, model_dir

# As the search room makes it (its tests hold that to the migration); here without the items around it.
TABLE = """
    CREATE TABLE search_document (
        item_id bigint PRIMARY KEY, embedding_text text, embedding halfvec(384), embedding_model text
    );
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_notify('search_document_changed', ''); RETURN NULL; END $$;
    CREATE TRIGGER tell AFTER INSERT OR UPDATE OF embedding_text ON search_document
        FOR EACH STATEMENT EXECUTE FUNCTION tell();
"""


@pytest.fixture
def url(empty_database):
    run(empty_database, "CREATE EXTENSION IF NOT EXISTS vector")
    return empty_database


@pytest.fixture
def database(url):
    run(url, TABLE)
    return url


@pytest.fixture
def embedder(database, tmp_path):
    with Embedder(tmp_path / "e.sock", database_url=database) as embedder:
        yield embedder


def run(url, statement, *values):
    """Run a statement in a transaction of its own; return its rows, if it has any."""
    connection = psycopg2.connect(libpq_uri(url))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def add(url, item, text):
    run(url, "INSERT INTO search_document (item_id, embedding_text) VALUES (%s, %s)", item, text)


def missing(url):
    rows = run(
        url,
        "SELECT count(*) FROM search_document WHERE embedding IS NULL"
        " OR embedding_model IS DISTINCT FROM 'all-MiniLM-L6-v2'",
    )
    return rows[0][0]


def wait_filled(url, seconds):
    deadline = time.monotonic() + seconds
    while missing(url):
        assert time.monotonic() < deadline, f"{missing(url)} vectors are missing after {seconds} s"
        time.sleep(0.05)


def nearest(url, embedder, query):
    vector = str(EmbedderClient(embedder.socket).encode_one(query))
    return run(url, "SELECT item_id FROM search_document ORDER BY embedding <=> %s::halfvec LIMIT 1", vector)[0][0]


def test_a_new_item_has_its_vector_within_two_seconds_and_is_found_by_meaning(database, embedder):
    add(database, 1, "vacuum cleaner bags")
    wait_filled(database, 2)
    add(database, 2, "picture hooks, brass")
    wait_filled(database, 2)
    assert nearest(database, embedder, "something to hang pictures with") == 2


def test_a_changed_item_gets_a_new_vector_within_two_seconds(database, embedder):
    add(database, 1, "hammer")
    add(database, 2, "flour")
    wait_filled(database, 2)
    run(database, "UPDATE search_document SET embedding_text = 'picture hooks', embedding = NULL WHERE item_id = 2")
    wait_filled(database, 2)
    assert nearest(database, embedder, "something to hang pictures with") == 2


def test_a_vector_of_another_model_is_replaced(database, tmp_path):
    add(database, 1, "hammer")
    zero = halfvec(load_engine("onnx", model_dir()).encode(["flour"])[0])
    run(database, "UPDATE search_document SET embedding = %s::halfvec, embedding_model = 'older'", zero)
    with Embedder(tmp_path / "e.sock", database_url=database) as embedder:
        wait_filled(database, 2)
        add(database, 2, "flour")
        wait_filled(database, 2)
        assert nearest(database, embedder, "hammer") == 1


def test_odd_texts_are_filled_too(database, embedder):
    for item, text in enumerate(["", " ", "🔧" * 5000, "100 % {model} %s $1 \\ ' \" [SEP]", "x" * 50_000]):
        add(database, item, text)
    wait_filled(database, 3)


def test_an_item_without_text_waits_without_harm(database, embedder):
    add(database, 1, None)
    add(database, 2, "hammer")
    deadline = time.monotonic() + 2
    while missing(database) != 1:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_queries_stay_fast_and_new_items_go_first_while_a_backlog_is_filled(database, embedder):
    run(
        database,
        "INSERT INTO search_document (item_id, embedding_text)"
        " SELECT n, 'box of parts number ' || n || repeat(' with screws, nuts and washers', 12)"
        " FROM generate_series(1, 1500) AS n",
    )
    client = EmbedderClient(embedder.socket, timeout=5)
    slowest = 0.0
    add(database, 5000, "picture hooks")
    began = time.monotonic()
    while run(database, "SELECT 1 FROM search_document WHERE item_id = 5000 AND embedding IS NULL"):
        before = time.monotonic()
        client.encode_one("hammer")
        slowest = max(slowest, time.monotonic() - before)
        assert time.monotonic() - began < 2
    assert missing(database) > 0, "the backlog was too small to test anything"
    assert slowest < 0.5


def test_an_item_that_is_being_changed_delays_no_other(database, embedder):
    add(database, 1, "hammer")
    wait_filled(database, 2)
    editor = psycopg2.connect(libpq_uri(database))
    try:
        with editor.cursor() as cursor:
            cursor.execute("UPDATE search_document SET embedding = NULL WHERE item_id = 1")
            editor.commit()
            cursor.execute("SELECT 1 FROM search_document WHERE item_id = 1 FOR UPDATE")
            add(database, 2, "flour")
            deadline = time.monotonic() + 2
            while run(database, "SELECT 1 FROM search_document WHERE item_id = 2 AND embedding IS NULL"):
                assert time.monotonic() < deadline
                time.sleep(0.05)
    finally:
        editor.close()
    wait_filled(database, 2)


def test_an_item_that_changed_meanwhile_does_not_get_the_vector_of_its_old_text(database):
    add(database, 1, "the new text")
    engine = load_engine("onnx", model_dir())
    worker = Worker(lambda: engine, lambda: None, lambda error: None)
    worker.start()
    filler = Filler(database, worker)
    connection = psycopg2.connect(libpq_uri(database))
    try:
        with connection, connection.cursor() as cursor:
            assert filler._fill(cursor, [(1, "the old text")]) == 0
            assert filler._fill(cursor, [(1, "the new text")]) == 1
    finally:
        connection.close()
        worker.stop(5)


def test_it_waits_quietly_for_the_table_and_then_fills(url, tmp_path):
    with Embedder(tmp_path / "e.sock", database_url=url) as embedder:
        time.sleep(0.5)
        assert EmbedderClient(embedder.socket).status()["fill"]["doing"] == "no table"
        run(url, TABLE)
        add(url, 1, "hammer")
        wait_filled(url, 7)
        assert "WARNING" not in embedder.log.read_text()
        assert "ERROR" not in embedder.log.read_text()


def test_what_was_missed_while_it_was_stopped_is_filled_at_the_start(database, tmp_path):
    embedder = Embedder(tmp_path / "e.sock", database_url=database)
    embedder.start()
    embedder.stop()
    add(database, 1, "hammer")
    embedder.start()
    try:
        wait_filled(database, 2)
    finally:
        embedder.stop()


def test_it_goes_on_after_a_restart_of_postgresql(cluster, database, embedder):
    add(database, 1, "hammer")
    wait_filled(database, 2)
    cluster.restart()
    deadline = time.monotonic() + 5
    client = EmbedderClient(embedder.socket)
    assert len(client.encode_one("queries do not need the database")) == 384
    while client.status()["fill"]["doing"] != "idle":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    add(database, 2, "flour")
    wait_filled(database, 2)
    assert "Traceback" not in embedder.log.read_text()


def test_it_starts_without_database_and_fills_once_there_is_one(cluster, tmp_path):
    name = "comes_later"
    with Embedder(tmp_path / "e.sock", database_url=cluster.url(name)) as embedder:
        client = EmbedderClient(embedder.socket)
        time.sleep(0.3)
        assert client.status()["fill"]["doing"] == "no database"
        assert "comes_later" in client.status()["fill"]["problem"]
        cluster.execute(f"CREATE DATABASE {name}")
        try:
            run(cluster.url(name), "CREATE EXTENSION IF NOT EXISTS vector")
            run(cluster.url(name), TABLE)
            add(cluster.url(name), 1, "hammer")
            wait_filled(cluster.url(name), 7)
            assert client.status()["fill"]["problem"] is None
        finally:
            embedder.stop()
            cluster.drop_database(name)
    assert embedder.log.read_text().count("vectors are not filled in now") == 1


def test_it_ends_at_once_while_it_fills(database, tmp_path):
    run(
        database,
        "INSERT INTO search_document (item_id, embedding_text)"
        " SELECT n, repeat('a long text of box ' || n, 50) FROM generate_series(1, 1000) AS n",
    )
    embedder = Embedder(tmp_path / "e.sock", database_url=database)
    embedder.start()
    time.sleep(0.5)
    began = time.monotonic()
    assert embedder.stop() == 0
    assert time.monotonic() - began < 2
    assert missing(database) > 0


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("postgresql+psycopg2:///inventory", "postgresql:///inventory"),
        ("postgresql+psycopg2://inventory@/a?host=/tmp/x", "postgresql://inventory@/a?host=/tmp/x"),
        ("postgresql://h/inventory", "postgresql://h/inventory"),
    ],
)
def test_the_database_url_is_understood(url, uri):
    assert libpq_uri(url) == uri
