from __future__ import annotations

import pytest

from flows.workbook.blank import write_blank


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new local workbook, written once."""
    path = tmp_path_factory.mktemp("blank") / "loker.xlsx"
    write_blank(path)
    return path.read_bytes()
