"""The tree of an image, and cards flashed with it: lab hosts that stand on that tree and know nothing of each other."""

import os
import subprocess
from pathlib import Path

from tests.lab import Host, archives, identity, settings
from tests.lab.outer import locked

ROOT = Path(__file__).parents[2]
BUILT = 1_790_000_000  # seconds since 1970: when the image is said to have been built
URL = "https://packages.example.org/inventory"


def build(host: Host, repository: Path) -> str:
    """Run the stage on the tree of a host that was never booted; what it said. AssertionError when it fails."""
    (host.root / "boot/firmware").mkdir(parents=True, exist_ok=True)
    # as the stages before leave it: a name, no keys of the lab's
    (host.root / "etc/hostname").write_text("inventory\n")
    (host.root / "etc/hosts").write_text("127.0.0.1\tlocalhost\n127.0.1.1\tinventory\n")
    environment = {
        "INVENTORY_REPOSITORY": str(repository), "INVENTORY_REPOSITORY_URL": URL, "SOURCE_DATE_EPOCH": str(BUILT)
    }  # fmt: skip
    command = [str(ROOT / "tests/image/run_stage.sh"), str(ROOT / "pi-gen-stage"), str(host.root)]
    done = subprocess.run(command, env=os.environ | environment, check=False, capture_output=True, text=True)
    archives.harvest(host.directory / "upper")
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done.stdout


def flash(name: str, image: Host) -> Host:
    """A card with the image's tree in a device of its own, not started yet; on the lab's network by a fixed address."""
    lower = (image.directory / "lower").read_text().strip()
    with locked("hosts"):
        identity.write(settings.hosts_dir() / name, Path(f"{image.directory / 'upper'}:{lower}"), keep=False)
    host = Host(name)
    host._overlay.create()
    host._overlay.mount()
    (host.root / "etc/network/interfaces").write_text(
        f"auto lo\niface lo inet loopback\nauto host0\niface host0 inet static\n    address {host.address}/24\n"
    )
    return host
