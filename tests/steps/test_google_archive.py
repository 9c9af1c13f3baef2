"""An office at Google whose recaps stand in an archive's spreadsheet that staff made and shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.commands.archive import verify
from flows.procedure.cases import Source
from flows.workbook.flow_tabs import ARCHIVE, RECAP
from flows.workbook.tabs import PERIODS, RECAP_RECIPIENTS
from tests.google_emulator import Colleague, Spreadsheet
from tests.steps.google_world import World, vacancy, world
from tests.workbook.google_staff import no_sleep

DAY = 86_400.0
FEEDBACK = '=IMPORTXML("https://jahat.example","//a")'


@dataclass
class Archived:
    """The office, and the spreadsheet of its archive."""

    made: World
    book: Spreadsheet
    title: str

    @property
    def staff(self) -> Colleague:
        return self.made.google.colleague(self.book)

    def rows(self) -> list[list[Any]]:
        return self.staff.rows(self.title)


@pytest.fixture
def archived(tmp_path: Path) -> Iterator[Archived]:
    """A vacancy closed and was answered; the period was approved yesterday, after it was over."""
    with world(tmp_path) as made:
        book = made.google.create_spreadsheet("Arsip Rekap")
        config = made.folder / "loker.toml"
        config.write_text(f'{config.read_text("utf-8")}[archive]\nspreadsheet_id = "{book.id}"\n', "utf-8")
        today = (made.now() + timedelta(hours=7)).date()
        closed, last = today + timedelta(days=1), today + timedelta(days=2)
        from flows.workbook.tabs import VACANCIES

        made.type(VACANCIES, [vacancy(1, **{"Batas Lamaran": f"{closed:%d/%m/%Y}"})])
        made.tick()
        made.google.clock.advance(3 * DAY)
        period = {
            "Judul": "Uji", "Dari": f"{today:%d/%m/%Y}", "Sampai": f"{last:%d/%m/%Y}", "Status": "Setuju",
            "Disetujui Oleh": "Rina",
        }  # fmt: skip
        made.google.clock.advance(5 * DAY)
        made.tick()
        with made.office() as office:
            [case] = office.ledger.responses.cases()
            answers = {"applied": 5, "accepted": 2, "suggestions": FEEDBACK}
            office.ledger.responses.answer(case.partner_id, case.vacancy, answers, office.clock(), Source.FORM)
        made.type(PERIODS, [period])
        made.type(RECAP_RECIPIENTS, [{"Nama": "Sari", "Email": "pudir3@example.ac.id", "Cakupan": "Semua"}])
        made.tick()
        yield Archived(made, book, f"rekap-{today.isoformat()}_{last.isoformat()}-rev0")


def test_the_recap_stands_there_in_a_protected_tab(archived: Archived) -> None:
    archived.made.tick()  # a new row's ID is read back before it is acted upon
    cells = [cell for row in archived.rows() for cell in row]
    assert FEEDBACK in cells, "what a partner typed is text, never a formula"
    sheet = archived.book.sheet(archived.title)
    assert sheet is not None
    [protected] = sheet.protected
    assert protected["editors"]["users"] == [archived.made.google.credentials()["client_email"]]
    assert [row["Judul"] for row in archived.made.rows(ARCHIVE)] == ["Uji", "Uji"]
    assert archived.made.rows(RECAP) == []
    assert verify(archived.made.folder / "loker.toml") == 0
