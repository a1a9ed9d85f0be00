"""The model server: answers, and makes vectors."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

from inventory.embedding import DIMENSION
from inventory.embedding.client import EmbedderClient
from inventory.errors import Unavailable
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip, warn

_SECONDS = 5.0


def check(machine: Machine) -> Iterator[Result]:
    name, path = "embedder", machine.settings.embedder_socket
    if machine.is_device and not machine.is_root and not os.access(path, os.W_OK):
        yield skip(name, "needs root")
        return
    client = EmbedderClient(path, timeout=_SECONDS)
    try:
        status = client.status()
        if not status.get("ready"):
            yield warn(name, "The model is still loading.", "Wait a minute and run the doctor again.")
            return
        vector = client.encode_one("a hammer")
    except Unavailable as error:
        yield fail(name, error.message, machine.start_embedder)
        return
    finally:
        client.close()
    length = math.sqrt(sum(number * number for number in vector))
    if len(vector) != DIMENSION or not 0.99 < length < 1.01:
        what = f"Its vectors have {len(vector)} numbers and length {length:.2f}."
        yield fail(name, what, "Check INVENTORY_EMBEDDING_MODEL_DIR; then `systemctl restart inventory-embedder`.")
        return
    yield ok(name, f"{status['model']} with the {status['engine']} engine")
    yield _check_filling(status.get("fill") or {})


def _check_filling(fill: dict[str, object]) -> Result:
    name = "embedder filling"
    if fill.get("problem"):
        mend = "`journalctl -u inventory-embedder -n 50` says more; `systemctl restart inventory-embedder`."
        return warn(name, f"New items get no vectors: {fill['problem']}.", mend)
    return ok(name, f"{fill.get('doing', 'unknown')}, {fill.get('filled', 0)} vectors since it started")
