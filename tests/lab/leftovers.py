"""Remove hosts whose process ended without removing them (a killed test run)."""

from tests.lab import network, settings
from tests.lab.container import Container
from tests.lab.overlay import Overlay
from tests.lab.owner import is_alive


def remove() -> None:
    """Destroy every host whose owner is gone. The caller holds the lock on the hosts."""
    for facts in settings.hosts_dir().glob("*/owner"):
        if is_alive(facts.read_text().strip()):
            continue
        overlay = Overlay(facts.parent, facts.parent)
        container = Container(facts.parent.name, facts.parent, overlay.root)
        container.kill()
        network.withdraw(facts.parent.name)
        overlay.remove()
