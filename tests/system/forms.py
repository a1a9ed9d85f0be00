"""HTML forms as a browser sees them: found by the fields they have, sent with their hidden values."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One <form>: where it goes, how, and the values that its fields have already."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms and tag in ("input", "textarea", "select", "button") and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1].values[self._select] = given.get("value", "")

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given["name"]
        form.fields.add(name)
        self._select = name if tag == "select" else ""
        kind = given.get("type", "text")
        ticked = kind not in ("checkbox", "radio") or "checked" in given
        if tag == "input" and ticked and kind not in ("file", "submit", "button", "image"):
            form.values[name] = given.get("value", "on" if kind == "checkbox" else "")


def find_form(page: str, fields: frozenset[str] | set[str] = frozenset(), action: str = "") -> Form:
    """The first form of an HTML page with all these fields, whose address ends with `action`.

    AssertionError, naming what there is, when the page has none.
    """
    reader = _Reader()
    reader.feed(page)
    for form in reader.forms:
        if fields <= form.fields and form.action.endswith(action):
            return form
    there = [(form.action, sorted(form.fields)) for form in reader.forms]
    raise AssertionError(f"no form {action} with {sorted(fields)} on the page; there are {there}")


class _Token(HTMLParser):
    token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("name") == "csrf-token":
            self.token = given.get("content") or ""


def csrf_token(page: str) -> str:
    """The token that our own scripts send with their requests, from a page's head."""
    reader = _Token()
    reader.feed(page)
    assert reader.token, "the page has no csrf-token"
    return reader.token
