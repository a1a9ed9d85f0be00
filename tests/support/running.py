"""The real program as processes: `inventory serve` and `inventory embedder serve` on free ports and sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support.model import ROOT, model_dir

STARTS_WITHIN = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A deployment in a folder. `with Running(folder, database_url) as running: running.url`."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.folder = folder
        self.listen = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.listen}"
        state = folder / "state"
        for name in ("config", "images", "ml_cache", "ssl", "backups", "imports"):
            (state / name).mkdir(parents=True, exist_ok=True)
        (state / "config" / "secret-key").write_text(os.urandom(32).hex())
        values = {
            "INVENTORY_STATE_DIR": str(state),
            "INVENTORY_DATABASE_URL": database_url,
            "INVENTORY_LISTEN": self.listen,
            "INVENTORY_EMBEDDER_SOCKET": str(folder / "embedder.sock"),
            "INVENTORY_EMBEDDING_MODEL_DIR": str(model_dir()),
            "INVENTORY_IMAGE_DELIVERY": "direct",
            "INVENTORY_TRUSTED_PROXIES": "0",
            "INVENTORY_SECURE_COOKIES": "false",
            **settings,
        }
        self.environment = {**os.environ, **values, "INVENTORY_SETTINGS_DIR": "/nonexistent", "PYTHONPATH": str(ROOT)}
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def inventory(self, *arguments: str, stdin: str | None = None) -> str:
        """Run an `inventory` command to its end; its output."""
        result = subprocess.run(
            [sys.executable, "-m", "inventory", *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def start(self, name: str, *arguments: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        command = [sys.executable, "-m", "inventory", *arguments]
        self.children[name] = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def start_embedder(self) -> None:
        self.start("embedder", "embedder", "serve")
        self._wait("embedder", lambda: (self.folder / "embedder.sock").exists())

    def start_app(self) -> None:
        self.start("app", "serve")
        self._wait("app", self._answers)

    def stop(self, name: str) -> None:
        child = self.children.pop(name)
        child.terminate()
        child.wait(timeout=20)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def _wait(self, name: str, ready) -> None:  # type: ignore[no-untyped-def]
        deadline = time.monotonic() + STARTS_WITHIN
        while not ready():
            alive = self.children[name].poll() is None
            assert alive and time.monotonic() < deadline, (self.folder / f"{name}.log").read_text()[-3000:]
            time.sleep(0.05)

    def __enter__(self) -> Running:
        self.start_embedder()
        self.start_app()
        return self

    def __exit__(self, *exception: object) -> None:
        for name in reversed(list(self.children)):
            self.stop(name)
