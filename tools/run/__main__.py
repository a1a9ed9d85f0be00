"""Start everything, wait for Ctrl-C, stop everything."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tools.run import processes
from tools.run.layout import CHECKOUT, Layout, make_layout, write_settings

WORDS = "amber basil cedar copper ember fennel harbor indigo juniper kettle lantern maple nutmeg olive pepper quartz"
INVENTORY = [sys.executable, "-m", "inventory"]


def say(text: str) -> None:
    print(f"\033[1m==>\033[0m {text}", flush=True)


def wait_for(what: str, ready: Callable[[], bool], children: list[subprocess.Popen[bytes]], logs: Path) -> None:
    """Wait until `ready`, up to a minute; end with the reason when a child died instead."""
    deadline = time.monotonic() + 60
    while not ready():
        dead = [child for child in children if child.poll() is not None]
        if dead or time.monotonic() > deadline:
            sys.exit(f"error: {what} did not start. The logs in {logs} say why.")
        time.sleep(0.1)


def free_address() -> str:
    """INVENTORY_LISTEN, else the first free port from 8000 on."""
    if wanted := os.environ.get("INVENTORY_LISTEN"):
        return wanted
    for port in range(8000, 8050):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return f"127.0.0.1:{port}"
    sys.exit("error: no free port from 8000 to 8049. Set INVENTORY_LISTEN=127.0.0.1:PORT.")


def inventory(environment: dict[str, str], *arguments: str, stdin: str | None = None) -> None:
    subprocess.run([*INVENTORY, *arguments], check=True, env=environment, input=stdin, text=True, cwd=CHECKOUT)


def first_administrator(layout: Layout, environment: dict[str, str]) -> str:
    """`name password` of the administrator, made at random for this checkout at the first start."""
    if not layout.sign_in.exists():
        words = WORDS.split()
        password = "-".join(secrets.choice(words) for _ in range(4)) + f"-{secrets.randbelow(900) + 100}"
        inventory(environment, "user", "add", "admin", "--role", "admin", "--password-stdin", stdin=password + "\n")
        layout.sign_in.touch(mode=0o600)
        layout.sign_in.write_text(f"admin {password}\n")
    return layout.sign_in.read_text().strip()


def load_examples(layout: Layout, environment: dict[str, str]) -> None:
    if os.environ.get("INVENTORY_EXAMPLES", "yes") == "no" or layout.loaded.exists():
        return
    say("loading example data: a workshop, a household and a bakery")
    inventory(environment, "examples", "load")
    layout.loaded.touch()


def prepare_database(layout: Layout, environment: dict[str, str]) -> None:
    """Database, schema, administrator and examples: whatever is missing."""
    name = subprocess.run(
        [processes.POSTGRES_BIN / "psql", "-h", layout.sockets, "-U", "inventory", "-d", "postgres", "-Atqc",
         "SELECT 1 FROM pg_database WHERE datname = 'inventory'"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    if not name.stdout.strip():
        create = [processes.POSTGRES_BIN / "createdb", "-h", layout.sockets, "-U", "inventory", "-T", "template0"]
        subprocess.run([*create, "-E", "UTF8", "inventory"], check=True)
    inventory(environment, "db", "upgrade")


def answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    host = "127.0.0.1" if host in ("0.0.0.0", "*") else host
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop(children: list[tuple[str, subprocess.Popen[bytes], int]]) -> None:
    """Stop in reverse order: the app first, PostgreSQL last; kill what does not listen."""
    for name, child, end_signal in reversed(children):
        if child.poll() is None:
            child.send_signal(end_signal)
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            say(f"{name} did not stop: killing it")
            child.kill()
            child.wait()


def run(layout: Layout, model: Path) -> int:
    address = free_address()
    write_settings(layout, address, model)
    environment = {**os.environ, "INVENTORY_SETTINGS_DIR": str(layout.settings), "PYTHONPATH": str(CHECKOUT)}
    children: list[tuple[str, subprocess.Popen[bytes], int]] = []
    try:
        if processes.create_cluster(layout):
            say("made a private PostgreSQL cluster in var/pg")
        postgres = processes.start_postgres(layout, environment)
        children.append(("postgresql", postgres, signal.SIGINT))
        wait_for("PostgreSQL", lambda: processes.postgres_answers(layout), [postgres], layout.logs)
        prepare_database(layout, environment)
        embedder = processes.start([*INVENTORY, "embedder", "serve"], layout.logs / "embedder.log", environment, "TERM")
        children.append(("embedder", embedder, signal.SIGTERM))
        sign_in = first_administrator(layout, environment)
        load_examples(layout, environment)
        app = processes.start([*INVENTORY, "serve"], layout.logs / "app.log", environment, "TERM")
        children.append(("app", app, signal.SIGTERM))
        wait_for("the app", lambda: answers(address), [app, postgres], layout.logs)
        name, _, password = sign_in.partition(" ")
        say(f"Inventory is running: http://{address}/")
        say(f"sign in as {name} with the password {password}  (kept in var/sign-in)")
        say("Ctrl-C stops it; `make run` starts it again with the same data; logs are in var/log")
        while True:
            for name, child, _ in children:
                if child.poll() is not None:
                    say(f"{name} has ended by itself; the log in {layout.logs} says why")
                    return 1
            time.sleep(0.5)
    except KeyboardInterrupt:
        print()
        say("stopping")
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop(children)
        say("stopped")


def main() -> int:
    """Run until Ctrl-C. The only argument is the folder of the embedding model."""
    os.umask(0o077)
    layout = make_layout()
    lock = (layout.var / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("error: this checkout is running already (see its terminal).", file=sys.stderr)
        return 1

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # Ctrl-C too: a shell starts background jobs with it ignored
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    return run(layout, Path(sys.argv[1]).resolve())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"error: `{' '.join(map(str, error.cmd))}` failed with status {error.returncode}.")
