"""dpkg and apt, asked and told."""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from inventory.errors import Conflict, InventoryError, NotFound
from inventory.operations.installed import PACKAGES, installed_packages
from inventory.operations.programs import run

MAIN = "inventory"
ARCHIVES = Path("/var/cache/apt/archives")
_LOCKS = (Path("/var/lib/dpkg/lock-frontend"), Path("/var/lib/dpkg/lock"))
_OUR_SOURCES = Path("/etc/apt/sources.list.d/inventory.sources")
_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/root",
    "DEBIAN_FRONTEND": "noninteractive",
    "APT_LISTCHANGES_FRONTEND": "none",
    "NEEDRESTART_SUSPEND": "1",  # needrestart can hang an upgrade
    "UCF_FORCE_CONFFOLD": "1",
}
# The owner's settings files stay as they are.
_DPKG = ("-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold")
_QUIET = ("-y", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0", *_DPKG)
_SECONDS = 3600


def wait_for_lock(seconds: float) -> None:
    """Wait until no other program installs packages.

    Raises:
        Conflict: one still does after `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not all(_is_free(path) for path in _LOCKS):
        if time.monotonic() > deadline:
            raise Conflict(
                "Another program is installing packages (it holds the lock of apt).",
                hint="Wait for its end: `fuser -v /var/lib/dpkg/lock-frontend` shows it.",
            )
        time.sleep(1)


def _is_free(path: Path) -> bool:
    try:
        with path.open("r+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return True


def is_half_installed() -> bool:
    """Did dpkg leave anything undone?"""
    return bool(run(["dpkg", "--audit"]).stdout.strip())


def refuse_half_installed() -> None:
    """Raise Conflict when dpkg was interrupted before: what it left must be mended first."""
    if is_half_installed():
        raise Conflict("Some packages are only half installed.", hint="`dpkg --configure -a && apt-get -f install`.")


def update_lists(log: Path) -> None:
    """Read the lists of our repository anew; those of others stay as they are.

    Raises:
        InventoryError: it cannot be reached, or its signature is wrong.
    """
    only_ours = ("-o", f"Dir::Etc::sourcelist={_OUR_SOURCES}", "-o", "Dir::Etc::sourceparts=-")
    options = only_ours if _OUR_SOURCES.exists() else ()
    keep = ("-o", "APT::Get::List-Cleanup=0", "-o", "APT::Update::Error-Mode=any")
    fault = _apt(["update", "-q", *options, *keep], log)
    if fault:
        hint = "`--no-update` goes by the lists that apt has."
        raise InventoryError(f"The package repository cannot be read: {fault}.", hint=hint)


def known_versions(*names: str) -> dict[str, list[str]]:
    """package: the versions of it that apt can install, newest first."""
    rows = [line.split("|") for line in run(["apt-cache", "madison", *names]).stdout.splitlines()]
    known: dict[str, list[str]] = {name: [] for name in names}
    for row in rows:
        if len(row) == 3 and "Packages" in row[2]:
            known[row[0].strip()].append(row[1].strip())
    return known


def choose_version(wanted: str) -> str:
    """The version to install: `wanted`, or the newest.

    Raises:
        NotFound: apt does not know it.
    """
    known = known_versions(MAIN)[MAIN]
    if not wanted:
        shown = run(["apt-cache", "policy", MAIN]).stdout
        candidate = next((line.split()[1] for line in shown.splitlines() if "Candidate:" in line), "")
        return candidate if candidate != "(none)" else ""
    if wanted not in known:
        there = ", ".join(known[:5]) or "none"
        raise NotFound(f"apt knows no version {wanted} of the package inventory.", hint=f"It knows: {there}.")
    return wanted


def specifications(version: str) -> list[str]:
    """What apt is asked for: our installed packages at `version`, as far as they exist at it."""
    others = [name for name in installed_packages() if name != MAIN]
    known = known_versions(*others) if others else {}
    return [f"{name}={version}" for name in (MAIN, *(other for other in others if version in known[other]))]


def simulate(specs: Sequence[str]) -> list[str]:
    """The packages that installing would change. Nothing is ever removed for it.

    Raises:
        InventoryError: it cannot be installed; says apt's reason.
    """
    done = _run(["apt-get", "install", "--simulate", "--no-remove", "--allow-downgrades", "-q", "-y", *specs])
    if done.returncode:
        raise InventoryError(
            f"{' '.join(specs)} cannot be installed: {_reason(done.stdout)}.", hint="`apt-get -f install` may mend it."
        )
    return [line.split()[1] for line in done.stdout.splitlines() if line.startswith("Inst ")]


def download(specs: Sequence[str], log: Path) -> None:
    """Fetch everything, so that nothing is missing when the change has begun.

    Raises:
        InventoryError: something cannot be fetched (network, signature, disk).
    """
    fault = _apt(["install", "--download-only", "--no-remove", "--allow-downgrades", *_QUIET, *specs], log)
    if fault:
        raise InventoryError(f"The packages cannot be downloaded: {fault}.", hint="Is the repository reachable?")


def install(specs: Sequence[str], log: Path) -> str:
    """Install what was downloaded; "" or why it failed."""
    with _marks_kept(log):
        return _apt(["install", "--no-remove", "--allow-downgrades", *_QUIET, *specs], log)


def install_files(debs: Mapping[str, Path], log: Path) -> str:
    """Bring back packages from files, older ones, too; "" or why it failed.

    apt first, as it puts other packages right; dpkg alone where apt finds no way.
    """
    files = [str(path) for path in debs.values()]
    configure(log)
    with _marks_kept(log):
        fault = _apt(["install", "--allow-downgrades", "--allow-change-held-packages", *_QUIET, *files], log)
    if not fault:
        return ""
    done = _run(["dpkg", "--install", "--force-confold", "--force-downgrade", *files], log)
    configure(log)
    return "" if done.returncode == 0 else f"{fault}; {_reason(done.stdout)}"


@contextmanager
def _marks_kept(log: Path) -> Iterator[None]:
    """What came along with another package still goes with it: naming it to apt would make it wanted by itself."""
    automatic = run(["apt-mark", "showauto", *PACKAGES]).stdout.split()
    yield
    if automatic:
        _run(["apt-mark", "auto", *automatic], log)


def configure(log: Path) -> str:
    """Let dpkg finish what was interrupted; "" or why it could not."""
    done = _run(["dpkg", "--configure", "-a", "--force-confold"], log)
    return "" if done.returncode == 0 else _reason(done.stdout)


def is_whole(wanted: Mapping[str, str]) -> bool:
    """Are exactly these versions installed, and nothing of ours half?"""
    present = installed_packages()
    return all(present.get(name) == version for name, version in wanted.items())


def version_of(package: str = MAIN) -> str:
    """The version of a package that is installed whole, else ""."""
    return installed_packages().get(package, "")


def fetch(wanted: Mapping[str, str], target: Path, log: Path) -> None:
    """Download packages of these versions into a folder. What apt does not offer is missing there afterwards."""
    specs = [f"{name}={version}" for name, version in wanted.items()]
    if _run(["apt-get", "download", "-q", *specs], log, cwd=target).returncode and len(specs) > 1:
        for spec in specs:  # apt fetches all or nothing
            _run(["apt-get", "download", "-q", spec], log, cwd=target)


def _apt(arguments: Sequence[str], log: Path) -> str:
    done = _run(["apt-get", *arguments], log)
    return "" if done.returncode == 0 else _reason(done.stdout)


def _run(command: Sequence[str], log: Path | None = None, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    """Both streams in `stdout`, and at the end of the log file."""
    try:
        done = subprocess.run(
            command, env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", check=False, cwd=cwd, timeout=_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        said = late.stdout.decode(errors="replace") if isinstance(late.stdout, bytes) else ""
        done = subprocess.CompletedProcess(command, 124, said + "\nE: it did not end within an hour")
    if log:
        with log.open("a") as file:
            file.write(f"$ {' '.join(command)}\n{done.stdout}\n")
            file.flush()
            os.fsync(file.fileno())
    return done


def _reason(output: str) -> str:
    """The line that says why: the first error of apt or dpkg, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("E:", "dpkg: error", "Err:")) or "unmet dependencies" in line]
    more = [line for line in lines if " Depends: " in line]
    if errors and errors[0].startswith("dpkg: error"):  # dpkg says why on the next line
        more = lines[lines.index(errors[0]) + 1 :]
    said = " ".join((errors[:1] or lines[-1:]) + more[:1]) or "no reason given"
    return said.removeprefix("E: ").rstrip(".:")
