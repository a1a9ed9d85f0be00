"""Dry runs, imports and undoings that a page begins and does not wait for: a thread each, its state in `import_run`.

A thread that ends with the program leaves nothing behind: its transaction is rolled back, and the next look
marks the run (`service.settle_runs`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from inventory.accounts.rules import User
from inventory.errors import InventoryError
from inventory.exchange import files, service
from inventory.exchange.runs import Run
from inventory.http import Services

log = logging.getLogger(__name__)

# What is done within this many seconds is shown at once, without a progress bar in between.
SOON = 1.0


def check(services: Services, run: Run, path: Path) -> None:
    """Begin the dry run of an uploaded file."""
    _begin(f"check import {run.id}", lambda: service.check_run(services.engine, run, path))


def apply(services: Services, run: Run, path: Path, *, actor: User, skip_wrong: bool) -> None:
    """Begin an import; the upload is removed afterwards."""

    def work() -> None:
        try:
            service.apply_import(services.engine, run, path, actor=actor, skip_wrong=skip_wrong)
        finally:
            files.drop_upload(services.settings, run.id)

    _begin(f"import {run.id}", work)


def undo(services: Services, run: Run, *, actor: User, force: bool) -> None:
    """Begin to undo an import that `service.begin_undo` has marked."""
    _begin(f"undo import {run.id}", lambda: service.finish_undo(services.engine, run, actor=actor, force=force))


def _begin(name: str, work: Callable[[], object]) -> None:
    """Do `work` in a thread, and wait a moment for it."""

    def guarded() -> None:
        try:
            work()
        except InventoryError as error:  # its reason is in the run's row
            log.info("%s: %s", name, error)
        except Exception:
            log.exception("%s failed", name)

    thread = threading.Thread(target=guarded, name=name, daemon=True)
    thread.start()
    thread.join(SOON)
