"""A backup that an older loker took is brought up to date when it is restored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from flows.backup.restore import Key, restore
from flows.backup.take import take
from flows.ledger import migrating, schema
from flows.ledger.ledger import Ledger
from flows.settings import load
from flows.workbook.blank import write_blank
from tests.ledger.test_migrating import first_version

pytestmark = pytest.mark.early

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_what_was_in_it_is_there_in_the_tables_of_today(tmp_path: Path) -> None:
    office = tmp_path / "kantor"
    office.mkdir()
    write_blank(office / "loker.xlsx")
    config = office / "loker.toml"
    config.write_text('[office]\nname = "UPT"\n[mail]\nhost = "127.0.0.1"\nsender = "karir@example.ac.id"\n')
    first_version(f"sqlite:///{office}/loker.db")
    with closing(sqlite3.connect(office / "loker.db", isolation_level=None)) as older:
        older.executescript("DELETE FROM unit; DELETE FROM matter")  # of which no trail tells
    taken = take(load(config), config, tmp_path / "b.zip", NOW)
    restored = restore(taken.path, tmp_path / "baru", NOW, key=Key())
    assert restored.faults == ()
    ledger = Ledger(load(tmp_path / "baru" / "loker.toml").ledger_url)
    with ledger.store.write() as connection:
        assert migrating.reached(connection) == migrating.HEAD
        assert connection.scalars(select(schema.recipient.c.key)).all() == ["a@example.com"]
    ledger.close()
