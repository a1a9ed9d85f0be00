"""ansible-playbook against a lab host over ssh, as an operator runs it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lab import Host
from tests.lab.settings import ssh_key

ROOT = Path(__file__).parents[2]
ANSIBLE = ROOT / "ansible"
OURS = Path(sys.executable).with_name("ansible-playbook")
COUNT = re.compile(r"^\S+ +: .*$", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """What ansible-playbook did: its exit status and all that it printed."""

    code: int
    output: str

    def count(self, what: str) -> int:
        """Tasks of all hosts that were `changed`, `failed`, …, by the recap."""
        return sum(int(number) for line in COUNT.findall(self.output) for number in re.findall(rf"{what}=(\d+)", line))

    @property
    def text(self) -> str:
        """The output without line breaks, which YAML puts into long messages."""
        return " ".join(self.output.split())

    @property
    def messages(self) -> list[str]:
        """The messages of the tasks that failed, each in one line."""
        found = re.findall(r'"msg": ("(?:[^"\\]|\\.)*")', self.output)
        return [" ".join(json.loads(text).split()) for text in found]


def run_roles(folder: Path, host: Host, roles: Sequence[str], variables: dict[str, object], *arguments: str) -> Run:
    """Run `roles` on `host` with the lab's key as root.

    `folder`: a directory of the test run, for the playbook and the variables (a file that only its owner reads).
    """
    python = [{"ansible.builtin.import_tasks": str(ANSIBLE / "tasks/python.yml")}]
    play = [{"hosts": "all", "become": True, "gather_facts": False, "pre_tasks": python, "roles": list(roles)}]
    access = {"ansible_host": host.address, "ansible_user": "root", "ansible_ssh_private_key_file": str(ssh_key())}
    _write(folder / "play.json", play)
    return run_playbook(folder, folder / "play.json", {host.name: access | variables}, *arguments)


def run_playbook(folder: Path, playbook: str | Path, hosts: dict[str, dict[str, object]], *arguments: str) -> Run:
    """Run a playbook (a name in ansible/, or a path) on hosts with their variables."""
    _write(folder / "hosts.json", {"all": {"children": {"appliances": {"hosts": hosts}}}})
    return call(folder / "hosts.json", playbook, *arguments, ANSIBLE_CALLBACK_RESULT_FORMAT="json")


def call(inventory: Path, playbook: str | Path, *arguments: str, program: Path = OURS, **environment: str) -> Run:
    """Run a playbook on an inventory, with the project's settings; `program`: another ansible-playbook than ours."""
    # Debian's ansible must not meet the libraries of our virtual environment
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [program, "-i", inventory, playbook, *arguments],
        cwd=ANSIBLE,
        env=inherited | {"ANSIBLE_CONFIG": "ansible.cfg", "ANSIBLE_HOST_KEY_CHECKING": "false"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    return Run(done.returncode, done.stdout + done.stderr)


def _write(path: Path, content: object) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(content))
