"""Which packages of ours are installed."""

from __future__ import annotations

import shutil

from inventory.operations.programs import run

# All that make up the appliance, so that an upgrade can be taken back as a whole.
PACKAGES = (
    "inventory",
    "inventory-runtime",
    "inventory-embedder",
    "inventory-model-minilm",
    "inventory-embedder-torch",
    "postgresql-15-pgvector",
)


def installed_packages() -> dict[str, str]:
    """package: version, of those that are installed whole; nothing in a checkout or without dpkg."""
    if not shutil.which("dpkg-query"):
        return {}
    # dpkg-query complains of packages that it does not know, and lists the others
    shown = run(["dpkg-query", "-W", "-f", "${Package} ${Version} ${db:Status-Status}\n", *PACKAGES]).stdout
    fields = [line.split() for line in shown.splitlines()]
    return {entry[0]: entry[1] for entry in fields if len(entry) == 3 and entry[2] == "installed"}
