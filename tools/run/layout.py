"""Where a running checkout keeps its things, and the settings that its programs read."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# A unix socket's path may have 107 bytes; PostgreSQL adds about 20 to its folder.
_LONGEST_SOCKET_DIR = 80


@dataclass(frozen=True)
class Layout:
    """Paths below var/ of this checkout."""

    var: Path
    sockets: Path

    @property
    def data(self) -> Path:
        return self.var / "pg"

    @property
    def state(self) -> Path:
        return self.var / "lib"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def settings(self) -> Path:
        return self.var / "settings"

    @property
    def sign_in(self) -> Path:
        return self.var / "sign-in"

    @property
    def loaded(self) -> Path:
        """Exists once the example data has been loaded, so that it is not loaded again after being removed."""
        return self.var / "examples-loaded"


def make_layout() -> Layout:
    """Create the folders; nothing in them is readable by other users."""
    var = Path(os.environ.get("INVENTORY_VAR", CHECKOUT / "var"))
    var.mkdir(exist_ok=True)
    sockets = var / "run"
    if len(str(sockets)) > _LONGEST_SOCKET_DIR:
        sockets = (
            Path(tempfile.gettempdir())
            / f"inventory-run-{os.getuid()}-{hashlib.sha256(str(var).encode()).hexdigest()[:8]}"
        )
    layout = Layout(var, sockets)
    state = [layout.state / name for name in ("config", "images", "ml_cache", "ssl", "backups", "imports")]
    for folder in (layout.sockets, layout.logs, layout.settings, layout.state, *state):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return layout


def write_settings(layout: Layout, listen: str, model: Path) -> None:
    """The same kind of file as /etc/inventory/*.env on a device."""
    values = {
        "INVENTORY_STATE_DIR": layout.state,
        "INVENTORY_DATABASE_URL": f"postgresql+psycopg2://inventory@/inventory?host={layout.sockets}",
        "INVENTORY_LISTEN": listen,
        "INVENTORY_EMBEDDER_SOCKET": layout.sockets / "embedder.sock",
        "INVENTORY_EMBEDDING_MODEL_DIR": model,
        "INVENTORY_IMAGE_DELIVERY": "direct",
        "INVENTORY_TRUSTED_PROXIES": 0,
        "INVENTORY_SECURE_COOKIES": "false",
    }
    (layout.settings / "run.env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    key = layout.state / "config" / "secret-key"
    if not key.exists() or not key.stat().st_size:
        key.touch(mode=0o600)
        key.write_text(secrets.token_hex(32))
