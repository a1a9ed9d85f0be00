"""What the first boot of a flashed card has to tell on the setup page."""

from __future__ import annotations

import logging

from pydantic import BaseModel, ValidationError

from inventory.config import Settings

log = logging.getLogger(__name__)


class SetupReport(BaseModel):
    """Attributes:
    faults: settings of the card that could not be used, one sentence each.
    username: the administrator's name, when the card said one.
    """

    faults: list[str] = []
    username: str = ""


def read_setup_report(settings: Settings) -> SetupReport:
    """The report; an empty one where there is none, or none that can be read: the setup must go on."""
    try:
        return SetupReport.model_validate_json(settings.setup_report_file.read_bytes())
    except FileNotFoundError:
        return SetupReport()
    except (OSError, ValidationError) as error:
        log.warning("the report of the first boot cannot be read: %s", type(error).__name__)
        return SetupReport()
