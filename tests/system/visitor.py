"""Somebody with a browser, outside of the device: pages, forms and the API over https."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import requests

from tests.system.forms import Form, csrf_token, find_form

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
        return self._post(page, form, values, files)

    def press(self, page: requests.Response, action: str) -> requests.Response:
        """Send the form of a page whose address ends with `action`, as it is; the page that follows."""
        return self._post(page, find_form(page.text, action=action), {}, None)

    def post_json(self, path: str, document: object) -> requests.Response:
        """POST a JSON document to the API, with the CSRF token a script of our pages would send."""
        return self._session.post(urljoin(self.base, path), json=document, headers=self._script(), timeout=60)

    def upload(self, path: str, field: str, file: tuple[str, bytes, str]) -> requests.Response:
        """POST a file (name, content, type) to the API."""
        url = urljoin(self.base, path)
        return self._session.post(url, files={field: file}, headers=self._script(), timeout=120)

    def reconnect(self) -> None:
        """Drop all connections; the next one reads the trusted certificate anew."""
        self._session.close()

    def cookies(self) -> str:
        """The Cookie header that this browser sends."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

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

    def _post(
        self, page: requests.Response, form: Form, values: dict[str, str], files: Files | None
    ) -> requests.Response:
        url = urljoin(page.url, form.action or page.url)
        headers = {"Referer": page.url}
        return self._session.post(url, data=form.values | values, files=files, headers=headers, timeout=120)

    def _script(self) -> dict[str, str]:
        token = csrf_token(self.get("/").text)
        return {"X-CSRFToken": token, "Referer": self.base, "Accept": "application/json"}
