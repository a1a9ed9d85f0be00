#!/usr/bin/python3
"""Resolve packaging/locks/*.in into hash-pinned locks, one for each group and architecture.

    packaging/lock.py [--arch amd64|arm64] [--group NAME]...     (needs the network)

Each lock names exact wheels: `--require-hashes` has one hash for each requirement, the hash of the wheel that runs on
Python 3.11 of Debian 12 on that architecture. All groups of an architecture are resolved together, so a device never
holds two versions of one library; a group leaves out what the groups below it bring. Debian's own packages
(debian.txt) constrain the resolution and are left out; so is what unneeded.txt lists.

uv resolves (pip cannot resolve for another architecture: it evaluates markers on the host); pip fetches the wheels,
which stay in the build cache for fetch-wheels.sh.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

LOCKS = Path(__file__).resolve().parent / "locks"
UV = "uv==0.13.9"
PLATFORM = {"amd64": "x86_64", "arm64": "aarch64"}
GROUPS = ("runtime", "embedder", "torch", "dev")
# What is installed wherever a group is: its lock leaves those out.
BELOW = {"runtime": (), "embedder": ("runtime",), "torch": ("runtime", "embedder"), "dev": ("runtime", "embedder")}
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"


def cache_dir() -> Path:
    """The build cache, as packaging/common.sh has it."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("INVENTORY_BUILD_CACHE") or f"{base}/inventory-build")


def canonical(name: str) -> str:
    """The normal form of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines(path: Path) -> list[str]:
    """The lines of a list file without comments; none when it does not exist."""
    if not path.exists():
        return []
    return [text for line in path.read_text().splitlines() if (text := line.split(" #")[0].strip()) and text[0] != "#"]


def tool(name: str) -> Path:
    """A program of the resolver's own virtual environment, made on first use."""
    home = cache_dir() / "lock-tools"
    stamp = home / "made-with"
    if not stamp.exists() or stamp.read_text() != UV:
        venv.create(home, clear=True, with_pip=True)
        subprocess.run([home / "bin/pip", "install", "--quiet", UV], check=True)
        stamp.write_text(UV)
    return home / "bin" / name


def inputs(group: str, arch: str) -> list[Path]:
    """The files that say what a group wants on an architecture."""
    return [path for path in (LOCKS / f"{group}.in", LOCKS / f"{group}-{arch}.in") if path.exists()]


def resolve(files: list[Path], constraints: list[Path], arch: str) -> dict[str, str]:
    """Name -> version of everything that the files want, on that architecture."""
    command = [tool("uv"), "pip", "compile", "--quiet", "--no-config", "--no-header", "--no-annotate"]
    command += ["--python-version", "3.11", "--python-platform", f"{PLATFORM[arch]}-manylinux_2_36"]
    command += ["--only-binary", ":all:", "--index-strategy", "unsafe-best-match"]
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        command += ["--find-links", folder]
    if any("+cpu" in path.read_text() for path in files):
        command += cpu_index()
    for path in constraints:
        command += ["--constraint", path]
    done = subprocess.run([*command, *files], check=True, text=True, stdout=subprocess.PIPE)
    pins = (line.split(";")[0].strip().split("==") for line in done.stdout.splitlines() if "==" in line)
    return {canonical(name): version for name, version in pins}


def cpu_index() -> list[str]:
    """Where the CPU build of torch is found, unless a folder of wheels (PIP_FIND_LINKS) holds it."""
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        if list(Path(folder).glob("torch-*+cpu-*.whl")):
            return []
    return ["--extra-index-url", CPU_WHEELS]


def platform_tags(arch: str) -> list[str]:
    """pip's options for the wheels that run on Debian 12 (glibc 2.36) on that architecture."""
    machine = PLATFORM[arch]
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(36, 4, -1)]
    tags += [f"manylinux2014_{machine}", f"linux_{machine}", "any"]
    options = [option for tag in tags for option in ("--platform", tag)]
    return [*options, "--implementation", "cp", "--python-version", "3.11"]


