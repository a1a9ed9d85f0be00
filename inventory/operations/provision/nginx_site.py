"""Enables our site in nginx beside what is there, and reloads nginx when its configuration has changed and is sound.

No other site is ever changed or removed. Ours answers every name that no other site claims, on 443 as default
server. On 80 it is no default server, which Debian's own site claims to be; it takes the names by a regular
expression instead, so that Debian's welcome page, if it is as packaged, can stay enabled and is simply not seen.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from inventory.config import Settings
from inventory.errors import InventoryError
from inventory.operations.files import sync_directory
from inventory.operations.programs import is_active, run, systemd_runs
from inventory.operations.provision.step import Notice, Work

NGINX = Path("/etc/nginx")
LOGS = Path("/var/log/nginx")
NAME = "inventory"
# Debian 12's /etc/nginx/sites-available/default, should dpkg not be there to ask
_PACKAGED_DEFAULTS = {"f1f26aef86f90a484f3a2f46ccc46ff6"}
_DEFAULT_SERVER = re.compile(r"(?:^|[\s{;}])listen\s[^;]*?\bdefault(?:_server)?\b[^;]*;")


def missing(settings: Settings) -> Work | Notice | None:
    """Work when the site is not enabled or nginx does not run with it; a Notice where another site has our place."""
    if not available().exists():
        again = "apt install --reinstall -o Dpkg::Options::=--force-confmiss inventory"
        raise InventoryError(f"{available()} is missing.", hint=f"`{again}` brings it back.")
    if not LOGS.is_dir():
        return Work("create", f"{LOGS}")
    if not is_enabled():
        owner = other_default_server()
        if owner:
            return Notice(f"not enabled: {owner} is nginx's default server. {beside(owner)}")
        return Work("enable", f"the site {NAME}")
    if systemd_runs() and run(["systemctl", "is-failed", "--quiet", "nginx.service"]).returncode == 0:
        return Work("start", "nginx, which had failed")
    return None


def make(settings: Settings) -> None:
    """Enable, test, reload.

    Raises:
        InventoryError: nginx refuses its configuration; our link is taken away again, so nginx is as it was.
    """
    if not LOGS.is_dir():
        LOGS.mkdir(mode=0o755)
    was_enabled = is_enabled()
    if not was_enabled and not other_default_server():
        _link().symlink_to(available())
    fault = configuration_fault()
    if fault:
        if not was_enabled:
            _link().unlink(missing_ok=True)
        raise InventoryError(
            f"nginx refuses its configuration {'with' if not was_enabled else 'including'} our site: {fault}.",
            hint="Mend it (`nginx -t` shows it; for a port that another site has, see docs/operations.md), "
            "then `systemctl restart inventory-provision`.",
        )
    sync_directory(_link().parent)
    _take_effect()


def reload_if_sound() -> None:
    """Let a running nginx read its configuration again, unless it would refuse it."""
    if is_active("nginx.service") and configuration_fault() is None:
        run(["systemctl", "reload", "nginx.service"])


def available() -> Path:
    """Our site as packaged, a conffile."""
    return NGINX / "sites-available" / NAME


def configuration_fault() -> str | None:
    """What `nginx -t` has against the whole configuration, or None."""
    done = run(["nginx", "-t", "-q"])
    if done.returncode == 0:
        return None
    lines = [line for line in done.stderr.splitlines() if "[emerg]" in line] or done.stderr.splitlines()
    return re.sub(r"^.*?\[emerg\] (\d+#\d+: )?", "", lines[0]) if lines else "it does not say why"


def other_default_server() -> str | None:
    """The file of another enabled site that is default server on 443, or on 80 with a site of its own; or None."""
    for path in sorted([*(NGINX / "sites-enabled").glob("*"), *(NGINX / "conf.d").glob("*.conf")]):
        if path.name == NAME or not path.is_file() or _is_packaged_default(path):
            continue
        if _DEFAULT_SERVER.search(_without_comments(path)):
            return str(path)
    return None


def _take_effect() -> None:
    if not systemd_runs():
        return
    if is_active("nginx.service"):
        run(["systemctl", "reload", "nginx.service"])
    elif run(["systemctl", "is-failed", "--quiet", "nginx.service"]).returncode == 0:
        run(["systemctl", "--no-block", "restart", "nginx.service"])


def _link() -> Path:
    return NGINX / "sites-enabled" / NAME


def is_enabled() -> bool:
    """Does nginx load our site?"""
    return _link().exists()


def beside(owner: str) -> str:
    """How to have the inventory although the site `owner` is default server."""
    return (
        f"To give the inventory its place: remove `default_server` from {owner}, then `inventory provision`. To keep "
        f"both: in {available()} remove `default_server` and name this host in server_name, then link it into "
        f"{NGINX / 'sites-enabled'}."
    )


def _is_packaged_default(path: Path) -> bool:
    """Is it Debian's welcome page, as it was packaged?"""
    digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    return digest in _PACKAGED_DEFAULTS | _packaged_digests()


def _packaged_digests() -> set[str]:
    listed = run(["dpkg-query", "--show", "--showformat=${Conffiles}\n", "nginx-common"]).stdout
    return set(re.findall(r"/etc/nginx/sites-available/default ([0-9a-f]{32})", listed))


def _without_comments(path: Path) -> str:
    return re.sub(r"#[^\n]*", "", path.read_text(errors="replace"))
