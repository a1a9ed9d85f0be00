"""The model's files: all there, and the ones that were packaged."""

from __future__ import annotations

from collections.abc import Iterator

from inventory.embedding.model_files import CHECKSUMS, verify_checksums
from inventory.operations.doctor.machine import Machine
from inventory.operations.doctor.result import Result, fail, ok, skip


def check(machine: Machine) -> Iterator[Result]:
    """Raises ModelError, which says what is damaged and how to mend it."""
    directory, engine = machine.settings.embedding_model_dir, machine.settings.embedding_engine
    again = "`apt install --reinstall inventory-model-minilm`." if machine.is_device else "packaging/model/build.sh."
    if not directory.is_dir():
        yield fail("model", f"{directory} is missing.", again)
    elif engine == "torch" and not (directory / CHECKSUMS).exists():
        yield skip("model", f"{directory} has no checksums: a model of your own")
    else:
        verify_checksums(directory, hint=again)
        yield ok("model", f"{directory.name}: every file is as packaged")
