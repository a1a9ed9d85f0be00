"""The lab's network: one bridge, NAT to the outside, and names by a dnsmasq of its own."""

import os
import signal
from pathlib import Path

from tests.lab import settings
from tests.lab.outer import call, locked

SUBNET = f"{settings.NETWORK}.0/24"
RULES = (
    ("nat", "POSTROUTING", "-s", SUBNET, "!", "-d", SUBNET, "-j", "MASQUERADE"),
    # links with a smaller MTU than the bridge's are common; without this large downloads hang
    ("mangle", "FORWARD", "-p", "tcp", "--tcp-flags", "SYN,RST", "SYN",
     "-s", SUBNET, "-j", "TCPMSS", "--clamp-mss-to-pmtu"),
    ("filter", "FORWARD", "-i", settings.BRIDGE, "-j", "ACCEPT"),
    ("filter", "FORWARD", "-o", settings.BRIDGE, "-j", "ACCEPT"),
)  # fmt: skip


def up() -> None:
    """Make the network; what exists already is left as it is."""
    with locked("network"):
        if call("ip", "link", "show", settings.BRIDGE, check=False).returncode:
            call("ip", "link", "add", settings.BRIDGE, "type", "bridge")
        # A bridge without an address of its own takes the lowest of its ports': it changes when hosts come and go, and
        # those that stay answer the old one until their cache forgets it.
        call("ip", "link", "set", settings.BRIDGE, "address", settings.GATEWAY_MAC)
        call("ip", "addr", "replace", f"{settings.GATEWAY}/24", "dev", settings.BRIDGE)
        call("ip", "link", "set", settings.BRIDGE, "up")
        Path("/proc/sys/net/ipv4/ip_forward").write_text("1\n")
        for rule in RULES:
            if _iptables("-C", rule, check=False):
                _iptables("-I", rule)
        if not _dnsmasq():
            _start_dnsmasq()


def down() -> None:
    """Take the network away. Forwarding stays on: other things on the machine may use it by now."""
    with locked("network"):
        running = _dnsmasq()
        if running:
            os.kill(running, signal.SIGTERM)
        for rule in RULES:
            _iptables("-D", rule, check=False)
        call("ip", "link", "del", settings.BRIDGE, check=False)


def publish(name: str, address: str) -> None:
    """Let `name` and `name.invlab.test` resolve inside the lab (dnsmasq sees the file by itself)."""
    _names().mkdir(parents=True, exist_ok=True)
    (_names() / name).write_text(f"{address} {name}\n")


def withdraw(name: str) -> None:
    """Forget a name; dnsmasq rereads its files on SIGHUP."""
    (_names() / name).unlink(missing_ok=True)
    running = _dnsmasq()
    if running:
        os.kill(running, signal.SIGHUP)


def _names() -> Path:
    return settings.lab_dir() / "names"


def _pid_file() -> Path:
    return settings.lab_dir() / "dnsmasq.pid"


def _dnsmasq() -> int:
    """The pid of the lab's own dnsmasq, 0 when it does not run (a pid alone may be anybody's)."""
    try:
        pid = int(_pid_file().read_text())
        mine = str(_pid_file()).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return 0
    return pid if mine else 0


def _start_dnsmasq() -> None:
    _names().mkdir(parents=True, exist_ok=True)
    call(
        "dnsmasq", "--conf-file=/dev/null", "--no-hosts", f"--hostsdir={_names()}", "--bind-interfaces",
        f"--listen-address={settings.GATEWAY}", "--except-interface=lo", f"--pid-file={_pid_file()}",
        f"--domain={settings.DOMAIN}", "--expand-hosts", f"--local=/{settings.DOMAIN}/", "--user=root",
    )  # fmt: skip


def _iptables(action: str, rule: tuple[str, ...], check: bool = True) -> int:
    table, chain, *rest = rule
    return call("iptables", "-w", "-t", table, action, chain, *rest, check=check).returncode
