"""Names, addresses and places of the lab: the only file that knows them."""

import os
from pathlib import Path

BRIDGE = "invlab0"
NETWORK = "10.78.0"  # a /24; the outer machine is .1 on it
GATEWAY = f"{NETWORK}.1"
GATEWAY_MAC = "02:69:6e:76:6c:01"  # of the kind that nobody sells
FIRST_HOST, LAST_HOST = 11, 250
DOMAIN = "invlab.test"


def build_cache() -> Path:
    """The project's build cache, outside of every checkout."""
    given = os.environ.get("INVENTORY_BUILD_CACHE")
    if given:
        return Path(given)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "inventory-build"


def lab_dir() -> Path:
    """Where bases, hosts, the ssh key and downloaded packages are kept."""
    return build_cache() / "lab"


def hosts_dir() -> Path:
    return lab_dir() / "hosts"


def bases_dir() -> Path:
    return lab_dir() / "bases"


def archives_dir() -> Path:
    return lab_dir() / "archives"


def ssh_key() -> Path:
    return lab_dir() / "id_ed25519"
