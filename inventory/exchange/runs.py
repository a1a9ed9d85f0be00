"""An import as it is remembered, and what undoing it did. Pure: no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Run:
    """One import, from its dry run on. Counts are items; lines are physical lines of the file.

    `status`: checking (the dry run is at work), ready (waits for a yes), importing, done, failed, undoing,
    undone. While it is undoing, the lines are items.
    """

    id: int
    user_id: int | None
    actor: str
    file_name: str
    file_bytes: int
    file_sha256: str
    chosen_format: str
    chosen_encoding: str
    format_key: str
    encoding: str
    delimiter: str
    status: str
    message: str
    created: int
    changed: int
    restored: int
    unchanged: int
    wrong: int
    lines_done: int
    lines_total: int
    made_location_ids: list[int]
    made_tag_ids: list[int]
    started_at: datetime
    progress_at: datetime
    confirmed_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None

    @property
    def is_working(self) -> bool:
        return self.status in ("checking", "importing", "undoing")

    @property
    def can_undo(self) -> bool:
        return self.status == "done"

    @property
    def touched(self) -> int:
        """How many items the import wrote."""
        return self.created + self.changed + self.restored

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100."""
        return min(100, self.lines_done * 100 // self.lines_total) if self.lines_total else 0


@dataclass(frozen=True)
class RunChange:
    """What a run did to an item. `before` is what it said, None when the run has created it."""

    item_id: int
    before: dict[str, Any] | None
    before_version: int | None
    after_version: int


@dataclass(frozen=True)
class Left:
    """An item that an undo has left as it is, and why."""

    item_id: int
    name: str
    reason: str


@dataclass
class Undone:
    """What an undo did: items removed and put back, places and tags removed, items left alone."""

    run_id: int
    removed: int = 0
    put_back: int = 0
    places: int = 0
    tags: int = 0
    left: list[Left] = field(default_factory=list)
