"""A rehearsal's workbook: what would be written is seen by whoever rehearses, and by nobody else."""

from __future__ import annotations

from pathlib import Path

from flows.workbook.blank import write_blank
from flows.workbook.interface import Changes, IdCell
from flows.workbook.rehearsed import Rehearsed
from flows.workbook.xlsx import XlsxWorkbook


def test_it_shows_what_would_be_written_and_writes_nothing(tmp_path: Path) -> None:
    write_blank(tmp_path / "loker.xlsx", {"Lowongan": [[None, "PT Maju Jaya"]]})
    real = XlsxWorkbook(tmp_path / "loker.xlsx")
    before = (tmp_path / "loker.xlsx").read_bytes()
    rehearsed = Rehearsed(real)
    ids = [IdCell("Lowongan", 2, 1, "L26-0001"), IdCell("Lowongan", 9, 1, "L26-0002")]  # the second row is gone by now
    rehearsed.write(Changes(ids=ids, tabs={"Status": [["ID"], ["L26-0001"]]}), expected=real.stamp())
    seen = rehearsed.read(["Lowongan", "Status"])
    assert seen["Lowongan"][1][:2] == ["L26-0001", "PT Maju Jaya"]
    assert seen["Status"] == [["ID"], ["L26-0001"]]
    assert (tmp_path / "loker.xlsx").read_bytes() == before
