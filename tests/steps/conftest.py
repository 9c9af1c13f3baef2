from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.steps.local_office import LocalOffice, local_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., LocalOffice]]:
    """Makes an office on this machine (`local_office`)."""
    with ExitStack() as stack:
        yield lambda *vacancies, **settings: stack.enter_context(local_office(tmp_path, *vacancies, **settings))
