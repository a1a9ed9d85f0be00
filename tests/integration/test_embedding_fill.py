"""Vectors appear in the database by themselves: real embedder, real PostgreSQL."""

import time

import psycopg2
import pytest
import sqlalchemy as sa

from inventory.database import migrate
from inventory.embedding.client import EmbedderClient
from inventory.embedding.engines import load_engine
from inventory.embedding.fill import Filler, halfvec, libpq_uri
from inventory.embedding.worker import Worker
from tests.support.embedder import Embedder, model_dir


@pytest.fixture
def embedder(database_url, tmp_path):
    with Embedder(tmp_path / "e.sock", database_url=database_url) as embedder:
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


def add(url, item, name):
    """A new item; the search room's triggers make its search document."""
    run(url, "INSERT INTO item (id, name) OVERRIDING SYSTEM VALUE VALUES (%s, %s)", item, name)


def add_many(url, count, description):
    run(
        url,
        "INSERT INTO item (id, name, description) OVERRIDING SYSTEM VALUE"
        " SELECT n, 'box ' || n, %s FROM generate_series(1, %s) AS n",
        description,
        count,
    )


def make_schema(url):
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    migrate.upgrade(engine)


def missing(url):
    """How many items have no vector of the current model."""
    rows = run(
        url,
        "SELECT count(*) FROM item LEFT JOIN search_document ON item_id = id"
        " WHERE embedding IS NULL OR embedding_model IS DISTINCT FROM 'all-MiniLM-L6-v2'",
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


def test_a_new_item_has_its_vector_within_two_seconds_and_is_found_by_meaning(database_url, embedder):
    add(database_url, 1, "vacuum cleaner bags")
    wait_filled(database_url, 2)
    add(database_url, 2, "picture hooks, brass")
    wait_filled(database_url, 2)
    assert nearest(database_url, embedder, "something to hang pictures with") == 2


def test_a_changed_item_gets_a_new_vector_within_two_seconds(database_url, embedder):
    add(database_url, 1, "hammer")
    add(database_url, 2, "flour")
    wait_filled(database_url, 2)
    run(database_url, "UPDATE item SET name = 'picture hooks' WHERE id = 2")
    wait_filled(database_url, 2)
    assert nearest(database_url, embedder, "something to hang pictures with") == 2


def test_a_vector_of_another_model_is_replaced(database_url, tmp_path):
    add(database_url, 1, "hammer")
    zero = halfvec(load_engine("onnx", model_dir()).encode(["flour"])[0])
    run(database_url, "UPDATE search_document SET embedding = %s::halfvec, embedding_model = 'older'", zero)
    with Embedder(tmp_path / "e.sock", database_url=database_url) as embedder:
        wait_filled(database_url, 2)
        add(database_url, 2, "flour")
        wait_filled(database_url, 2)
        assert nearest(database_url, embedder, "hammer") == 1


def test_odd_texts_are_filled_too(database_url, embedder):
    for item, text in enumerate(["", " ", "🔧" * 5000, "100 % {model} %s $1 \\ ' \" [SEP]", "x" * 50_000]):
        add(database_url, item, "a name")
        run(
            database_url,
            "UPDATE search_document SET embedding_text = %s, embedding = NULL WHERE item_id = %s",
            text,
            item,
        )
    run(database_url, "NOTIFY search_document_changed")
    wait_filled(database_url, 3)


def test_queries_stay_fast_and_new_items_go_first_while_a_backlog_is_filled(database_url, embedder):
    add_many(database_url, 1500, "with screws, nuts and washers " * 12)
    client = EmbedderClient(embedder.socket, timeout=5)
    slowest = 0.0
    add(database_url, 5000, "picture hooks")
    began = time.monotonic()
    while run(database_url, "SELECT 1 FROM search_document WHERE item_id = 5000 AND embedding IS NULL"):
        before = time.monotonic()
        client.encode_one("hammer")
        slowest = max(slowest, time.monotonic() - before)
        assert time.monotonic() - began < 2
    assert missing(database_url) > 0, "the backlog was too small to test anything"
    assert slowest < 0.5


def test_an_item_that_is_being_changed_delays_no_other(database_url, embedder):
    add(database_url, 1, "hammer")
    wait_filled(database_url, 2)
    editor = psycopg2.connect(libpq_uri(database_url))
    try:
        with editor.cursor() as cursor:
            cursor.execute("UPDATE search_document SET embedding = NULL WHERE item_id = 1")
            editor.commit()
            cursor.execute("SELECT 1 FROM search_document WHERE item_id = 1 FOR UPDATE")  # an edit not yet committed
            add(database_url, 2, "flour")
            deadline = time.monotonic() + 2
            while run(database_url, "SELECT 1 FROM search_document WHERE item_id = 2 AND embedding IS NULL"):
                assert time.monotonic() < deadline
                time.sleep(0.05)
    finally:
        editor.close()
    wait_filled(database_url, 2)


def test_an_item_that_changed_meanwhile_does_not_get_the_vector_of_its_old_text(database_url):
    add(database_url, 1, "the new text")
    engine = load_engine("onnx", model_dir())
    worker = Worker(lambda: engine, lambda: None, lambda error: None)
    worker.start()
    filler = Filler(database_url, worker)
    connection = psycopg2.connect(libpq_uri(database_url))
    try:
        with connection, connection.cursor() as cursor:
            assert filler._fill(cursor, [(1, "the old text")]) == 0
            assert filler._fill(cursor, [(1, "the new text")]) == 1
    finally:
        connection.close()
        worker.stop(5)


def test_it_waits_quietly_for_the_schema_and_then_fills(empty_database, tmp_path):
    with Embedder(tmp_path / "e.sock", database_url=empty_database) as embedder:
        time.sleep(0.5)
        assert EmbedderClient(embedder.socket).status()["fill"]["doing"] == "no table"
        make_schema(empty_database)
        add(empty_database, 1, "hammer")
        wait_filled(empty_database, 7)
        assert "WARNING" not in embedder.log.read_text()
        assert "ERROR" not in embedder.log.read_text()


def test_what_was_missed_while_it_was_stopped_is_filled_at_the_start(database_url, tmp_path):
    embedder = Embedder(tmp_path / "e.sock", database_url=database_url)
    embedder.start()
    embedder.stop()
    add(database_url, 1, "hammer")
    embedder.start()
    try:
        wait_filled(database_url, 2)
    finally:
        embedder.stop()


def test_it_goes_on_after_a_restart_of_postgresql(cluster, database_url, embedder):
    add(database_url, 1, "hammer")
    wait_filled(database_url, 2)
    cluster.restart()
    deadline = time.monotonic() + 5
    client = EmbedderClient(embedder.socket)
    assert len(client.encode_one("queries do not need the database")) == 384
    while client.status()["fill"]["doing"] != "idle":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    add(database_url, 2, "flour")
    wait_filled(database_url, 2)
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
            make_schema(cluster.url(name))
            add(cluster.url(name), 1, "hammer")
            wait_filled(cluster.url(name), 7)
            assert client.status()["fill"]["problem"] is None
        finally:
            embedder.stop()
            cluster.drop_database(name)
    assert embedder.log.read_text().count("vectors are not filled in now") == 1


def test_it_ends_at_once_while_it_fills(database_url, tmp_path):
    add_many(database_url, 1000, "a long text about a box of parts " * 50)
    embedder = Embedder(tmp_path / "e.sock", database_url=database_url)
    embedder.start()
    time.sleep(0.5)
    began = time.monotonic()
    assert embedder.stop() == 0
    assert time.monotonic() - began < 2
    assert missing(database_url) > 0


def test_a_mistake_in_the_schema_is_told_once_and_mended_without_a_restart(database_url, embedder):
    run(database_url, "ALTER TABLE search_document RENAME COLUMN embedding_text TO other")
    run(database_url, "NOTIFY search_document_changed")
    time.sleep(1.5)
    fill = EmbedderClient(embedder.socket).status()["fill"]
    assert fill["doing"] == "failing"
    assert "embedding_text" in fill["problem"]
    run(database_url, "ALTER TABLE search_document RENAME COLUMN other TO embedding_text")
    add(database_url, 1, "hammer")
    wait_filled(database_url, 7)
    assert embedder.log.read_text().count("vectors are not filled in now") == 1


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
