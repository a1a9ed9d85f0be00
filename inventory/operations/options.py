"""What the commands of this room share: options, and asking before something cannot be taken for granted."""

from __future__ import annotations

import sys

import click

from inventory.errors import InvalidInput

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


def ask(yes: bool, question: str) -> None:
    """Go on only when somebody has agreed, now or by --yes.

    Raises:
        InvalidInput: nobody sits at this terminal.
        click.Abort: the answer was no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise InvalidInput("Nobody can be asked here.", field="--yes", hint="Add --yes when you are sure.")
    click.confirm(question, abort=True, err=True)
