"""The pages /import and /export: upload, dry run, progress, earlier imports, undo."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response

from inventory.errors import Conflict, InvalidInput, InventoryError, NotFound
from inventory.exchange import background, files, service
from inventory.exchange.exporting import export_items
from inventory.exchange.formats import FORMATS
from inventory.exchange.runs import Run
from inventory.exchange.tabular import DELIMITER_NAMES
from inventory.http import Page, current, current_user, page_request, parse_form

blueprint = Blueprint("exchange", __name__)

_SHOWN_CHANGES = 60
_PROBLEMS_A_PAGE = 50
_MAX_AT_WORK = 3
_FORMAT_CHOICES = [("", "Found by its header"), *((key, module.LABEL) for key, module in FORMATS.items())]
_ENCODING_CHOICES = [("", "Automatic (UTF-8, UTF-16)"), ("windows-1252", "Windows-1252 (older programs)")]


class UploadForm(BaseModel):
    """How to read the file; empty is automatic."""

    format: str = Field(default="", max_length=40)
    encoding: str = Field(default="", max_length=40)


class ConfirmForm(BaseModel):
    skip_wrong: bool = False


class UndoForm(BaseModel):
    force: bool = False


@blueprint.get("/import")
def home() -> str:
    return _home_page(UploadForm())


def _home_page(form: UploadForm, error: InventoryError | None = None, unread: Run | None = None) -> str:
    services = current()
    files.drop_old_uploads(services.settings)
    return render_template(
        "exchange/home.html",
        form=form,
        error=error,
        unread=unread,
        page=service.list_runs(services.engine, page_request(sorts=service.SORTS, default_sort="-when", size=20)),
        waiting=[run for run in service.list_waiting(services.engine, current_user()) if run != unread],
        formats=_FORMAT_CHOICES,
        encodings=_ENCODING_CHOICES,
        exports=[(key, module.LABEL) for key, module in FORMATS.items()],
        max_mib=services.settings.max_upload_bytes // 2**20,
        max_bytes=services.settings.max_upload_bytes,
    )


@blueprint.post("/import")
def upload() -> Response | tuple[str, int]:
    form = parse_form(UploadForm)
    part = request.files.get("file")
    if part is None or not part.filename:
        error = InvalidInput("No file was chosen.", field="file", hint="Choose a CSV, TSV or JSON file.")
        return _home_page(form, error), error.status
    services = current()
    _limit_work()
    choice = _choice(form)
    run = service.start_run(
        services.engine, None, file_name=part.filename, status="checking", actor=current_user(), **choice
    )
    try:
        path = files.keep_upload(services.settings, run.id, part.stream)
        service.describe_file(services.engine, run.id, path)
    except InventoryError:
        _forget(run)
        raise
    for other in service.list_waiting(services.engine, current_user()):
        if other.id < run.id and other.file_name == run.file_name and not other.is_working:
            _forget(other)  # this is the same file, mended
    return _check(run, form)


def _limit_work() -> None:
    """A person cannot fill the machine with dry runs."""
    at_work = [run for run in service.list_waiting(current().engine, current_user()) if run.is_working]
    if len(at_work) >= _MAX_AT_WORK:
        raise Conflict("Your other files are still being checked.", hint="Wait until they are done.")


def _choice(form: UploadForm) -> dict[str, str | None]:
    return {"format_key": form.format or None, "encoding": form.encoding or None}


def _forget(run: Run) -> None:
    files.drop_upload(current().settings, run.id)
    service.discard_run(current().engine, run.id)


def _check(run: Run, form: UploadForm) -> Response | tuple[str, int]:
    """The dry run; what cannot be read at all is said at once, at the form."""
    services = current()
    path = files.upload_path(services.settings, run.id)
    try:
        service.probe(path, **_choice(form))
        background.check(services, run, path)
        run = service.get_run(services.engine, run.id)
        if run.status == "failed":
            raise InvalidInput(run.message, field="file")
    except InventoryError as error:
        if error.field != "encoding":
            _forget(run)
            return _home_page(form, error), error.status
        # The file is kept, so that the other encoding is one click away.
        service.fail_check(services.engine, run.id, error)
        return _home_page(form, error, unread=run), error.status
    return redirect(url_for("exchange.run", run_id=run.id))


@blueprint.post("/import/<int:run_id>/again")
def again(run_id: int) -> Response | tuple[str, int]:
    """Read the same upload in another way."""
    form = parse_form(UploadForm)
    run = _own(run_id)
    if not files.upload_path(current().settings, run.id).exists():
        raise NotFound("The file is not here any more.", hint="Send it again.")
    _limit_work()
    run = service.recheck_run(current().engine, run.id, **_choice(form))
    return _check(run, form)


def _own(run_id: int) -> Run:
    """A run that waits for the yes of the person who sent the file."""
    run = service.get_run(current().engine, run_id, user=current_user())
    if run.confirmed_at is None and run.user_id != current_user().id:
        raise NotFound(f"There is no import {run_id}.")
    return run


@blueprint.get("/import/<int:run_id>")
def run(run_id: int) -> str:
    engine = current().engine
    found = service.get_run(engine, run_id, user=current_user())
    report = service.get_report(engine, run_id)
    asked = page_request(sorts=("line",), default_sort="line", size=_PROBLEMS_A_PAGE)
    problems = report.problems[asked.offset : asked.offset + asked.size]
    return render_template(
        "exchange/run.html",
        run=found,
        report=report,
        problems=Page(problems, len(report.problems), asked),
        changes=report.changes[:_SHOWN_CHANGES],
        left=service.list_left(engine, run_id) if found.status == "undone" else [],
        format_name=FORMATS[found.format_key].LABEL if found.format_key in FORMATS else "",
        delimiter=DELIMITER_NAMES.get(found.delimiter, ""),
        formats=_FORMAT_CHOICES,
        encodings=_ENCODING_CHOICES,
    )


@blueprint.get("/import/<int:run_id>/progress")
def progress(run_id: int) -> Response | str:
    """The progress bar; once there is no more progress the page loads itself again."""
    found = service.get_run(current().engine, run_id, user=current_user())
    response = Response(render_template("exchange/_progress.html", run=found))
    if not found.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@blueprint.post("/import/<int:run_id>/confirm")
def confirm(run_id: int) -> Response:
    form = parse_form(ConfirmForm)
    services = current()
    path = files.upload_path(services.settings, _own(run_id).id)
    if not path.exists():
        raise NotFound("The file is not here any more.", hint="Send it again.")
    run = service.confirm_run(services.engine, run_id)
    background.apply(services, run, path, actor=current_user(), skip_wrong=form.skip_wrong)
    return redirect(url_for("exchange.run", run_id=run_id))


@blueprint.post("/import/<int:run_id>/discard")
def discard(run_id: int) -> Response:
    run = _own(run_id)
    service.discard_run(current().engine, run.id)
    files.drop_upload(current().settings, run.id)
    flash(f"“{run.file_name}” was not imported.", "good")
    return redirect(url_for("exchange.home"))


@blueprint.post("/import/<int:run_id>/undo")
def undo(run_id: int) -> Response:
    form = parse_form(UndoForm)
    services = current()
    run = service.begin_undo(services.engine, run_id, force=form.force)
    background.undo(services, run, actor=current_user(), force=form.force)
    return redirect(url_for("exchange.run", run_id=run_id))


@blueprint.get("/export")
def export() -> Response:
    """All items as a file."""
    key = request.args.get("format", "csv")
    if key not in FORMATS:
        known = ", ".join(FORMATS)
        raise InvalidInput(f"There is no format “{key[:40]}”.", field="format", hint=f"Use one of: {known}.")
    module = FORMATS[key]
    name = f"inventory-{key}{module.SUFFIX}" if key != "csv" else "inventory.csv"
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    content_type = f"{module.MEDIA_TYPE}; charset=utf-8"
    return Response(export_items(current().engine, key), headers=headers, content_type=content_type)
