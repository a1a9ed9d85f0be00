"""Where the doctor is: an installed device or a checkout, as root or not."""

from __future__ import annotations

import os
from dataclasses import dataclass

from inventory.config import Settings
from inventory.operations.programs import systemd_runs
from inventory.operations.users import PROGRAM_USER, find_user, is_device_database


@dataclass(frozen=True)
class Machine:
    """Facts that decide which checks apply."""

    settings: Settings
    is_device: bool
    is_root: bool
    has_systemd: bool

    @classmethod
    def here(cls, settings: Settings) -> Machine:
        return cls(
            settings=settings,
            is_device=is_device_database(settings) and find_user(PROGRAM_USER) is not None,
            is_root=os.geteuid() == 0,
            has_systemd=systemd_runs(),
        )

    @property
    def start_embedder(self) -> str:
        return "`systemctl start inventory-embedder`." if self.is_device else "Start it with `make run`."

    @property
    def start_app(self) -> str:
        return "`systemctl start inventory-app`." if self.is_device else "Start it with `make run`."

    @property
    def provision(self) -> str:
        """What makes missing things anew."""
        return "`systemctl restart inventory-provision`." if self.is_device else "`make run` makes it."
