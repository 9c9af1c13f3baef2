"""What the tests of this folder share: Google's stand-in, and a new local workbook."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.workbook.blank import write_blank
from tests.google_emulator import Emulator, Spreadsheet, serving
from tests.workbook.google_staff import set_up_spreadsheet


@pytest.fixture
def google() -> Iterator[Emulator]:
    with serving() as emulator:
        yield emulator
    assert emulator.failures == []


@pytest.fixture
def book(google: Emulator) -> Spreadsheet:
    return set_up_spreadsheet(google)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new local workbook, written once."""
    path = tmp_path_factory.mktemp("blank") / "loker.xlsx"
    write_blank(path)
    return path.read_bytes()
