"""Dry run, import, re-import and undo on a real database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Item, ItemDraft
from inventory.database import transaction
from inventory.errors import Conflict, InvalidInput, NotFound
from inventory.exchange import service
from inventory.exchange.exporting import export_items
from inventory.exchange.report import Report
from inventory.exchange.runs import Run
from inventory.http import PageRequest

DATA = Path(__file__).parent.parent / "data" / "exchange"


def items(engine: sa.Engine) -> dict[str, Item]:
    """The live items by name."""
    with transaction(engine) as connection:
        return {item.name: item for item in catalogue.iter_items(connection)}


def state(engine: sa.Engine) -> dict[str, tuple[ItemDraft, str]]:
    """All that live items say, without ids."""
    return {
        name: (replace(item.draft(), location_id=None, tags=tuple(sorted(item.tags))), item.location_path)
        for name, item in items(engine).items()
    }


def apply(engine: sa.Engine, path: Path, **options: bool) -> tuple[Run, Report]:
    run = service.start_run(engine, path, file_name=path.name, status="importing")
    report = service.apply_import(engine, run, path, **options)
    return service.get_run(engine, run.id), report


def write(folder: Path, content: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(content, newline="")
    return path


def place(engine: sa.Engine, path: str) -> int:
    with transaction(engine) as connection:
        return catalogue.ensure_locations(connection, [path])[path]


def places(engine: sa.Engine) -> list[str]:
    return [place.path for place in catalogue.list_locations(engine)]


def tags(engine: sa.Engine) -> list[str]:
    return [tag.name for tag in catalogue.list_tags(engine)]


def test_a_dry_run_says_everything_and_changes_nothing(engine: sa.Engine) -> None:
    opened, report = service.plan_import(engine, DATA / "homebox.csv")
    assert (opened.format_key, report.created, report.wrong_rows) == ("homebox", 4, 0)
    assert [change.line for change in report.changes] == [2, 4, 5, 6]
    assert report.new_places == [
        "House",
        "House / Garage",
        "House / Garage / Bench",
        "House / Garage / Drawer 3",
        "House / Kitchen",
    ]
    assert report.new_tag_count == 4
    assert items(engine) == {}
    assert places(engine) == tags(engine) == []
    assert service.list_runs(engine, PageRequest(sort="-when")).total == 0


def test_homebox_is_imported_and_again_changes_nothing(engine: sa.Engine) -> None:
    run, _ = apply(engine, DATA / "homebox.csv")
    assert (run.status, run.created, run.format_key, run.delimiter) == ("done", 4, "homebox", ",")
    found = items(engine)
    drill = found["Cordless drill"]
    assert drill.location_path == "House / Garage / Bench"
    assert drill.tags == ("Borrowed often", "Power tools")
    assert drill.sku == "000-001"
    assert drill.attributes["Serial number"] == "0019283-A"
    assert found["Schraubenmutter M8 (verzinkt)"].quantity == Decimal(250)
    again, _ = apply(engine, DATA / "homebox.tsv")
    assert (again.created, again.changed, again.unchanged) == (0, 0, 4)
    assert {name: item.version for name, item in items(engine).items()} == dict.fromkeys(found, 1)


def test_reimport_updates_what_the_file_has_columns_for(engine: sa.Engine, tmp_path: Path) -> None:
    apply(engine, DATA / "own.csv")
    changed = write(tmp_path, "REF,name,quantity,attribute.Colour\nW-1,Wood screws 4×40,150,\nw-9,New thing,,\n")
    _, report = service.plan_import(engine, changed)
    assert (report.created, report.changed) == (1, 1)
    assert [(d.field, d.old, d.new) for d in report.changes[0].differences] == [
        ("quantity", "200", "150"),
        ("Colour", "yellow", ""),
    ]
    apply(engine, changed)
    screws = items(engine)["Wood screws 4×40"]
    assert screws.quantity == 150
    assert screws.location_path == "Workshop / Shelf 2"
    assert screws.description == "countersunk"
    assert screws.attributes == {}
    assert screws.import_ref == "w-1"
    assert items(engine)["New thing"].quantity == 1


def test_wrong_rows_refuse_the_file_with_every_line(engine: sa.Engine) -> None:
    _, report = service.plan_import(engine, DATA / "own-wrong.csv")
    found = {(problem.line, problem.column) for problem in report.problems}
    assert found == {
        (3, "name"),
        (5, "quantity"),
        (6, "quantity"),
        (7, "ref"),
        (8, "name"),
        (8, "quantity"),
        (9, "tags"),
    }
    assert (report.created, report.wrong_rows) == (1, 6)
    with pytest.raises(service.ImportRefused, match="6 rows"):
        apply(engine, DATA / "own-wrong.csv")
    assert items(engine) == {}
    assert places(engine) == tags(engine) == []
    (run,) = service.list_runs(engine, PageRequest(sort="-when")).rows
    assert (run.status, run.wrong) == ("failed", 6)
    assert "6 rows" in run.message


def test_wrong_rows_can_be_skipped(engine: sa.Engine) -> None:
    run, _ = apply(engine, DATA / "own-wrong.csv", skip_wrong=True)
    assert (run.status, run.created, run.wrong) == ("done", 1, 6)
    assert list(items(engine)) == ["Good row"]


def test_a_failure_in_the_middle_leaves_nothing(
    engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "ref,name,location,tags\n" + "".join(f"r{i},Item {i},Place {i},t{i}\n" for i in range(1500)))
    calls = []
    create = catalogue.bulk_create_items

    def fail_later(connection: sa.Connection, drafts: list[ItemDraft]) -> list[int]:
        calls.append(len(drafts))
        if len(calls) == 3:
            raise RuntimeError("the power is gone")
        return create(connection, drafts)

    monkeypatch.setattr(catalogue, "bulk_create_items", fail_later)
    with pytest.raises(RuntimeError):
        apply(engine, path)
    assert calls == [500, 500, 500]
    assert items(engine) == {}
    assert places(engine) == tags(engine) == []
    (run,) = service.list_runs(engine, PageRequest(sort="-when")).rows
    assert run.status == "failed"
    assert "power" not in run.message


def test_undo_restores_exactly(engine: sa.Engine, tmp_path: Path) -> None:
    place(engine, "Workshop / Shelf 2")
    catalogue.create_tag(engine, "screws")
    catalogue.create_item(
        engine,
        ItemDraft(
            name="Old name",
            notes="keep\nme",
            quantity=Decimal("2.5"),
            unit="kg",
            sku="OLD-1",
            import_ref="w-1",
            tags=("mine",),
            attributes={"Colour": "blue", "Size": "4"},
            location_id=place(engine, "Attic"),
        ),
    )
    before, places_before, tags_before = state(engine), places(engine), tags(engine)
    run, report = apply(engine, DATA / "own.csv")
    assert (report.created, report.changed) == (2, 1)
    assert state(engine) != before
    undone = service.undo_import(engine, None)
    assert (undone.run_id, undone.removed, undone.put_back, undone.left) == (run.id, 2, 1, [])
    assert state(engine) == before
    assert places(engine) == places_before
    assert tags(engine) == tags_before
    assert service.get_run(engine, run.id).status == "undone"
    with pytest.raises(Conflict, match="undone already"):
        service.undo_import(engine, run.id)
    with pytest.raises(NotFound):
        service.undo_import(engine, None)


def test_importing_again_undoes_the_undo(engine: sa.Engine) -> None:
    apply(engine, DATA / "homebox.csv")
    after = state(engine)
    service.undo_import(engine, None)
    assert items(engine) == {}
    run, _ = apply(engine, DATA / "homebox.csv")
    assert (run.created, run.restored) == (0, 4)
    assert state(engine) == after
    service.undo_import(engine, run.id)
    assert items(engine) == {}
    assert places(engine) == tags(engine) == []


def test_imports_are_undone_one_after_the_other(engine: sa.Engine, tmp_path: Path) -> None:
    first, _ = apply(engine, write(tmp_path, "ref,name,quantity\na,Flour,1\nb,Sugar,1\n"))
    one = state(engine)
    apply(engine, write(tmp_path, "ref,name,quantity\na,Flour,2\nb,Sugar,1\n"))
    two = state(engine)
    apply(engine, write(tmp_path, "ref,name,quantity\na,Rye flour,3\nb,Sugar,3\n"))
    assert service.undo_import(engine, None).left == []
    assert state(engine) == two
    assert service.undo_import(engine, None).left == []
    assert state(engine) == one
    undone = service.undo_import(engine, None)
    assert (undone.run_id, undone.removed, undone.left) == (first.id, 2, [])
    assert items(engine) == {}


def test_what_was_changed_since_is_left_unless_forced(engine: sa.Engine, tmp_path: Path) -> None:
    run, _ = apply(engine, write(tmp_path, "ref,name,location\na,Flour,Store\nb,Sugar,Store\nc,Salt,Cellar\n"))
    sugar = items(engine)["Sugar"]
    catalogue.change_item(engine, sugar.id, expected_version=1, quantity=Decimal(7))
    catalogue.delete_item(engine, items(engine)["Salt"].id)
    undone = service.undo_import(engine, run.id)
    assert [(left.item_id, left.name, left.reason) for left in undone.left] == [(sugar.id, "Sugar", "changed since")]
    assert list(items(engine)) == ["Sugar"]
    assert places(engine) == ["Store"]
    forced = service.undo_import(engine, run.id, force=True)
    assert (forced.removed, forced.left) == (1, [])
    assert items(engine) == {}
    assert places(engine) == []
    with pytest.raises(Conflict, match="undone already"):
        service.undo_import(engine, run.id, force=True)


def test_undo_copes_with_places_skus_and_items_that_are_gone(engine: sa.Engine, tmp_path: Path) -> None:
    attic = place(engine, "House / Attic")
    for name in ("a", "b", "c"):
        catalogue.create_item(engine, ItemDraft(name=name, sku=f"S-{name}", import_ref=name, location_id=attic))
    path = write(tmp_path, "ref,name,sku,location\na,A,N-a,Shed\nb,B,N-b,Shed\nc,C,N-c,Shed\n")
    run, _ = apply(engine, path)
    catalogue.delete_location(engine, attic)
    catalogue.create_item(engine, ItemDraft(name="other", sku="s-A"))
    gone = items(engine)["C"]
    catalogue.delete_item(engine, gone.id)
    with transaction(engine) as connection:
        catalogue.purge_items(connection, [gone.id])
    undone = service.undo_import(engine, run.id)
    assert [(left.name, left.reason[:8]) for left in undone.left] == [("A", "put back")]
    found = items(engine)
    assert {name: (item.sku, item.location_path) for name, item in found.items()} == {
        "a": (None, "House / Attic"),
        "b": ("S-b", "House / Attic"),
        "other": ("s-A", ""),
    }
    assert places(engine) == ["House", "House / Attic"]


def test_skus_that_were_moved_around_come_back(engine: sa.Engine, tmp_path: Path) -> None:
    a = catalogue.create_item(engine, ItemDraft(name="a", sku="ONE", import_ref="a"))
    apply(engine, write(tmp_path, "ref,name,sku\na,a,\n"))
    apply(engine, write(tmp_path, "ref,name,sku\nb,b,ONE\n"))
    service.undo_import(engine, None)
    service.undo_import(engine, None)
    assert catalogue.get_item(engine, a.id).sku == "ONE"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("name,sku\nx,TAKEN\n", []),  # without reference the SKU tells which item is meant
        ("ref,name,sku\nnew,x,taken\n", [(2, "sku")]),
        ("ref,name,sku\na,x,S1\nb,y,s1\n", [(3, "sku")]),
        ("ref,name,sku\nr-0,Free,\nz,y,TAKEN\n", [(3, "sku")]),
        ("ref,name,sku\nr-0,Same,TAKEN\n,Same again,TAKEN\n", [(3, "ref")]),
        ("ref,name,location\na,x,A\nb,y," + " / ".join("abcdefghijklmnopqrstuvwxyz") + "\n", [(3, "location")]),
        ("ref,name,attribute.Long\na,x," + "y" * 1001 + "\n", [(2, "Long")]),
        ("ref,name\n" + "r" * 201 + ",x\n", [(2, "ref")]),
    ],
)
def test_conflicts_are_found_by_the_dry_run(
    engine: sa.Engine, tmp_path: Path, content: str, expected: list[tuple[int, str]]
) -> None:
    catalogue.create_item(engine, ItemDraft(name="Holder", sku="TAKEN", import_ref="r-0"))
    path = write(tmp_path, content)
    _, report = service.plan_import(engine, path)
    assert [(problem.line, problem.column) for problem in report.problems] == expected
    if expected:
        with pytest.raises(service.ImportRefused):
            apply(engine, path)
    else:
        apply(engine, path)


def test_rows_without_reference_are_new_each_time_and_it_is_said(engine: sa.Engine, tmp_path: Path) -> None:
    path = write(tmp_path, "name\nBread\nRolls\n")
    _, report = service.plan_import(engine, path)
    (note,) = report.notes
    assert (note.line, note.count) == (2, 2)
    assert "new item at every import" in note.what
    run, _ = apply(engine, path)
    _, report = service.plan_import(engine, path)
    assert report.created == 2
    assert any(f"import {run.id}" in note.what for note in report.notes)


def test_two_imports_do_not_cross(engine: sa.Engine, tmp_path: Path) -> None:
    path = write(tmp_path, "ref,name\n" + "".join(f"r{i},Item {i}\n" for i in range(1000)))
    reached, go_on = threading.Event(), threading.Event()

    def wait(line: int, lines: int) -> None:
        reached.set()
        assert go_on.wait(20)

    first = service.start_run(engine, path, file_name="a", status="importing")
    thread = threading.Thread(target=service.apply_import, args=(engine, first, path), kwargs={"progress": wait})
    thread.start()
    try:
        assert reached.wait(20)
        with pytest.raises(Conflict, match="Another import"):
            apply(engine, path)
        with pytest.raises(Conflict, match="Another import"):
            service.undo_import(engine, None)
        # it is at work and is not taken for interrupted, however long it says nothing
        with engine.begin() as connection:
            connection.execute(
                sa.text("UPDATE import_run SET progress_at = now() - interval '1 hour' WHERE id = :id"),
                {"id": first.id},
            )
        assert service.get_run(engine, first.id).status == "importing"
        assert items(engine) == {}
    finally:
        go_on.set()
        thread.join()
    assert service.get_run(engine, first.id).status == "done"
    assert len(items(engine)) == 1000


def test_an_interrupted_import_is_marked_at_the_next_look(engine: sa.Engine, tmp_path: Path) -> None:
    path = write(tmp_path, "ref,name\na,b\n")
    run = service.start_run(engine, path, file_name="a", status="importing")
    assert service.get_run(engine, run.id).status == "importing"
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE import_run SET progress_at = now() - interval '1 minute'"))
    run = service.get_run(engine, run.id)
    assert run.status == "failed"
    assert "interrupted" in run.message
    with pytest.raises(Conflict, match="given up"):
        service.apply_import(engine, run, path)
    assert items(engine) == {}


@pytest.mark.parametrize("key", ["csv", "json", "homebox"])
def test_export_and_import_make_an_equal_inventory(
    engine: sa.Engine, other_engine: sa.Engine, tmp_path: Path, key: str
) -> None:
    apply(engine, DATA / "homebox.csv")
    apply(engine, DATA / "own.csv")
    catalogue.create_item(
        engine,
        ItemDraft(
            name="=HYPERLINK(1)",
            description="-5 °C\nor less",
            notes="'=kept",
            quantity=Decimal("0.000001"),
            unit="m²",
            sku="+49",
            tags=("@home", "a b"),
            attributes={"Manufacturer": "-", "Purchase price": "12 or so"},
            location_id=place(engine, "AC/DC box / =Drawer"),
        ),
    )
    path = tmp_path / "export"
    path.write_bytes(b"".join(export_items(engine, key)))
    run, report = apply(other_engine, path)
    assert run.format_key == key
    assert report.notes == [] or key == "homebox"
    ours, theirs = state(engine), state(other_engine)
    created_here = {"=HYPERLINK(1)"}
    assert theirs.keys() == ours.keys()
    for name, (draft, path_name) in theirs.items():
        expected = ours[name]
        if name in created_here:
            assert draft.import_ref
            draft = replace(draft, import_ref=None)
        assert (draft, path_name) == expected
    # exported again it is the same file, and where it came from nothing changes
    assert b"".join(export_items(other_engine, key)) == path.read_bytes()
    back, _ = apply(engine, path)
    assert (back.created, back.changed, back.unchanged) == (0, 0, len(ours))


@pytest.fixture
def other_engine(cluster, template_database: str) -> Iterator[sa.Engine]:  # type: ignore[no-untyped-def]
    name = cluster.create_database(template_database)
    engine = sa.create_engine(cluster.url(name))
    yield engine
    engine.dispose()
    cluster.drop_database(name)


def test_no_exported_cell_begins_like_a_formula(engine: sa.Engine) -> None:
    catalogue.create_item(engine, ItemDraft(name="=1+1", description="@x", notes="+1", attributes={"a": "-1"}))
    for key in ("csv", "homebox"):
        text = b"".join(export_items(engine, key)).decode("utf-8-sig")
        _, row = text.splitlines()
        assert [cell for cell in row.split(",") if cell[:1] in ("=", "@", "+", "-")] == []
        assert "'=1+1" in row


def test_ten_thousand_rows(engine: sa.Engine, tmp_path: Path) -> None:
    rows = (
        f"r{i},Part number {i},What part {i} is for,{i % 50},SKU-{i},"
        f"Hall {i % 10} / Rack {i % 200},kind {i % 30}; all,{i}\n"
        for i in range(10_000)
    )
    path = write(tmp_path, "ref,name,description,quantity,sku,location,tags,attribute.Serial\n" + "".join(rows))
    lines: list[int] = []
    start = time.monotonic()
    run = service.start_run(engine, path, file_name="big", status="importing")
    service.apply_import(engine, run, path, progress=lambda line, total: lines.append(line))
    took = time.monotonic() - start
    run = service.get_run(engine, run.id)
    assert (run.created, run.lines_done, run.lines_total) == (10_000, 10_002, 10_002)
    assert len(lines) >= 20 and lines == sorted(lines)
    assert took < 30, f"{took:.1f} s"  # about 5 s alone; the machine is shared
    undone = service.undo_import(engine, run.id)
    assert (undone.removed, undone.places, undone.tags) == (10_000, 210, 31)
    assert items(engine) == {}


def test_unknown_runs(engine: sa.Engine) -> None:
    for run_id in (0, 99, -1, 2**70):
        with pytest.raises(NotFound):
            service.get_run(engine, run_id)
        with pytest.raises(NotFound):
            service.undo_import(engine, run_id)


def test_a_file_with_a_header_only(engine: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no rows"):
        service.plan_import(engine, write(tmp_path, "ref,name\n\n,,\n"))
