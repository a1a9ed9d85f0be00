"""What makes a clone a machine of its own: name, address, ssh keys, and who it belongs to."""

import re
import shutil
from pathlib import Path

from tests.lab import settings
from tests.lab.errors import LabError
from tests.lab.outer import call
from tests.lab.owner import owner_of_this_process

NAME = re.compile(r"[a-z][a-z0-9-]{0,10}")  # nspawn names the veth vb-NAME; interface names end at 15 characters


def write(directory: Path, lower: Path, keep: bool) -> None:
    """Claim a name and an address: the host's directory with its facts. The caller holds the lock."""
    if not NAME.fullmatch(directory.name):
        raise LabError(f"{directory.name!r}: a host's name is 1 to 11 of a-z, 0-9 and -, beginning with a letter")
    address = _free_address()
    directory.mkdir(parents=True)
    (directory / "address").write_text(address)
    (directory / "owner").write_text("" if keep else owner_of_this_process())
    (directory / "lower").write_text(str(lower))


def personalise(root: Path, name: str, address: str) -> None:
    """Give the tree its name, a static address, the lab's DNS, an ssh host key and the lab's ssh access."""
    (root / "etc/hostname").write_text(f"{name}\n")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {name}.{settings.DOMAIN} {name}\n")
    (root / "etc/resolv.conf").write_text(f"nameserver {settings.GATEWAY}\nsearch {settings.DOMAIN}\n")
    (root / "etc/network/interfaces").write_text(
        "auto lo\niface lo inet loopback\n\nauto host0\niface host0 inet static\n"
        f"    address {address}/24\n    gateway {settings.GATEWAY}\n"
    )
    key = root / "etc/ssh/ssh_host_ed25519_key"
    call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key)
    _allow_lab_key(root)


def _allow_lab_key(root: Path) -> None:
    key = settings.ssh_key()
    if not key.exists():
        call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "inventory lab", "-f", key)
    (root / "root/.ssh").mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(key.with_suffix(".pub"), root / "root/.ssh/authorized_keys")


def _free_address() -> str:
    taken = {path.read_text().strip() for path in settings.hosts_dir().glob("*/address")}
    for last in range(settings.FIRST_HOST, settings.LAST_HOST + 1):
        address = f"{settings.NETWORK}.{last}"
        if address not in taken:
            return address
    raise LabError(f"no address is free in {settings.NETWORK}.0/24")
