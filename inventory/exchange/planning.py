"""Which item each row means, and what would become of it. Used by the dry run and by the import alike.

A row is matched by its reference; without one by its SKU. A reference that our own export made from an
id is believed only where it was made. A row with neither is a new item, each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from inventory.catalogue import rules as catalogue_rules
from inventory.catalogue import service as catalogue
from inventory.catalogue.service import Item, ItemDraft
from inventory.errors import InvalidInput
from inventory.exchange.report import Change, Difference
from inventory.exchange.rules import Parsed, Problem, Record, quoted
from inventory.exchange.values import format_decimal

CHUNK = 500
_OWN_REF = re.compile(r"inventory:([0-9a-f]{32}):([1-9]\d{0,17})\Z", re.ASCII | re.IGNORECASE)
_TEXT_FIELDS = ("name", "description", "notes", "quantity", "unit", "sku")
_SHOWN_TEXT = 200
NO_REFERENCE = "The row has neither a reference nor a SKU: it becomes a new item at every import."


def own_ref(instance: str, item_id: int) -> str:
    """The reference under which an item without one is exported."""
    return f"inventory:{instance.replace('-', '')}:{item_id}"


@dataclass(frozen=True)
class Action:
    """What is to be done for one row.

    `location` is the path of the place that the file says ("" is nowhere), None where it says nothing:
    then `draft.location_id` holds. kind: created, changed, restored, unchanged.
    """

    line: int
    kind: str
    draft: ItemDraft
    location: str | None
    before: Item | None
    differences: tuple[Difference, ...] = ()

    def change(self) -> Change:
        """For the report."""
        item_id = self.before.id if self.before else None
        return Change(self.line, self.kind, self.draft.name, item_id, self.differences)


@dataclass(frozen=True)
class Planned:
    """One row: what is to be done (None where it is wrong or empty of meaning) and what there is to say."""

    action: Action | None
    problems: tuple[Problem, ...]


class Planner:
    """Plans a file chunk after chunk; remembers what earlier rows of the file have claimed.

    With `lock`, items are locked until the transaction ends, so that what is planned can be written.
    """

    def __init__(self, connection: sa.Connection, instance: str, *, lock: bool) -> None:
        self._connection = connection
        self._instance = instance.replace("-", "")
        self._lock = lock
        self._lines_by_ref: dict[str, int] = {}
        self._lines_by_item: dict[int, int] = {}
        self._lines_by_sku: dict[str, int] = {}
        # SKUs that this file gives up; taking them in the same import would depend on the order of rows.
        self._released_skus: set[str] = set()

    def plan(self, rows: Sequence[Parsed]) -> list[Planned]:
        """Plan some rows, in the order of the file."""
        records = [row.record for row in rows if row.record]
        matches = self._match(records)
        return [self._plan_row(row, matches) for row in rows]

    def _match(self, records: Sequence[Record]) -> _Matches:
        """Find the stored items that these records may mean, in three statements."""
        refs = {record.ref for record in records if record.ref and "\0" not in record.ref}
        skus = {str(sku) for record in records if (sku := record.fields.get("sku")) and "\0" not in sku}
        by_ref = catalogue.find_by_import_refs(self._connection, refs) if refs else {}
        for ref in refs - by_ref.keys():
            own = _OWN_REF.match(ref)
            if own and own[1].lower() == self._instance:
                by_ref[ref] = int(own[2])
        by_sku = catalogue.find_by_skus(self._connection, skus) if skus else {}
        ids = {*by_ref.values(), *by_sku.values()}
        items = catalogue.get_items(self._connection, ids, lock=self._lock) if ids else []
        return _Matches(by_ref, by_sku, {item.id: item for item in items}, skus)

    def _plan_row(self, row: Parsed, matches: _Matches) -> Planned:
        if row.record is None:
            return Planned(None, row.problems)
        problems = list(row.problems)
        try:
            action = self._plan_record(row.record, matches, problems)
        except _RowFault as fault:
            return Planned(None, (*problems, *fault.problems))
        return Planned(action, tuple(problems))

    def _plan_record(self, record: Record, matches: _Matches, problems: list[Problem]) -> Action:
        before = self._target(record, matches)
        is_own = before is not None and (record.ref or "").lower() == own_ref(self._instance, before.id)
        draft, location = _checked(record, before, None if is_own else record.ref)
        self._claim(record, before)
        self._claim_sku(record, draft, before, matches)
        if before is None:
            if not record.ref and not draft.sku:
                problems.append(Problem(record.line, NO_REFERENCE, severity="note"))
            return Action(record.line, "created", draft, location or "", None)
        differences = tuple(_differences(before, draft, location))
        kind = "restored" if before.deleted_at else "changed" if differences else "unchanged"
        return Action(record.line, kind, draft, location, before, differences)

    def _target(self, record: Record, matches: _Matches) -> Item | None:
        by_ref = matches.items.get(matches.by_ref.get(record.ref or "", 0))
        if by_ref:
            return by_ref
        by_sku = matches.items.get(matches.by_sku.get(str(record.fields.get("sku") or ""), 0))
        if by_sku and record.ref and by_sku.import_ref:
            return None  # another thing with the same SKU: _claim_sku says so
        return by_sku

    def _claim(self, record: Record, before: Item | None) -> None:
        """Refuse a second row for the same item."""
        if record.ref:
            first = self._lines_by_ref.setdefault(record.ref.lower(), record.line)
            if first != record.line:
                what = f"The reference {quoted(record.ref)} is on line {first} too."
                raise _wrong(record, "ref", what, "A reference names one item.")
        if before:
            first = self._lines_by_item.setdefault(before.id, record.line)
            if first != record.line:
                what = f"Line {first} means the same item ({quoted(before.name)})."
                raise _wrong(record, "ref", what, "Keep one of the two rows.")

    def _claim_sku(self, record: Record, draft: ItemDraft, before: Item | None, matches: _Matches) -> None:
        """Refuse a SKU that another item has, before the database would."""
        old = before.sku if before and not before.deleted_at else None
        if old and (draft.sku or "").lower() != old.lower():
            self._released_skus.add(old.lower())
        if not draft.sku:
            return
        first = self._lines_by_sku.setdefault(draft.sku.lower(), record.line)
        if first != record.line:
            what = f"The SKU {quoted(draft.sku)} is on line {first} too."
            raise _wrong(record, "sku", what, "A SKU names one item.")
        if old and old.lower() == draft.sku.lower():
            return
        holder = matches.by_sku.get(draft.sku)
        if draft.sku not in matches.asked_skus:  # the file does not give it (a deleted item's), or not as it is stored
            holder = catalogue.find_by_skus(self._connection, [draft.sku]).get(draft.sku)
        is_taken = holder is not None and (before is None or holder != before.id)
        if is_taken or draft.sku.lower() in self._released_skus:
            what = f"The SKU {quoted(draft.sku)} belongs to another item."
            raise _wrong(record, "sku", what, "Change it there or here.")


@dataclass(frozen=True)
class _Matches:
    by_ref: dict[str, int]
    by_sku: dict[str, int]
    items: dict[int, Item]
    asked_skus: set[str]


class _RowFault(Exception):
    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)


def _wrong(record: Record, field: str, what: str, mend: str) -> _RowFault:
    return _RowFault([Problem(record.line, what, mend, record.columns.get(field, field))])


def _checked(record: Record, before: Item | None, ref: str | None) -> tuple[ItemDraft, str | None]:
    """The item as it will be, cleaned by the catalogue's rules, and the path of its place.

    Raises:
        _RowFault: what the catalogue does not take, all of it.
    """
    problems = _check_details(record)
    location: str | None = None
    draft: ItemDraft | None = None
    try:
        location = _path(record)
    except InvalidInput as error:
        problems += _as_problems(record, error)
    try:
        draft = catalogue.check_draft(_merged(record, before, ref))
    except InvalidInput as error:
        reported = {problem.column for problem in problems}
        problems += [p for p in _as_problems(record, error) if not (p.column == "attributes" and reported)]
    if problems or draft is None:
        raise _RowFault(problems)
    return draft, location


def _path(record: Record) -> str | None:
    """The place's path as the catalogue writes it; None when the file has no column for it."""
    if "location" not in record.fields:
        return None
    names = catalogue_rules.split_path(" / ".join(record.fields["location"]))
    return catalogue_rules.join_path(names)


