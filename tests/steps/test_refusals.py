"""A mail account that turns us down is tried three times, then once an hour; another password at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import MailError
from tests.steps.local_office import local_office, vacancy


def test_it_is_not_tried_at_every_tick(tmp_path: Path) -> None:
    with local_office(tmp_path, vacancy("Teknisi"), user="karir", password="lama") as office:
        office.server.users = {"karir": "baru"}
        tries = []
        for _ in range(10):
            before = office.server.connections
            with pytest.raises(MailError, match="does not accept"):
                office.later(minutes=10)
            tries.append(office.server.connections - before)
        assert tries == [1, 1, 1, 0, 0, 0, 0, 0, 1, 0]
        office.configure(user="karir", password="baru")
        assert office.later(minutes=10).sent == 3
