"""Where a person with the device in hand reads the one-time code: the screen, and a file on the boot partition."""

from __future__ import annotations

from inventory.accounts.setup_codes import read_setup_code
from inventory.config import Settings
from inventory.operations.files import write_file
from inventory.operations.firstboot import boot_files
from inventory.operations.firstboot.places import Places
from inventory.operations.host_names import current_names
from inventory.operations.programs import run

_MODE = 0o600  # agetty reads it as root


def show(settings: Settings, places: Places) -> str | None:
    """Show the code that waits to be used, in both places; remove it from both when there is none. Returns the code.

    Raises OSError only where the screen's file cannot be written: a boot partition that is gone takes no device down.
    """
    code = read_setup_code(settings)
    _on_screen(places, issue(code) if code else "")
    try:
        if code is None:
            boot_files.remove(places.code_file)
        elif places.boot.is_dir():
            boot_files.write(places.code_file, for_card(code, current_names().hosts[0]).encode())
    except OSError:
        return code
    return code


def issue(code: str) -> str:
    """agetty puts the host's name for \\n and its address for \\4."""
    return f"Inventory: open https://\\n.local/ or https://\\4/ and enter the code {code}\n\n"


def for_card(code: str, host: str) -> str:
    """With line ends that every editor knows."""
    return f"One-time code of this device: {code}\r\nOpen https://{host}.local/ and enter it there.\r\n"


def _on_screen(places: Places, text: str) -> None:
    file = places.issue_file
    before = file.read_text() if file.exists() else ""
    if before == text:
        return
    if text:
        file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        write_file(file, text.encode(), mode=_MODE)
    else:
        file.unlink()
    run(["agetty", "--reload"])
