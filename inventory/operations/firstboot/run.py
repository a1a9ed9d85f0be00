"""The two halves of the first boot: before anything uses the settings, and once the database is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from inventory.config import Settings
from inventory.errors import InventoryError, Unavailable
from inventory.operations.firstboot import (
    administrator,
    boot_files,
    card,
    host_name,
    journal,
    language,
    leftover,
    report,
    restoring,
    root_size,
    setup_code,
    ssh_access,
    wifi,
    wishes,
)
from inventory.operations.firstboot.journal import APPLIED, Journal
from inventory.operations.firstboot.places import Places
from inventory.operations.firstboot.wishes import Wishes

Value = TypeVar("Value")
_GROWTH = "root file system"

_EARLY: dict[str, Callable[[Wishes, Places], None]] = {
    "hostname": lambda wished, places: host_name.apply(wished.hostname or "", places),
    "timezone": lambda wished, places: language.apply_timezone(wished.timezone or "", places),
    "locale": lambda wished, places: language.apply_locale(wished.locale or "", places),
    "wifi": lambda wished, places: wifi.apply(_given(wished.wifi), places),
    "ssh": lambda wished, places: ssh_access.apply(_given(wished.ssh), places),
}


def apply(places: Places) -> Journal:
    """Read inventory.toml, when there is a new one, and apply what needs no database. Never raises for what it holds.

    In this order, so that a power cut loses nothing and leaves no secret on the card: into the journal, off the card,
    then applied one by one.
    """
    current = journal.load(places)
    _grow(current, places)
    _take(current, places)
    _leave(current, places)
    for name, step in _EARLY.items():
        _do(current, places, name, lambda wished, step=step: step(wished, places))  # type: ignore[misc]
    _leave(current, places)  # with what became of it
    return current


def finish(settings: Settings, places: Places) -> Journal:
    """Restore, make the administrator, show the setup code, tell what went wrong. Again at each boot until somebody
    has an account."""
    current = journal.load(places)
    _do(current, places, "restore", lambda wished: restoring.apply(_given(wished.restore), settings, places))
    _do(current, places, "admin", lambda wished: administrator.apply(_given(wished.admin), settings))
    _leave(current, places)
    device = {"card": fault} if (fault := card.find_fault(places)) else {}
    report.for_setup_page(settings, current, device)
    code = setup_code.show(settings, places)
    told = report.lines(current, device)
    if code:
        told.append(setup_code.for_card(code, "this device's name").splitlines()[0])
    if told:
        report.on_console(told)
    _close(settings, places)
    return current


def _grow(current: Journal, places: Places) -> None:
    """Room first: a locale and a database want it. Without it the device still works."""
    before = current.faults.pop(_GROWTH, None)
    try:
        if places.live:
            root_size.grow()
    except (InventoryError, OSError) as error:
        current.faults[_GROWTH] = f"{_sentence(error)}."
    if current.faults.get(_GROWTH) != before:
        journal.save(places, current)


def _take(current: Journal, places: Places) -> None:
    """Put a settings file that is news into the journal; the template with nothing in it is none."""
    try:
        raw = boot_files.read(places.settings_file)
    except OSError as error:
        current.faults["inventory.toml"] = f"it cannot be read: {error.strerror}."
        return
    if raw is None or current.knows(raw):
        return
    reading = wishes.read(raw)
    current.remember(raw)
    if not reading.document and not reading.faults:
        journal.save(places, current)
        return
    current.wishes |= reading.document
    device = {name: what for name, what in current.faults.items() if name == _GROWTH}
    current.faults = device | reading.faults
    current.results = dict.fromkeys(current.wishes, "not applied yet")
    current.username = str(_admin_name(reading.document) or current.username)
    current.kept = leftover.body(reading.parsed, raw)
    journal.save(places, current)


def _admin_name(document: dict[str, object]) -> object:
    admin = document.get("admin")
    return (admin.get("name") or admin.get("email")) if isinstance(admin, dict) else None


def _leave(current: Journal, places: Places) -> None:
    """Write back what may stay on the card. Its hash is in the journal first: it must not be taken for a new file."""
    if not current.kept:
        return
    content = leftover.text(current.kept, current.results, current.faults)
    try:
        raw = boot_files.read(places.settings_file)
        if raw is None or not current.knows(raw):
            return
        current.remember(content)
        journal.save(places, current)
        boot_files.write(places.settings_file, content)
    except OSError as error:
        current.faults["inventory.toml"] = (
            f"its secrets could not be removed from the card ({error.strerror}): delete the file."
        )


def _do(current: Journal, places: Places, name: str, step: Callable[[Wishes], None]) -> None:
    """Apply one wish and strike it off. One that fails is told and struck off, too: it would fail at each boot.

    What waits for the database stays.
    """
    if name not in current.wishes:
        return
    try:
        step(Wishes.model_validate({name: current.wishes[name]}))
        current.results[name] = APPLIED
        current.faults.pop(name, None)
    except Unavailable as error:
        current.faults[name] = f"not yet: {error}"
        return
    except (InventoryError, OSError) as error:
        current.results.pop(name, None)
        current.faults[name] = f"{_sentence(error)}."
    del current.wishes[name]
    journal.save(places, current)


def _sentence(error: InventoryError | OSError) -> str:
    text = str(error) if isinstance(error, InventoryError) else f"{error.filename or ''}: {error.strerror or error}"
    return text.strip().rstrip(".")


def _close(settings: Settings, places: Places) -> None:
    """Once somebody has an account, the boot partition has no say any more."""
    try:
        open_still = administrator.is_needed(settings)
    except InventoryError:
        return
    if not open_still:
        places.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        places.closed.touch(mode=0o600)
        settings.setup_report_file.unlink(missing_ok=True)


def _given(value: Value | None) -> Value:
    if value is None:
        raise InventoryError("it is empty")
    return value
