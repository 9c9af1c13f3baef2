"""The office that the commands are tried on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.demo.mailbox import Mailbox
from tests.commands.office import Office, vacancy


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One vacancy that is right, and one that nobody approved."""
    with Mailbox(tmp_path / "box") as box:
        (tmp_path / "kantor").mkdir()
        office = Office(tmp_path / "kantor", box)
        office.write(vacancy(), vacancy(Posisi="Akuntan", **{"Disetujui Oleh": None}))
        yield office
