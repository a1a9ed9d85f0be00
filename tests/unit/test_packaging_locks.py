"""The locks: complete, hashed, without GPU libraries, and never in the way of what Debian keeps secure."""

import re
from pathlib import Path

import pytest

from inventory.version import __version__

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "packaging" / "locks"
GROUPS = ("runtime", "embedder", "torch", "dev")
FILES = sorted(path for group in GROUPS for path in LOCKS.glob(f"{group}-*.txt"))


def pins(path: Path) -> dict[str, str]:
    """Name -> version of a lock; every line must be `name==version --hash=sha256:…`."""
    found = {}
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            continue
        match = re.fullmatch(r"([a-z0-9-]+)==(\S+) --hash=sha256:[0-9a-f]{64}", line)
        assert match, f"{path.name}: {line}"
        found[match[1]] = match[2]
    return found


def debian() -> set[str]:
    lines = (LOCKS / "debian.txt").read_text().splitlines()
    return {line.partition("==")[0] for line in lines if line and not line.startswith("#")}


def test_both_architectures_have_every_lock_of_a_device() -> None:
    names = {path.name for path in FILES}
    assert {f"{group}-{arch}.txt" for group in GROUPS[:3] for arch in ("amd64", "arm64")} <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lock_has_no_gpu_library_and_nothing_that_debian_provides(path: Path) -> None:
    locked = pins(path)
    assert not [name for name in locked if name.startswith(("nvidia", "cuda", "triton"))]
    assert not locked.keys() & debian()


@pytest.mark.parametrize("arch", ["amd64", "arm64"])
def test_a_device_never_holds_two_versions_of_a_library(arch: str) -> None:
    seen: dict[str, str] = {}
    for group in GROUPS[:3]:
        locked = pins(LOCKS / f"{group}-{arch}.txt")
        assert not seen.keys() & locked.keys(), f"{group} brings again what a group below it brings"
        seen |= locked


def test_both_architectures_run_the_same_versions() -> None:
    for group in ("runtime", "embedder"):
        assert pins(LOCKS / f"{group}-amd64.txt") == pins(LOCKS / f"{group}-arm64.txt")


def test_the_pi_gets_a_torch_that_runs_on_its_processor() -> None:
    # 2.10.0 dies with SIGILL on Cortex-A72; from 2.11.0 the aarch64 wheels want CUDA
    assert pins(LOCKS / "torch-arm64.txt")["torch"] == "2.9.1"
    assert pins(LOCKS / "torch-amd64.txt")["torch"].endswith("+cpu")


def test_onnxruntime_is_a_version_without_telemetry() -> None:
    for arch in ("amd64", "arm64"):
        version = pins(LOCKS / f"embedder-{arch}.txt")["onnxruntime"]
        assert tuple(int(part) for part in version.split(".")) < (1, 29), version


def test_the_package_has_the_version_that_the_program_shows() -> None:
    first = (ROOT / "debian" / "changelog").read_text().splitlines()[0]
    assert f"({__version__})" in first
