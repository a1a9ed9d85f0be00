"""The signed apt repository of this build, served over http on the lab's bridge."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lab import network
from tests.lab.settings import GATEWAY


@dataclass(frozen=True)
class Repository:
    """Where hosts find the repository (`url`) and where its files are (`directory`)."""

    url: str
    directory: Path

    def enrol_commands(self) -> list[str]:
        """What a person types once, so that apt knows and trusts the repository: its keyring package, then `update`."""
        keyring = next((self.directory / "pool").glob("inventory-archive-keyring_*.deb")).name
        sources = "/etc/apt/sources.list.d/inventory.sources"
        return [
            f"/usr/lib/apt/apt-helper download-file {self.url}/pool/{keyring} /var/tmp/keyring.deb",
            "apt-get install -y /var/tmp/keyring.deb",
            # the package names the builder's own address; this one exists during the tests only
            f"sed -i 's|^URIs:.*|URIs: {self.url}|' {sources}",
            "apt-get update -o APT::Update::Error-Mode=any",
        ]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: apt asks for some dozens of files."""


@contextmanager
def served(directory: Path, port: int = 0) -> Iterator[Repository]:
    """Serve `directory` to the lab's hosts, and to them only, while the block runs; `port` 0: any that is free."""
    network.up()
    handler = functools.partial(_Quiet, directory=str(directory))
    with http.server.ThreadingHTTPServer((GATEWAY, port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Repository(f"http://{GATEWAY}:{server.server_port}", directory)
        finally:
            server.shutdown()
