"""`inventory import` and `inventory export`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from inventory.config import get_settings
from inventory.database import create_engine
from inventory.errors import InvalidInput, InventoryError
from inventory.exchange import service
from inventory.exchange.decoding import ENCODINGS
from inventory.exchange.exporting import export_items
from inventory.exchange.formats import FORMATS
from inventory.exchange.report import Report
from inventory.exchange.rules import OpenedFile
from inventory.exchange.service import ImportRefused, Progress
from inventory.exchange.tabular import DELIMITER_NAMES
from inventory.http import PageRequest

_SHOWN_CHANGES = 20
_LAST = "last"


def _engine() -> sa.Engine:
    return create_engine(get_settings(), application_name="inventory import")


@click.command("import")
@click.argument("file", required=False)
@click.option("--format", "format_key", type=click.Choice(sorted(FORMATS)), help="Otherwise the header tells.")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Otherwise UTF-8, or what the file says itself.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--skip-wrong", is_flag=True, help="Leave wrong rows out instead of refusing the file.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before importing or undoing.")
@click.option("--undo", is_flag=False, flag_value=_LAST, metavar="[RUN]", help="Undo an import; the last by default.")
@click.option("--force", is_flag=True, help="With --undo: also put back what was changed since.")
@click.option("--list", "list_them", is_flag=True, help="List the imports, newest first.")
def import_command(file: str | None, undo: str | None, list_them: bool, force: bool, yes: bool, **options: Any) -> None:
    """Import items from FILE (- reads standard input), or undo an import.

    Takes Homebox's CSV or TSV, and our own CSV and JSON (`inventory export` shows how they look).
    All rows are imported or none; a row whose reference is known changes that item.
    """
    if list_them:
        return _list()
    if undo is not None:
        return _undo(undo, yes=yes, force=force)
    if file is None:
        raise click.UsageError("Name a file, or use --undo or --list.")
    with _on_disk(file) as path:
        return _import(path, "standard input" if file == "-" else file, yes=yes, **options)


@contextmanager
def _on_disk(file: str) -> Iterator[Path]:
    """The path of the file; standard input is copied to a temporary one, because it is read more than once."""
    if file != "-":
        path = Path(file)
        if not path.is_file():
            raise InvalidInput(f"There is no file {file}." if not path.exists() else f"{file} is not a file.")
        try:
            path.open("rb").close()
        except OSError as error:
            raise InvalidInput(f"{file} cannot be read: {error.strerror}.") from None
        yield path
        return
    with tempfile.NamedTemporaryFile(prefix="inventory-import-") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Path(copy.name)


def _import(
    path: Path,
    name: str,
    *,
    format_key: str | None,
    encoding: str | None,
    dry_run: bool,
    skip_wrong: bool,
    yes: bool,
) -> None:
    engine = _engine()
    with _bar("Checking ") as progress:
        opened, report = service.plan_import(engine, path, format_key=format_key, encoding=encoding, progress=progress)
    _print_report(opened, report)
    if report.wrong_rows and not skip_wrong:
        raise ImportRefused(report)
    if dry_run:
        click.echo("dry run: nothing was changed")
        return
    if not report.writes:
        click.echo("nothing to do")
        return
    if not yes and sys.stdin.isatty() and not click.confirm("Import this?", default=True, err=True):
        raise InvalidInput("Nothing was changed.")
    run = service.start_run(engine, path, file_name=name, status="importing", format_key=format_key, encoding=encoding)
    with _bar("Importing") as progress:
        done = service.apply_import(engine, run, path, skip_wrong=skip_wrong, progress=progress)
    click.echo(f"import {run.id}: {_counts(done)}")
    click.echo(f"undo it with: inventory import --undo {run.id}")


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar on standard error; its length is known at the first call."""
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=False) as bar:

        def progress(line: int, lines: int) -> None:
            bar.length = max(lines, 1)
            bar.update(max(0, min(line, lines) - bar.pos))

        yield progress


def _counts(report: Report) -> str:
    parts = [
        f"{report.created:,} created",
        f"{report.changed:,} changed",
        f"{report.restored:,} taken back from the deleted",
        f"{report.unchanged:,} unchanged",
        f"{report.wrong_rows:,} wrong",
    ]
    return ", ".join(part for part in parts if not part.startswith("0 taken"))


