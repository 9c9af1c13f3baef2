"""What `loker archive verify` finds: one byte of a file, one entry, one cell of *Arsip*."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from flows.commands.archive import verify
from tests.steps.local_office import LocalOffice
from tests.steps.test_recap import approve, recapped

__all__ = ["recapped"]
PDF = "2026/rekap-2026-s2-rev0.pdf"


@pytest.fixture
def found(recapped: LocalOffice, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """An office with four files in its archive; what the command says of them, and its exit code."""
    recapped.once("final", lambda: approve(recapped))

    def look() -> list[str]:
        capsys.readouterr()
        code = verify(recapped.config)
        *said, last = capsys.readouterr().out.splitlines()
        assert code == (1 if said else 0)
        assert last.endswith(f"{len(said)} findings")
        return said

    return look


def ledger(office: LocalOffice, statement: str) -> None:
    with sqlite3.connect(office.folder / "loker.db") as connection:
        connection.execute(statement)
    connection.close()


def test_nothing_in_an_archive_that_is_as_it_was(found: Callable[[], list[str]]) -> None:
    assert found() == []


def test_one_byte_of_a_file(found: Callable[[], list[str]], recapped: LocalOffice) -> None:
    file = recapped.folder / "arsip" / PDF
    content = bytearray(file.read_bytes())
    content[500] ^= 1
    file.chmod(0o644)
    file.write_bytes(content)
    [said] = found()
    assert said.startswith(f"{PDF}: differs: its SHA-256 is ")


def test_a_file_that_is_gone_and_one_that_nobody_entered(found: Callable[[], list[str]], recapped: LocalOffice) -> None:
    folder = recapped.folder / "arsip" / "2026"
    (folder / "rekap-2026-s2-rev0.pdf").unlink()
    (folder / "catatan.txt").write_text("x")
    assert found() == [f"{PDF}: is missing in the folder", "2026/catatan.txt: lies in the folder without an entry"]


@pytest.mark.parametrize("column", ["approved_by", "title", "keep_until", "rows", "revision", "trail_head"])
def test_any_cell_of_an_entry(found: Callable[[], list[str]], recapped: LocalOffice, column: str) -> None:
    value = {"rows": "99", "revision": "7"}.get(column, "'2030-01-01'")
    ledger(recapped, f"UPDATE archived SET {column} = {value} WHERE path = '{PDF}'")
    assert found()[0] == f"{PDF}: its entry in the ledger was altered since it was archived"


def test_an_entry_that_was_removed_or_slipped_in(found: Callable[[], list[str]], recapped: LocalOffice) -> None:
    ledger(recapped, f"UPDATE archived SET path = 'lain.pdf' WHERE path = '{PDF}'")
    said = found()
    assert "lain.pdf: has an entry that the trail does not tell of" in said
    assert f"{PDF}: was archived, but its entry is gone from the ledger" in said


def test_an_entry_that_leads_out_of_the_folder(found: Callable[[], list[str]], recapped: LocalOffice) -> None:
    ledger(recapped, f"UPDATE archived SET path = '../lain.pdf' WHERE path = '{PDF}'")
    said = found()
    assert "../lain.pdf: names no place in the archive's folder" in said
    assert f"{PDF}: lies in the folder without an entry" in said


def test_a_cell_of_arsip(found: Callable[[], list[str]], recapped: LocalOffice) -> None:
    recapped.sheet.set("Arsip", PDF, Disetujui_Oleh="Orang Lain")
    assert found() == [f"{PDF}: differs in the tab Arsip: Disetujui Oleh"]


def test_a_row_of_arsip_that_is_gone_until_the_next_run(found: Callable[[], list[str]], recapped: LocalOffice) -> None:
    recapped.sheet.delete("Arsip", PDF)
    assert found() == [f"{PDF}: is missing in the tab Arsip"]
    recapped.later(minutes=10)
    assert found() == []