def _merged(record: Record, before: Item | None, ref: str | None) -> ItemDraft:
    """What the file says, over what the item says already; an item without reference gets `ref`."""
    given: dict[str, Any] = {name: value for name, value in record.fields.items() if name != "location"}
    start = before.draft() if before else ItemDraft(name="")
    given["attributes"] = {**start.attributes, **record.attributes}
    return replace(start, **given, import_ref=start.import_ref or ref)


def _check_details(record: Record) -> list[Problem]:
    """The catalogue's own message does not say which detail is too long; the column does."""
    found = []
    for name, text in record.attributes.items():
        try:
            catalogue_rules.attributes({name: text})
        except InvalidInput as error:
            found.append(Problem(record.line, error.message, error.hint or "", name[:60]))
    return found


def _as_problems(record: Record, error: InvalidInput) -> list[Problem]:
    """The catalogue's errors at the columns that the file has for them."""
    hint = error.hint if len(error.errors) == 1 else None
    problems = []
    for fault in error.errors:
        field = {"import_ref": "ref"}.get(fault["field"], fault["field"])
        problems.append(Problem(record.line, fault["message"], hint or "", record.columns.get(field, field)))
    return problems


def _differences(before: Item, draft: ItemDraft, location: str | None) -> Iterable[Difference]:
    for name in _TEXT_FIELDS:
        old, new = getattr(before, name), getattr(draft, name)
        if old != new:
            yield Difference(name, _shown(old), _shown(new))
    if location is not None and location.lower() != before.location_path.lower():
        yield Difference("location", _shown(before.location_path), _shown(location))
    if {tag.lower() for tag in before.tags} != {tag.lower() for tag in draft.tags}:
        yield Difference("tags", _shown("; ".join(before.tags)), _shown("; ".join(draft.tags)))
    if before.import_ref != draft.import_ref:
        yield Difference("ref", _shown(before.import_ref), _shown(draft.import_ref))
    for name in {**before.attributes, **draft.attributes}:
        old, new = before.attributes.get(name, ""), draft.attributes.get(name, "")
        if old != new:
            yield Difference(name, _shown(old), _shown(new))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else format_decimal(value)
    return text[: _SHOWN_TEXT - 1] + "…" if len(text) > _SHOWN_TEXT else text