def _print_report(opened: OpenedFile, report: Report) -> None:
    delimiter = f", {DELIMITER_NAMES[opened.delimiter]}s between columns" if opened.delimiter else ""
    click.echo(f"{opened.format_label}, {opened.encoding.removesuffix('-sig').upper()}{delimiter}")
    click.echo(_counts(report))
    for what, names, count in (
        ("places", report.new_places, report.new_place_count),
        ("tags", report.new_tags, report.new_tag_count),
    ):
        if count:
            click.echo(f"new {what}: {', '.join(names[:10])}" + (f" and {count - 10:,} more" if count > 10 else ""))
    _print_changes(report)
    for note in report.notes:
        rows = f" ({note.count:,} rows)" if note.count > 1 else ""
        column = f", column {note.column}" if note.column else ""
        click.echo(f"note: line {note.line}{column}: {note.what} {note.mend}".rstrip() + rows, err=True)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problem_count > len(report.problems):
        click.echo(f"… and {report.problem_count - len(report.problems):,} more problems", err=True)


def _print_changes(report: Report) -> None:
    changed = [change for change in report.changes if change.differences]
    for change in changed[:_SHOWN_CHANGES]:
        click.echo(f"line {change.line}: {change.name}")
        for one in change.differences:
            click.echo(f"    {one.field}: {_one_line(one.old)} → {_one_line(one.new)}")
    more = sum((report.changed, report.restored)) - len(changed[:_SHOWN_CHANGES])
    if changed and more > 0:
        click.echo(f"… and {more:,} more changes")


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "(nothing)"


def _undo(which: str, *, yes: bool, force: bool) -> None:
    if which != _LAST and not (which.isascii() and which.isdigit()):
        hint = "`inventory import --list` shows them."
        raise InvalidInput(f"“{which[:40]}” is not the number of an import.", hint=hint)
    if not yes and sys.stdin.isatty():
        name = "the last import" if which == _LAST else f"import {which}"
        click.confirm(f"Undo {name}?", default=True, abort=True, err=True)
    with _bar("Undoing  ") as progress:
        run_id = None if which == _LAST else int(which)
        undone = service.undo_import(_engine(), run_id, force=force, progress=progress)
    click.echo(
        f"import {undone.run_id} is undone: {undone.removed:,} items removed, {undone.put_back:,} put back, "
        f"{undone.places:,} places and {undone.tags:,} tags removed"
    )
    for left in undone.left:
        click.echo(f"left: item {left.item_id} ({left.name}): {left.reason}", err=True)
    if any("since" in left.reason for left in undone.left):
        again = f"inventory import --undo {undone.run_id} --force"
        click.echo(f"what was changed since the import is left as it is; undo it too with: {again}", err=True)


def _list() -> None:
    runs = service.list_runs(_engine(), PageRequest(1, 200, "-when"))
    if not runs.rows:
        click.echo("no imports yet")
    for run in runs.rows:
        when = run.started_at.strftime("%Y-%m-%d %H:%M")
        counts = f"{run.created:,} created, {run.changed + run.restored:,} changed"
        what = run.message if run.status == "failed" else counts
        click.echo(f"{run.id}\t{when}\t{run.status}\t{run.actor}\t{run.file_name}\t{what}")


@click.command("export")
@click.argument("file")
@click.option("--format", "format_key", type=click.Choice(sorted(FORMATS)), help="csv, or what the file's name says.")
def export_command(file: str, format_key: str | None) -> None:
    """Export all items to FILE (- writes to standard output).

    Importing the file here changes the same items; on an empty inventory it makes the same ones.
    """
    key = format_key or ("json" if file.endswith(".json") else "csv")
    pieces = export_items(_engine(), key)
    if file == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    size = _write_whole(Path(file), pieces)
    click.echo(f"{file}: {size:,} bytes", err=True)


def _write_whole(target: Path, pieces: Iterator[bytes]) -> int:
    """Write beside the target and rename: nobody ever finds half a file under its name."""
    partial = target.with_name(target.name + ".part")
    try:
        with partial.open("wb") as file:
            size = sum(file.write(piece) for piece in pieces)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InvalidInput(f"{target} cannot be written: {error.strerror}.") from None
    except InventoryError:
        partial.unlink(missing_ok=True)
        raise
    return size
