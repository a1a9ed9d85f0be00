"""`inventory firstboot`: what the units of a flashed card start."""

from __future__ import annotations

import os

import click

from inventory.config import get_settings
from inventory.errors import PermissionDenied
from inventory.operations.firstboot.places import Places


@click.group()
def firstboot() -> None:
    """What a flashed SD card does at its first boot; started by systemd."""
    if os.geteuid() != 0:
        raise PermissionDenied("The first boot is for root.")


@firstboot.command()
def apply() -> None:
    """Apply inventory.toml of the boot partition, as far as it needs no database."""
    from inventory.operations.firstboot import report, run

    done = run.apply(Places())
    for name, what in done.results.items():
        click.echo(f"{name}: {what}")
    for line in report.lines(done, {}):
        click.echo(line, err=True)


@firstboot.command()
def finish() -> None:
    """Restore, make the administrator, show the setup code, tell what went wrong."""
    from inventory.operations.firstboot import report, run

    for line in report.lines(run.finish(get_settings(), Places()), {}):
        click.echo(line, err=True)


@firstboot.command("show-code")
def show_code() -> None:
    """Show the setup code on the screen and on the boot partition, or remove it there once it was used."""
    from inventory.operations.firstboot import setup_code

    setup_code.show(get_settings(), Places())