def wheel_of(name: str, version: str, arch: str) -> Path:
    """The wheel of a pinned distribution, fetched into the cache unless it is there."""
    folder = cache_dir() / "wheels" / arch
    folder.mkdir(parents=True, exist_ok=True)
    if not (wheels := matching(folder, name, version)):
        command = [tool("pip"), "download", "-qq", "--no-deps", "--only-binary=:all:", *platform_tags(arch)]
        command += ["--dest", folder, f"{name}=={version}"]
        if "+cpu" in version and cpu_index():
            command += cpu_index()
        subprocess.run(command, check=True)
        wheels = matching(folder, name, version)
    if len(wheels) != 1:
        raise SystemExit(f"error: expected one wheel of {name} {version} in {folder}, found {len(wheels)}")
    return wheels[0]


def matching(folder: Path, name: str, version: str) -> list[Path]:
    """The wheels of that distribution and version in a folder."""
    wanted = (name, version)
    parts = ((path, path.name.split("-")) for path in folder.glob("*.whl"))
    return [path for path, part in parts if (canonical(part[0]), part[1].replace("%2B", "+")) == wanted]


def write_lock(group: str, arch: str, pins: dict[str, str]) -> None:
    """Write one lock; the wheels are fetched to know their hashes."""
    sources = " and ".join(path.name for path in inputs(group, arch))
    text = f"# Made by packaging/lock.py from {sources}: do not edit.\n"
    for name, version in sorted(pins.items()):
        digest = hashlib.sha256(wheel_of(name, version, arch).read_bytes()).hexdigest()
        text += f"{name}=={version} --hash=sha256:{digest}\n"
    path = LOCKS / f"{group}-{arch}.txt"
    path.write_text(text)
    print(f"{path.name}: {len(pins)} distributions", file=sys.stderr)


def check_no_gpu(pins: dict[str, str]) -> None:
    """A device has no NVIDIA card, and its libraries are gigabytes: refuse to lock them."""
    gpu = [name for name in pins if name.startswith("nvidia-") or name in ("triton", "cuda-bindings", "cuda-toolkit")]
    if gpu:
        raise SystemExit(f"error: the resolution wants GPU libraries: {', '.join(gpu)}")


def lock(arch: str, wanted: list[str]) -> None:
    """Resolve all groups of an architecture and write the wanted locks."""
    debian = LOCKS / "debian.txt"
    provided = {canonical(line.split("==")[0]) for line in lines(debian)}
    together = resolve([path for group in GROUPS for path in inputs(group, arch)], [debian], arch)
    check_no_gpu(together)
    constraints = cache_dir() / f"constraints-{arch}.txt"
    constraints.write_text("".join(f"{name}=={version}\n" for name, version in together.items()))
    brings: dict[str, set[str]] = {}
    for group in GROUPS:
        unneeded = {canonical(row.split()[1]) for row in lines(LOCKS / "unneeded.txt") if row.split()[0] == group}
        pins = resolve(inputs(group, arch), [constraints], arch)
        if unneeded:
            pins = without(pins, group, arch, unneeded, constraints)
        taken = provided.union(*(brings[below] for below in BELOW[group]))
        pins = {name: version for name, version in pins.items() if name not in taken}
        brings[group] = set(pins)
        if group in wanted:
            write_lock(group, arch, pins)


def without(pins: dict[str, str], group: str, arch: str, unneeded: set[str], constraints: Path) -> dict[str, str]:
    """`pins` without the unneeded distributions and without what only they wanted."""
    overrides = cache_dir() / f"unneeded-{group}.txt"
    # An override with a marker that is never true takes a distribution out of the resolution.
    overrides.write_text("".join(f"{name}; sys_platform == 'never'\n" for name in sorted(unneeded)))
    os.environ["UV_OVERRIDE"] = str(overrides)
    try:
        kept = resolve(inputs(group, arch), [constraints], arch)
    finally:
        del os.environ["UV_OVERRIDE"]
    gone = sorted(pins.keys() - kept.keys())
    print(f"{group}-{arch}: left out {', '.join(gone)}", file=sys.stderr)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arch", choices=sorted(PLATFORM), action="append", help="default: both")
    parser.add_argument("--group", choices=GROUPS, action="append", help="default: all")
    arguments = parser.parse_args()
    for arch in arguments.arch or sorted(PLATFORM):
        lock(arch, arguments.group or list(GROUPS))


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"error: {Path(error.cmd[0]).name} failed (status {error.returncode}); its message is above")
