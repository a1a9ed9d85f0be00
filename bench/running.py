"""The app and the embedder of this checkout as processes, on a private PostgreSQL, for the benches."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import Cluster

ROOT = Path(__file__).resolve().parents[1]
INVENTORY = [sys.executable, "-m", "inventory"]


@dataclass(frozen=True)
class Place:
    """Where the programs find each other."""

    address: str
    environment: dict[str, str]

    def inventory(self, *arguments: str, stdin: str = "") -> str:
        """One `inventory` command; its output."""
        command = [*INVENTORY, *arguments]
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, input=stdin, env=self.environment, cwd=ROOT
        ).stdout

    @contextmanager
    def process(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """`inventory ARGUMENTS` in the background, ended afterwards."""
        process = subprocess.Popen([*INVENTORY, *arguments], env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def get(self, path: str, token: str = "") -> int:
        """The status of a page; 0 when nobody answers."""
        request = urllib.request.Request(f"http://{self.address}{path}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait(self, path: str = "/health", seconds: float = 60) -> float:
        """Seconds until the page answers 200."""
        began = time.monotonic()
        while self.get(path) != 200:
            if time.monotonic() - began > seconds:
                raise SystemExit(f"error: {path} did not answer 200 within {seconds:g} s")
            time.sleep(0.01)
        return time.monotonic() - began


def model_dir() -> Path:
    """The model, from the build cache."""
    script = ROOT / "packaging" / "model" / "build.sh"
    done = subprocess.run([script], check=True, stdout=subprocess.PIPE, text=True)
    return Path(done.stdout.strip().splitlines()[-1])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def place() -> Iterator[Place]:
    """A state tree and a database with the newest schema; nothing runs but PostgreSQL."""
    cluster = Cluster()
    cluster.start()
    try:
        with tempfile.TemporaryDirectory(prefix="inventory-bench-") as folder:
            state = Path(folder)
            for name in ("config", "images", "ml_cache", "ssl", "backups"):
                (state / name).mkdir()
            (state / "config" / "secret-key").write_text(secrets.token_hex(32))
            address = f"127.0.0.1:{free_port()}"
            own = {
                "INVENTORY_SETTINGS_DIR": "/nonexistent",
                "INVENTORY_STATE_DIR": folder,
                "INVENTORY_DATABASE_URL": cluster.url(cluster.create_database()),
                "INVENTORY_LISTEN": address,
                "INVENTORY_EMBEDDER_SOCKET": f"{folder}/embedder.sock",
                "INVENTORY_EMBEDDING_MODEL_DIR": str(model_dir()),
                "INVENTORY_IMAGE_DELIVERY": "direct",
                "INVENTORY_TRUSTED_PROXIES": "0",
                "PYTHONPATH": str(ROOT),
            }
            inherited = {
                name: value for name, value in os.environ.items() if not name.startswith(("INVENTORY_", "IMAGE_"))
            }
            here = Place(address, inherited | own)
            here.inventory("db", "upgrade")
            yield here
    finally:
        cluster.stop()
