"""Idle memory of app and embedder: PSS of both processes and their children, PostgreSQL and nginx not counted.

Measured after the start, and again a while after people have used it; the second counts. Goal: under 260 MB.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from urllib.parse import quote

from bench.running import Place, place

GOAL_MB = 260
SETTLE_SECONDS = 5
PASSWORD = "three words make one"
SEARCHES = ("picture hooks", "something to hang pictures with", "soldring iron", "rain", "flour", "m6 bolt", "tent")
PAGES = ("/", "/items", "/items?page=2&sort=-name", "/locations", "/tags", "/settings", "/settings/system", "/import")


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and its children, in MB of 10^6 bytes."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own * 1024 / 1e6 + sum(pss_mb(int(child)) for child in children)


def use(here: Place, token: str) -> None:
    """What a household does in an evening: pages and searches."""
    for _ in range(5):
        for page in PAGES:
            expect_200(here, page, token)
        for words in SEARCHES:
            expect_200(here, f"/api/semantic-search?q={quote(words)}", token)


def expect_200(here: Place, path: str, token: str) -> None:
    status = here.get(path, token)
    if status != 200:
        raise SystemExit(f"error: {path} answers {status}: nothing was measured")


def main() -> int:
    with place() as here:
        here.inventory("examples", "load")
        here.inventory("user", "add", "bench", "--role", "admin", "--password-stdin", stdin=PASSWORD + "\n")
        token = here.inventory("user", "token", "bench").strip()
        with here.process("embedder", "serve") as embedder, here.process("serve") as app:
            here.wait()
            time.sleep(SETTLE_SECONDS)
            fresh = pss_mb(app.pid) + pss_mb(embedder.pid)
            use(here, token)
            time.sleep(SETTLE_SECONDS)
            app_mb, embedder_mb = pss_mb(app.pid), pss_mb(embedder.pid)
    total = app_mb + embedder_mb
    reached = total < GOAL_MB
    print(f"idle memory (PSS) after the start: {fresh:.0f} MB")
    print(
        f"idle memory (PSS) after use: app {app_mb:.0f} + embedder {embedder_mb:.0f} = {total:.0f} MB, "
        f"goal < {GOAL_MB}: {'reached' if reached else 'NOT reached'}"
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
