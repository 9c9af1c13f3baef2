"""Filling in a form as a browser does: by what stands on the page."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from httpx2 import Response
from starlette.testclient import TestClient

FILLED = {"q_applied": "12", "q_accepted": "3"}


class _Fields(HTMLParser):
    """The fields of a page and what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "input" and given.get("type") == "radio":
            if "checked" in given:
                self.fields[name] = given["value"]
        elif tag == "input":
            self.fields[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select, self.fields[name] = name, ""
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given["value"]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def fields(html: str) -> dict[str, str]:
    """What a browser would post of this page."""
    parser = _Fields()
    parser.feed(html)
    parser.fields.pop("", None)
    return parser.fields


Answers = Mapping[str, Mapping[str, str]]
"""What to type, by vacancy and field."""


def fill(visitor: TestClient, path: str, answers: Answers, *, button: str = "kirim", **more: str) -> Response:
    """Open the form, type ``answers`` and ``more``, press a button; the answer to that."""
    page = visitor.get(path)
    assert page.status_code == 200, page.text
    typed = {f"{vacancy}.{name}": value for vacancy, some in answers.items() for name, value in some.items()}
    return visitor.post(path, data=fields(page.text) | typed | {"tombol": button, **more})
