"""What the pages and the command line may use of the room exchange."""

from inventory.exchange.importing import ImportRefused, apply_import, check_run, plan_import, probe
from inventory.exchange.reverting import begin_undo, finish_undo, list_left, undo_import
from inventory.exchange.tracking import (
    SORTS,
    Progress,
    confirm_run,
    describe_file,
    discard_run,
    fail_check,
    get_report,
    get_run,
    list_runs,
    list_waiting,
    recheck_run,
    settle_runs,
    start_run,
)

__all__ = [
    "SORTS",
    "ImportRefused",
    "Progress",
    "apply_import",
    "begin_undo",
    "check_run",
    "confirm_run",
    "describe_file",
    "discard_run",
    "fail_check",
    "finish_undo",
    "get_report",
    "get_run",
    "list_left",
    "list_runs",
    "list_waiting",
    "plan_import",
    "probe",
    "recheck_run",
    "settle_runs",
    "start_run",
    "undo_import",
]
