"""A real embedder with the real model, as a process of its own, for tests of any room.

with Embedder(socket_path, database_url=url) as embedder:
    EmbedderClient(embedder.socket).encode_one("hammer")
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

from inventory.embedding.client import EmbedderClient
from inventory.errors import Unavailable

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "packaging" / "model" / "build.sh"
NO_DATABASE = "postgresql+psycopg2:///none?host=/nonexistent"


@lru_cache(maxsize=1)
def model_dir() -> Path:
    """The model of package inventory-model-minilm; made on first use (a minute), then cached."""
    done = subprocess.run([BUILD], stdout=subprocess.PIPE, text=True, check=True)
    return Path(done.stdout.splitlines()[-1])


@lru_cache(maxsize=1)
def torch_python() -> Path | None:
    """Python of the environment with sentence-transformers and torch, None when it is not built."""
    done = subprocess.run([BUILD, "--python"], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def torch_path() -> str:
    """What PYTHONPATH needs for the torch engine, as vendor-torch on a device."""
    python = torch_python()
    assert python is not None
    return str(next(python.parent.parent.glob("lib/python3*/site-packages")))


class Embedder:
    """`inventory embedder serve`; restarts at will. Its log is `log`.

    Args:
        socket: where to listen.
        database_url: whose search documents to fill; none by default.
        engine: onnx or torch.
        environment: further variables.
    """

    def __init__(
        self,
        socket: Path,
        *,
        database_url: str = NO_DATABASE,
        engine: str = "onnx",
        environment: dict[str, str] | None = None,
    ) -> None:
        self.socket = socket
        self.log = socket.with_suffix(".log")
        python_path = [str(ROOT)] + ([torch_path()] if engine == "torch" else [])
        self._environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(python_path),
            "INVENTORY_SETTINGS_DIR": "/nonexistent",
            "INVENTORY_EMBEDDER_SOCKET": str(socket),
            "INVENTORY_EMBEDDING_ENGINE": engine,
            "INVENTORY_EMBEDDING_MODEL_DIR": str(
                Path("/nonexistent/all-MiniLM-L6-v2") if engine == "torch" else model_dir()
            ),
            "INVENTORY_DATABASE_URL": database_url,
            **(environment or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: float = 30) -> None:
        """Start it; wait at most `wait` seconds until it is ready (0: do not wait)."""
        command = [sys.executable, "-m", "inventory", "embedder", "serve"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self._environment, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if wait:
            self.wait_ready(wait)

    def wait_ready(self, seconds: float) -> None:
        """Return when it answers that it is ready.

        Raises:
            AssertionError: it ended, or is not ready in time; with its log.
        """
        client = EmbedderClient(self.socket, timeout=1)
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                assert self.process is not None
                assert self.process.poll() is None, f"the embedder ended: {self.log.read_text()}"
                try:
                    if client.status()["ready"]:
                        return
                except Unavailable:
                    pass
                time.sleep(0.05)
            raise AssertionError(f"the embedder is not ready after {seconds} s: {self.log.read_text()}")
        finally:
            client.close()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> int:
        """Ask it to end; returns its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the embedder does not end: {self.log.read_text()}") from None
        finally:
            self.process = None

    def __enter__(self) -> Embedder:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
