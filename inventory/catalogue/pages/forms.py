"""The one form for a new and an edited item: what it sends, what it shows again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from inventory.catalogue import rules
from inventory.catalogue.service import Item, ItemDraft
from inventory.errors import InvalidInput
from inventory.http.template_helpers import format_quantity

LABELS = {
    "name": "Name",
    "quantity": "Quantity",
    "unit": "Unit",
    "location": "Place",
    "tags": "Tags",
    "sku": "SKU",
    "description": "Description",
    "notes": "Notes",
}
LIMITS = {
    "name": rules.NAME_MAX,
    "unit": rules.UNIT_MAX,
    "sku": rules.SKU_MAX,
    "description": rules.DESCRIPTION_MAX,
    "notes": rules.NOTES_MAX,
}


class ItemForm(BaseModel):
    """As typed: every field a text. `version` is the one that the form was filled from, 0 for a new item."""

    name: str = ""
    description: str = ""
    notes: str = ""
    quantity: str = "1"
    unit: str = rules.DEFAULT_UNIT
    sku: str = ""
    location: str = ""
    tags: str = ""
    attribute_name: list[str] = []
    attribute_text: list[str] = []
    version: int = 0

    @classmethod
    def of(cls, item: Item) -> ItemForm:
        """The form filled with an item."""
        return cls(
            name=item.name,
            description=item.description,
            notes=item.notes,
            quantity=format_quantity(item.quantity),
            unit=item.unit,
            sku=item.sku or "",
            location=item.location_path,
            tags=", ".join(item.tags),
            attribute_name=list(item.attributes),
            attribute_text=list(item.attributes.values()),
            version=item.version,
        )

    def attributes(self) -> Iterator[tuple[str, str]]:
        """Pairs of name and text, as many as the longer of the two lists."""
        longer = max(len(self.attribute_name), len(self.attribute_text))
        names = self.attribute_name + [""] * (longer - len(self.attribute_name))
        texts = self.attribute_text + [""] * (longer - len(self.attribute_text))
        return zip(names, texts, strict=True)

    def draft(self, *, import_ref: str | None = None) -> ItemDraft:
        """What the form says about an item, its place excepted.

        Raises:
            InvalidInput: its `errors` name every wrong field.
        """
        faults: list[InvalidInput] = []
        quantity = rules.ItemDraft.quantity
        attributes: dict[str, str] = {}
        try:
            quantity = rules.quantity(self.quantity or "0")
        except InvalidInput as fault:
            faults.append(fault)
        try:
            attributes = self._named_attributes()
        except InvalidInput as fault:
            faults.append(fault)
        try:
            draft = rules.check_draft(
                ItemDraft(
                    name=self.name,
                    description=self.description,
                    notes=self.notes,
                    quantity=quantity,
                    unit=self.unit,
                    sku=self.sku,
                    tags=rules.split_tags(self.tags),
                    attributes=attributes,
                    import_ref=import_ref,
                )
            )
            rules.split_path(self.location)
        except InvalidInput as fault:
            faults.append(fault)
        if faults:
            errors = [entry for fault in faults for entry in fault.errors]
            raise InvalidInput(faults[-1].message, field=faults[-1].field, hint=faults[-1].hint, errors=errors)
        return draft

    def _named_attributes(self) -> dict[str, str]:
        named: dict[str, str] = {}
        for name, text in self.attributes():
            key = name.strip()
            if text.strip() and not key:
                raise InvalidInput("A detail has a value but no name.", field="attributes")
            if key in named:
                raise InvalidInput(f"The detail “{key[:60]}” is there twice.", field="attributes")
            if key:
                named[key] = text
        return named

    def differences(self, stored: Item) -> list[dict[str, Any]]:
        """Where this form and the item as stored now differ: label, what is stored, what is typed."""
        theirs = ItemForm.of(stored)
        found = [
            {"label": label, "stored": getattr(theirs, name), "typed": getattr(self, name)}
            for name, label in LABELS.items()
            if _plain(getattr(theirs, name)) != _plain(getattr(self, name))
        ]
        mine, other = dict(self.attributes()), dict(theirs.attributes())
        found += [
            {"label": name, "stored": other.get(name, ""), "typed": mine.get(name, "")}
            for name in sorted(mine.keys() | other.keys())
            if name.strip() and mine.get(name, "") != other.get(name, "")
        ]
        return found


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
