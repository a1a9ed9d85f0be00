"""Use every binary library of an installed appliance once, on the processor it runs on.

Run by test-arm64.sh inside a Debian tree that holds the packages: `python3 -sP check_device.py`. Prints a line for each
part; the exit status is the number of parts that failed.
"""

from __future__ import annotations

import importlib
import io
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

VENDOR, VENDOR_TORCH = Path("/usr/lib/inventory/vendor"), Path("/usr/lib/inventory/vendor-torch")
MODEL = Path("/usr/share/inventory/models/all-MiniLM-L6-v2")
POSTGRESQL = "/usr/lib/postgresql/15/bin"
TEXTS = ["picture hook", "something to hang pictures with", "rye flour"]
sys.path[:0] = [str(VENDOR), str(VENDOR_TORCH)]


def import_libraries() -> str:
    """Every compiled module of the private libraries can be loaded."""
    count = 0
    for path in sorted(VENDOR.rglob("*.so")):
        inner = path.relative_to(VENDOR)
        if not (path.name.endswith(".abi3.so") or ".cpython-" in path.name):
            continue  # a plain library that a module brings for itself
        importlib.import_module(".".join([*inner.parts[:-1], path.name.partition(".")[0]]))
        count += 1
    if count < 10:
        raise AssertionError(f"only {count} compiled modules were found")
    return f"{count} compiled modules"


def hash_password() -> str:
    """argon2, the slowest plain computation of the application."""
    import argon2

    hasher = argon2.PasswordHasher()
    hasher.verify(hasher.hash("a cupboard full of hooks"), "a cupboard full of hooks")
    return "hashed and verified"


def encode(*engines: str) -> str:
    """A sentence is nearer to what it means than to something else; several engines say the same."""
    from inventory.embedding.engines import load_engine

    told, all_vectors = [], []
    for engine in engines:
        vectors = load_engine(engine, MODEL).encode(TEXTS)
        near, far = float(vectors[0] @ vectors[1]), float(vectors[0] @ vectors[2])
        if vectors.shape != (3, 384) or not near > far + 0.2:
            raise AssertionError(f"{engine}: related texts {near:.3f}, unrelated ones {far:.3f}, shape {vectors.shape}")
        told.append(f"{engine}: related texts {near:.3f}, unrelated ones {far:.3f}")
        all_vectors.append(vectors)
    cosine = (all_vectors[0] * all_vectors[-1]).sum(axis=1).mean()
    if not cosine > 0.97:
        raise AssertionError(f"mean cosine of {engines}: {cosine:.4f}")
    return "; ".join(told) + (f"; mean cosine between them {cosine:.4f}" if len(engines) > 1 else "")


def thumbnail() -> str:
    """A photo is scaled and written as JPEG, PNG and WebP."""
    from PIL import Image

    photo = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    sizes = []
    for kind in ("JPEG", "PNG", "WEBP"):
        small = photo.copy()
        small.thumbnail((320, 320))
        file = io.BytesIO()
        small.save(file, kind)
        if Image.open(io.BytesIO(file.getvalue())).convert("RGB").size != (320, 240):
            raise AssertionError(f"the {kind} thumbnail has a wrong size")
        sizes.append(f"{kind} {len(file.getvalue())} B")
    return ", ".join(sizes)


def certificate_key() -> str:
    """An elliptic key signs and verifies."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    key.public_key().verify(key.sign(b"text", ec.ECDSA(hashes.SHA256())), b"text", ec.ECDSA(hashes.SHA256()))
    return "signed and verified"


def nearest_vectors() -> str:
    """PostgreSQL with our pgvector finds the nearest of a thousand half-precision vectors by its HNSW index."""
    control = [f"{POSTGRESQL}/pg_ctl", "-D", "/tmp/cluster"]
    as_postgres([f"{POSTGRESQL}/initdb", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=peer", "-D", "/tmp/cluster"])
    options = "-c listen_addresses= -c unix_socket_directories=/tmp -c fsync=off"
    as_postgres([*control, "-l", "/tmp/server.log", "-w", "-t", "180", "-o", options, "start"])
    try:
        return as_postgres([sys.executable, "-sP", __file__, "query"]).strip()
    finally:
        as_postgres([*control, "-m", "immediate", "stop"])


def as_postgres(command: list[str]) -> str:
    """Standard output of a command that ran as PostgreSQL's user."""
    user = pwd.getpwnam("postgres")
    done = subprocess.run(
        command, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", text=True, capture_output=True
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-800:]
        raise AssertionError(f"{Path(command[0]).name} ended with {done.returncode}: {said}")
    return done.stdout


def query() -> str:
    """Run as postgres by nearest_vectors()."""
    import psycopg2

    connection = psycopg2.connect(host="/tmp", dbname="postgres")
    connection.autocommit = True
    cursor = connection.cursor()
    for extension in ("vector", "pg_trgm", "unaccent"):
        cursor.execute(f"CREATE EXTENSION {extension}")
    cursor.execute("CREATE TABLE point (id int, place halfvec(8))")
    cursor.execute(
        "INSERT INTO point SELECT n, (SELECT array_agg(sin(n * k)) FROM generate_series(1, 8) k)::halfvec(8)"
        " FROM generate_series(1, 1000) n"
    )
    cursor.execute("CREATE INDEX ON point USING hnsw (place halfvec_cosine_ops)")
    cursor.execute("SET enable_seqscan = off")
    cursor.execute("SELECT id FROM point ORDER BY place <=> (SELECT place FROM point WHERE id = 500) LIMIT 1")
    nearest = cursor.fetchone()[0]
    if nearest != 500:
        raise AssertionError(f"the nearest to number 500 is {nearest}")
    cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    return f"pgvector {cursor.fetchone()[0]} answers through psycopg2 {psycopg2.__version__.split()[0]}"


def check(name: str, part: Callable[[], str]) -> bool:
    """Run a part in a process of its own: an illegal instruction ends that one only."""
    started = time.monotonic()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            print(f"  {name}: {part()} ({time.monotonic() - started:.0f} s)", flush=True)
            os._exit(0)
        except BaseException as error:
            print(f"  {name}: FAILED: {type(error).__name__}: {error}", flush=True)
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)  # 4, SIGILL: an instruction that this processor lacks
        print(f"  {name}: FAILED: killed by signal {number} ({signal.Signals(number).name})", flush=True)
    return status == 0


def main() -> int:
    print(f"on {os.uname().machine}, Python {sys.version.split()[0]}")
    parts: list[tuple[str, Callable[[], str]]] = [
        ("libraries", import_libraries),
        ("passwords", hash_password),
        ("certificate", certificate_key),
        ("thumbnail", thumbnail),
        ("onnx engine", lambda: encode("onnx")),
        ("database", nearest_vectors),
    ]
    if VENDOR_TORCH.is_dir():
        parts += [("torch engine", lambda: encode("onnx", "torch"))]
    else:
        print("  torch engine: not in these packages")
    return sum(not check(name, part) for name, part in parts)


if __name__ == "__main__":
    if sys.argv[1:] == ["query"]:
        print(query())
    else:
        sys.exit(main())
