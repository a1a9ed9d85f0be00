"""`inventory settings check`: would the program start with these settings? For whoever is about to install a file."""

from __future__ import annotations

from pathlib import Path

import click

from inventory.config import SETTINGS_DIR, read_settings
from inventory.errors import InventoryError, SettingsError
from inventory.operations.doctor.settings import known_names, names_in


@click.group()
def settings() -> None:
    """Check settings files."""


@settings.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", help="The name it will have in /etc/inventory (default: its own).")
def check(file: Path, name: str | None) -> None:
    """Check a settings FILE together with the others, before it is put among them. Changes nothing."""
    check_candidate(file, name or file.name)
    click.echo(f"{name or file.name}: valid ({len(names_in(_read(file)))} set)")


def check_candidate(file: Path, name: str) -> None:
    """Read all settings as they would be with `file` under `name` in the settings folder.

    Raises:
        SettingsError: a name that is no setting, or a value that its setting refuses.
        InventoryError: the file cannot be read.
    """
    unknown = sorted(set(names_in(_read(file))) - known_names())
    if unknown:
        raise SettingsError(f"{', '.join(unknown)} is no setting.", hint=f"Mend the name in {name}.")
    others = {path.name: path for path in SETTINGS_DIR.glob("*.env")}
    ordered = [path for _, path in sorted((others | {name: file}).items())]
    read_settings(ordered)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InventoryError(f"{file} cannot be read: {error}.") from None
