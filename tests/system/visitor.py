"""Somebody with a browser, outside of the device: pages, forms and the API over https."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import requests

from tests.system.forms import find_form

Files = Mapping[str, tuple[str, bytes, str]]


class Visitor:
    """A browser session with one device; trusts only that device's own certificate."""

    def __init__(self, address: str, certificate: str) -> None:
        """`address`: IPv4 address; `certificate`: path of a PEM file."""
        self.base = f"https://{address}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = certificate

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET, redirects followed; 30 s at most."""
        return self._session.get(urljoin(self.base, path), timeout=30, **options)

    def json(self, path: str, **query: str | int) -> Any:
        """The JSON document at `path`; AssertionError unless the answer is 200."""
        answer = self.get(path, params=query, headers={"Accept": "application/json"})
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json()

    def submit(self, path: str, values: dict[str, str], files: Files | None = None) -> requests.Response:
        """Open the page at `path`, fill in the form that has these fields, send it; the page that follows."""
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code} {page.text[:2000]}"
        form = find_form(page.text, set(values) | set(files or {}))
        assert form.method == "post", f"the form on {path} is sent by {form.method}"
        return self._session.post(
            urljoin(page.url, form.action or page.url),
            data=form.values | values,
            files=files,
            headers={"Referer": page.url},
            timeout=120,
        )

    def set_up(self, code: str, username: str, password: str) -> requests.Response:
        """Fill in the setup page."""
        values = {"code": code, "username": username, "password": password, "password_again": password}
        return self.submit("/setup", values)

    def sign_in(self, username: str, password: str) -> requests.Response:
        """Fill in the sign-in page."""
        return self.submit("/sign-in", {"username": username, "password": password})

    def search(self, words: str, limit: int = 10) -> Any:
        """The answer of the search API: a document with `mode` and `results`."""
        return self.json("/api/semantic-search", q=words, limit=limit)
