"""A ledger in PostgreSQL is dumped at one moment, and fills an empty database again."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.backup.ledger_copy import copy_ledger
from flows.backup.manifest import BackupError
from flows.backup.restore import Key, restore
from flows.backup.take import take
from flows.ledger.doubts import RESTORED
from flows.ledger.ledger import Ledger
from flows.settings import load
from flows.workbook.blank import write_blank
from tests.postgresql import Server

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_it_is_what_it_was(postgresql: Server, tmp_path: Path) -> None:
    old, new = postgresql.database(), postgresql.database()
    ledger = Ledger(old)
    ledger.trail.append("announce", "L26-0001", NOW, recipients=3)
    ledger.notes.put(sesuatu="ada")
    head = ledger.trail.head()
    ledger.close()
    office = tmp_path / "kantor"
    office.mkdir()
    write_blank(office / "loker.xlsx")
    config = office / "loker.toml"
    config.write_text(
        f'[office]\nname = "UPT"\n[mail]\nhost = "127.0.0.1"\nsender = "karir@example.ac.id"\n[ledger]\nurl = "{old}"\n'
    )
    config.write_text(config.read_text().replace("loker@", "loker:rahasia@"))  # the server asks nobody for it
    taken = take(load(config), config, tmp_path / "b.zip", NOW)
    with zipfile.ZipFile(taken.path) as archive:
        assert b"rahasia" not in b"".join(map(archive.read, archive.namelist()))
    assert "ledger.url's password" in taken.manifest.left_out
    assert (taken.manifest.trail_entries, taken.manifest.trail_head) == (1, head)
    with pytest.raises(BackupError, match="not empty"):
        restore(taken.path, tmp_path / "x", NOW, key=Key(), ledger_url=old)
    restored = restore(taken.path, tmp_path / "baru", NOW, key=Key(), ledger_url=new)
    assert restored.faults == ()
    again = Ledger(load(tmp_path / "baru" / "loker.toml").ledger_url)
    assert again.notes.get("sesuatu") == "ada"
    assert again.notes.get(RESTORED)
    assert [entry.step for entry in again.trail] == ["announce", "restore"]
    again.close()


def test_without_its_programs_the_cure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="copied by pg_dump"):
        copy_ledger("postgresql+psycopg://loker@127.0.0.1:9/x", tmp_path)
