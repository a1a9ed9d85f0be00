"""Lab hosts as an operator finds theirs: a user `pi` with a key and sudo, and nothing of ours.

python3 -m tests.fleet.hosts create mo-one mo-two     prints how to reach them, as molecule wants it (JSON)
python3 -m tests.fleet.hosts destroy mo-one mo-two
"""

# ruff: noqa: T201 - a command line tool prints

import json
import shutil
import sys

from tests.lab import Host
from tests.lab.host import names
from tests.lab.settings import hosts_dir, ssh_key

OPERATOR = "pi"
# sudo is on every Raspberry Pi OS; the smallest Debian lacks it
_SET_UP = f"""
command -v sudo || apt-get install -y sudo || {{ apt-get update; apt-get install -y sudo; }}
useradd --create-home --shell /bin/bash {OPERATOR}
echo '{OPERATOR} ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/{OPERATOR}
install -d -m 700 -o {OPERATOR} -g {OPERATOR} /home/{OPERATOR}/.ssh
install -m 600 -o {OPERATOR} -g {OPERATOR} /root/.ssh/authorized_keys /home/{OPERATOR}/.ssh/
"""


def create(name: str, keep: bool = True) -> Host:
    """A booted host with the operator's user; a former one of that name goes. `keep`: it outlives this process."""
    destroy(name)
    host = Host.create(name, keep=keep)
    host.start()
    host.run(_SET_UP)
    return host


def destroy(name: str) -> None:
    """Throw the host away; none of that name is fine, too."""
    if name in names():
        Host(name).destroy()
    else:  # a start that was interrupted
        shutil.rmtree(hosts_dir() / name, ignore_errors=True)


def access(host: Host) -> dict[str, str]:
    """How ansible reaches the host as its operator: variables of ansible's inventory."""
    return {
        "ansible_host": host.address,
        "ansible_user": OPERATOR,
        "ansible_ssh_private_key_file": str(ssh_key()),
        "ansible_ssh_common_args": "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR",
    }


def _instance(host: Host) -> dict[str, str]:
    """Molecule's words for the same."""
    return {
        "instance": host.name,
        "address": host.address,
        "user": OPERATOR,
        "port": "22",
        "identity_file": str(ssh_key()),
    }


if __name__ == "__main__":
    action, *given = sys.argv[1:]
    if action == "create":
        print(json.dumps([_instance(create(name)) for name in given]))
    elif action == "destroy":
        for name in given:
            destroy(name)
    else:
        sys.exit(f"there is no action {action!r}: create or destroy")
