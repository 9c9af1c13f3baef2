"""An emulator a test, and plain clients of other people's making on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import gspread
import pytest
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from tests.google_emulator import Emulator, Spreadsheet, serving


class Redirect(HTTPAdapter):
    """Takes requests for Google's hosts to the emulator."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        asked = urlsplit(request.url)
        request.url = self.url + asked.path + (f"?{asked.query}" if asked.query else "")
        return super().send(request, *args, **options)


def client(google: Emulator, credentials: dict[str, Any] | None = None) -> gspread.Client:
    made = gspread.service_account_from_dict(credentials or google.credentials())
    for host in ("https://sheets.googleapis.com/", "https://www.googleapis.com/"):
        made.http_client.session.mount(host, Redirect(google.url))
    return made


@pytest.fixture
def google() -> Iterator[Emulator]:
    with serving() as emulator:
        emulator.quota.limits |= {"read": None, "write": None}
        yield emulator
    assert emulator.failures == []


@pytest.fixture
def book(google: Emulator) -> Spreadsheet:
    return google.create_spreadsheet("Lowongan Kerja", tabs=["Lowongan", "It's a tab"])


@pytest.fixture
def sheet(google: Emulator, book: Spreadsheet) -> gspread.Spreadsheet:
    return client(google).open_by_key(book.id)


@pytest.fixture
def tab(sheet: gspread.Spreadsheet) -> gspread.Worksheet:
    return sheet.worksheet("Lowongan")
