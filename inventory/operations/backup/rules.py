"""What backups are called, and which of them are kept. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from inventory.errors import InvalidInput

# Of each label so many are kept: the program labels what it makes before an upgrade or a restore, people what they
# want to find again. Only backups without a label are a series of which the old ones go.
KEEP_LABELLED = 2
# PostgreSQL stops for good on a full disk, so a backup leaves this free.
RESERVE_BYTES = 256 * 1024 * 1024

_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-([a-z0-9][a-z0-9-]{0,39}))?\Z")
_TIME = "%Y%m%dT%H%M%SZ"


def make_name(now: datetime, label: str = "") -> str:
    """The name of a backup that is made now.

    Raises:
        InvalidInput: the label does not fit into a file name.
    """
    name = now.astimezone(UTC).strftime(_TIME) + (f"-{label}" if label else "")
    if not _NAME.match(name):
        raise InvalidInput(
            f"'{label}' cannot be a label.", field="--label", hint="Use small letters, digits and hyphens, 40 at most."
        )
    return name


def is_name(name: str) -> bool:
    """Can this be a backup's name? Nothing else in the folder is ever touched."""
    return bool(_NAME.match(name))


def label_of(name: str) -> str:
    """The label in a backup's name, "" for none."""
    found = _NAME.match(name)
    return (found.group(2) or "") if found else ""


def time_of(name: str) -> datetime:
    """When the backup of that name was made."""
    return datetime.strptime(name[:16], _TIME).replace(tzinfo=UTC)


def outdated(names: Iterable[str], keep: int) -> list[str]:
    """Which backups may go, oldest first: all but the newest `keep` without a label and two of each label."""
    series: dict[str, list[str]] = defaultdict(list)
    for name in sorted(filter(is_name, names)):
        series[label_of(name)].append(name)
    gone = [name for label, those in series.items() for name in those[: -(KEEP_LABELLED if label else keep)]]
    return sorted(gone)
