"""A newcomer's checkout on a fresh host: `make run` in it, and Ctrl-C."""

import re
import subprocess
from pathlib import Path

from tests.lab import Host
from tests.lab.settings import build_cache
from tests.system.patience import eventually

ROOT = Path(__file__).parents[2]
INSIDE = "/root/inventory"
UNIT = "make-run"
LOG = "/root/make-run.log"
# what the outer machine has built or downloaded already; the lab's own directory must stay out of its hosts
CACHED = ("wheels", "model", "pgvector")


def cache_binds() -> list[str]:
    """The parts of the build cache as --bind arguments of a host."""
    parts = [build_cache() / part for part in CACHED]
    for part in parts:
        part.mkdir(parents=True, exist_ok=True)
    return [f"{part}:/root/.cache/inventory-build/{part.name}" for part in parts]


def copy_to(host: Host) -> None:
    """Put the files of this checkout that git knows, or would add, on the host."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    present = [name for name in listed.split(b"\0") if name and (ROOT / name.decode()).exists()]
    pack = ["tar", "-C", str(ROOT), "--null", "--files-from=-", "-c"]
    packed = subprocess.run(pack, input=b"\0".join(present), check=True, capture_output=True).stdout
    host.run(f"mkdir -p {INSIDE} && tar -C {INSIDE} --no-same-owner -x", data=packed)


class Running:
    """`make run` on a host, as if somebody had typed it in a terminal and now watches it."""

    def __init__(self, host: Host) -> None:
        self.host = host

    def start(self) -> None:
        """Type `make run`. KillMode=process: what it would leave behind is left, so that a test can see it."""
        unit = f"systemd-run --quiet --unit={UNIT} --working-directory={INSIDE} -p KillMode=process -E HOME=/root"
        output = f"-p StandardOutput=append:{LOG} -p StandardError=append:{LOG}"
        self.host.run(f"rm -f {LOG}; systemctl reset-failed {UNIT} 2>/dev/null; {unit} {output} make run")

    def address(self, seconds: float) -> str:
        """Wait for the address that it prints when it is ready."""
        pattern = re.compile(r"https?://[\w.\-\[\]:]+:\d+")

        def printed() -> str:
            assert self.state() in ("active", "activating"), f"make run has ended:\n{self.log()[-6000:]}"
            found = pattern.findall(self.log())
            return found[-1] if found else ""

        return eventually(printed, bool, seconds)

    def log(self) -> str:
        """Everything it has printed."""
        return self.host.run(f"cat {LOG} 2>/dev/null", check=False).stdout

    def state(self) -> str:
        return self.host.run(f"systemctl is-active {UNIT}", check=False).stdout.strip()

    def ctrl_c(self) -> None:
        """What a terminal does: SIGINT to the whole foreground process group; then wait for its end."""
        leader = self.host.run(f"systemctl show -P MainPID {UNIT}").stdout.strip()
        self.host.run(f"kill -INT -- -{leader}")
        eventually(self.state, lambda state: state not in ("active", "deactivating"), 30)

    def left_over(self) -> str:
        """Processes of the checkout that still run."""
        return self.host.run("pgrep -a -f '/root/[i]nventory/'", check=False).stdout
