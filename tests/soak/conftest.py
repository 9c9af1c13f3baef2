from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.soak import life
from tests.soak.life import Life, Way


@pytest.fixture
def lives(way: Way, tmp_path: Path) -> Iterator[Iterator[Life]]:
    """Offices that all send in one way, one after the other."""
    with closing(life.lives(way, tmp_path)) as going_on:  # type: ignore[type-var]
        yield going_on
