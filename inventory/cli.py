"""The `inventory` command: knows every room's part of it, and loads only the part that is asked for.

Loading lazily keeps `inventory embedder serve` free of the web framework and the rest.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from inventory.errors import InventoryError
from inventory.version import __version__

# name: (where the click command is, one line of help)
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("inventory.app:serve", "Serve the pages and the API."),
    "db": ("inventory.database.commands:db", "Upgrade the database schema or show its state."),
    "setup-code": ("inventory.accounts.commands:setup_code", "Print the one-time code for the setup page."),
    "user": ("inventory.accounts.commands:user", "Add, list, disable users and set passwords."),
    "import": ("inventory.exchange.commands:import_command", "Import items from a file, or undo an import."),
    "export": ("inventory.exchange.commands:export_command", "Export all items to a file."),
    "reindex": ("inventory.search.commands:reindex", "Rebuild the search index."),
    "embedder": ("inventory.embedding.commands:embedder", "Run or question the model server."),
    "settings": ("inventory.operations.settings:settings", "Check a settings file before it is installed."),
    "housekeeping": ("inventory.operations.commands:housekeeping", "Remove for good what was deleted long ago."),
    "backup": ("inventory.operations.backup.commands:backup", "Make, list, check, restore and remove backups."),
    "upgrade": ("inventory.operations.upgrade.commands:upgrade", "Upgrade, with a way back that takes itself."),
    "rollback": ("inventory.operations.upgrade.commands:rollback", "Go back to the version before the upgrade."),
    "provision": ("inventory.operations.commands:provision", "Create what this device still lacks."),
    "firstboot": ("inventory.operations.firstboot.commands:firstboot", "Steps of a flashed card's first boot."),
    "doctor": ("inventory.operations.commands:doctor", "Check the installation and say how to mend it."),
    "examples": ("inventory.examples.commands:examples", "Load or remove example data."),
}

# These act as root or as several users, or read root's files; for all others root becomes the user `inventory`.
AS_ROOT = ("provision", "doctor", "settings", "backup", "upgrade", "rollback", "firstboot")


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="inventory")
@click.pass_context
def inventory(context: click.Context) -> None:
    """The inventory appliance: what you own, make and sell, found again."""
    command = context.invoked_subcommand
    # Root need not ask for help as somebody else.
    if os.geteuid() == 0 and command not in AS_ROOT and not {"-h", "--help"} & set(sys.argv):
        from inventory.config import get_settings
        from inventory.operations.users import leave_root

        leave_root(get_settings(), command or "")


def main() -> None:
    """Run the command line; an expected error is one clear line on stderr and exit status 1."""
    try:
        inventory(prog_name="inventory")
    except InventoryError as error:
        click.echo(f"inventory: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
