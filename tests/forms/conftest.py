"""The emulator for the tests of Google Forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forms.google_office import FormOffice, form_office
from tests.google_emulator import Emulator
from tests.google_emulator.conftest import google  # noqa: F401 - a fixture


@pytest.fixture
def office(google: Emulator, tmp_path: Path) -> Iterator[FormOffice]:  # noqa: F811
    with form_office(google, tmp_path) as made:
        yield made
