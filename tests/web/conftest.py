"""The office whose pages are tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.browser import chromium
from tests.web.world import World
from tests.web.world import world as made


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two vacancies of one company are asked for, and one of another."""
    with made(tmp_path) as world:
        world.case("L26-0001", "Teknisi Perawatan")
        world.case("L26-0004", "Operator CNC")
        world.case("L26-0009", "Juru Bayar", company="CV Lain Contoh")
        yield world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser
