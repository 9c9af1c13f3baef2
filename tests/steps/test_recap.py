"""From a row in *Periode* to files in the archive and mails to who is to have them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from flows.office import open_office
from flows.procedure.cases import Source
from flows.run import Run
from flows.settings import load
from flows.steps import drafts
from tests.steps.local_office import LocalOffice, vacancy
from tests.steps.sheet import WIB

Make = Callable[..., LocalOffice]
DIRECTOR, HEAD = "pudir3@example.ac.id", "jurusan.if@example.ac.id"
SEMESTER = {
    "Judul": "Semester Genap 2026", "Dari": date(2026, 7, 1), "Sampai": date(2026, 12, 31), "Status": "Draf",
    "Disetujui Oleh": "Rina",
}  # fmt: skip


def move(office: LocalOffice, moment: str) -> None:
    office.clock.now = datetime.fromisoformat(moment).replace(tzinfo=WIB)


def at(office: LocalOffice, moment: str) -> None:
    move(office, moment)
    office.tick()


def answer(office: LocalOffice, position: str, **answers: Any) -> None:
    """As the partner's form enters it."""
    with office.open() as opened:
        [case] = [case for case in opened.ledger.responses.cases() if case.position == position]
        opened.ledger.responses.answer(case.partner_id, case.vacancy, answers, opened.clock(), Source.FORM)


@pytest.fixture
def recapped(office: Make) -> LocalOffice:
    """Two vacancies closed in the second half of 2026, one answered; a period for it, and two who get the recap."""
    made = office(
        vacancy("Juru Las", Batas_Lamaran=date(2026, 12, 1)),
        vacancy("Kasir", Batas_Lamaran=date(2026, 12, 2), Sasaran="Teknik Informatika"),
    )

    def begin() -> None:
        made.tick()
        made.sheet.add("Periode", SEMESTER)
        made.sheet.add(
            "Penerima Rekap",
            {"Nama": "Dr. Sari", "Jabatan": "Wakil Direktur III", "Email": DIRECTOR, "Cakupan": "Semua"},
            {"Nama": "Budi", "Jabatan": "Ketua Jurusan", "Email": HEAD, "Cakupan": "Teknik Informatika"},
        )
        at(made, "2026-12-10 09:00")
        answer(made, "Kasir", applied=12, accepted=3, accepted_by_programme={"IF": 2})

    made.once("recapped", begin)
    return made


def period(office: LocalOffice) -> dict[str, Any]:
    return next(row for row in office.sheet.rows("Status") if str(row["ID"]).startswith("P"))


def recap(office: LocalOffice) -> list[dict[str, Any]]:
    return office.sheet.rows("Rekap")


def archive(office: LocalOffice) -> list[str]:
    folder = office.folder / "arsip"
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_a_draft_is_shown_and_follows_every_answer(recapped: LocalOffice) -> None:
    at(recapped, "2026-12-10 09:10")
    whole = recap(recapped)[0]
    assert (whole["Lowongan"], whole["Dijawab"], whole["Pelamar"], whole["Diterima"]) == (2, 1, 12, 3)
    assert whole["Sumber"] == "L26-0001, L26-0002"
    assert period(recapped)["Tahap"] == "Draf di tab Rekap, periode masih berjalan"
    answer(recapped, "Juru Las", applied=5, accepted=5)
    at(recapped, "2026-12-10 09:20")
    assert recap(recapped)[0]["Pelamar"] == 17
    assert archive(recapped) == []
    assert recapped.mails(DIRECTOR) == []


def test_setuju_archives_revision_0_and_sends_each_his_own(recapped: LocalOffice) -> None:
    move(recapped, "2027-01-05 09:00")
    recapped.sheet.set("Periode", "Semester Genap 2026", Status="Setuju")
    recapped.tick()
    assert archive(recapped) == [
        "2026/rekap-2026-s2-rev0-if.pdf", "2026/rekap-2026-s2-rev0-if.xlsx", "2026/rekap-2026-s2-rev0.pdf",
        "2026/rekap-2026-s2-rev0.xlsx",
    ]  # fmt: skip
    assert period(recapped)["Tahap"] == "Revisi 0 diarsipkan 5 Jan 2027 09.00 · 2 dari 2 surel terkirim"
    assert recap(recapped) == []
    assert len(recapped.mails(DIRECTOR)) == len(recapped.mails(HEAD)) == 1
    files = recapped.sheet.rows("Arsip")
    assert [row["Berkas"] for row in files if row["Judul"] == "Semester Genap 2026"] == [
        "2026/rekap-2026-s2-rev0.pdf", "2026/rekap-2026-s2-rev0.xlsx",
    ]  # fmt: skip
    assert {row["Disimpan Sampai"] for row in files} == {"5 Jan 2032"}
    at(recapped, "2027-01-05 09:10")
    assert len(recapped.mails(DIRECTOR)) == 1


def approve(office: LocalOffice) -> None:
    move(office, "2027-01-05 09:00")
    office.sheet.set("Periode", "Semester Genap 2026", Status="Setuju")
    office.tick()


class TestRevisions:
    @pytest.fixture
    def final(self, recapped: LocalOffice) -> LocalOffice:
        recapped.once("final", lambda: approve(recapped))
        return recapped

    def test_what_comes_in_later_gathers_in_a_draft_and_leaves_revision_0_alone(self, final: LocalOffice) -> None:
        before = {file: (final.folder / "arsip" / file).read_bytes() for file in archive(final)}
        move(final, "2027-01-06 09:00")
        answer(final, "Juru Las", applied=5, accepted=5)
        final.tick()
        assert recap(final)[0]["Pelamar"] == 17
        assert period(final)["Tahap"].startswith("Revisi 0 diarsipkan 5 Jan 2027 09.00, draf revisi 1 di tab Rekap")
        assert (
            period(final)["Langkah Berikut"] == "Ada data baru sejak revisi 0. Untuk revisi 1, ubah Status ke Perbarui"
        )
        assert {file: (final.folder / "arsip" / file).read_bytes() for file in archive(final)} == before
        assert len(final.mails(DIRECTOR)) == 1

    def test_perbarui_makes_revision_1_beside_it_and_no_second_one_while_it_stays(self, final: LocalOffice) -> None:
        move(final, "2027-01-06 09:00")
        answer(final, "Juru Las", applied=5, accepted=5)
        final.sheet.set("Periode", "Semester Genap 2026", Status="Perbarui")
        final.tick()
        assert [file for file in archive(final) if file.endswith("v1.xlsx") or file.endswith("v0.xlsx")] == [
            "2026/rekap-2026-s2-rev0.xlsx", "2026/rekap-2026-s2-rev1.xlsx",
        ]  # fmt: skip
        assert len(final.mails(DIRECTOR)) == 2
        files = len(archive(final))
        move(final, "2027-01-07 09:00")
        answer(final, "Juru Las", applied=6, accepted=5)
        final.tick()
        assert len(archive(final)) == files
        assert period(final)["Langkah Berikut"].startswith("Ada data baru sejak revisi 1. Untuk revisi 2, isi ulang")
        final.clock.forward(minutes=10)
        final.sheet.set("Periode", "Semester Genap 2026", Disetujui_Oleh="Rina, 7 Januari")
        final.tick()
        assert "2026/rekap-2026-s2-rev2.pdf" in archive(final)
        assert final.sheet.rows("Arsip")[-1]["Disetujui Oleh"] == "Rina, 7 Januari"

    def test_perbarui_with_nothing_new_makes_none_then_nor_when_something_comes(self, final: LocalOffice) -> None:
        final.sheet.set("Periode", "Semester Genap 2026", Status="Perbarui")
        at(final, "2027-01-06 09:00")
        answer(final, "Juru Las", applied=5, accepted=5)
        at(final, "2027-01-07 09:00")
        assert len(archive(final)) == 4

    def test_a_period_with_other_days_says_what_was_archived(self, final: LocalOffice) -> None:
        final.sheet.set("Periode", "Semester Genap 2026", Judul="Triwulan IV", Dari=date(2026, 10, 1))
        at(final, "2027-01-06 09:00")
        assert period(final)["Langkah Berikut"].startswith(
            "Revisi 0 berjudul “Semester Genap 2026”, 1 Jul 2026 sampai 31 Des 2026."
        )
        final.sheet.set("Periode", "Triwulan IV", Status="Perbarui")
        at(final, "2027-01-06 10:00")
        assert "2026/rekap-2026-tw4-rev1.pdf" in archive(final)

    def test_another_period_of_the_same_days_has_files_of_its_own(self, final: LocalOffice) -> None:
        final.clock.forward(days=1)
        final.sheet.add("Periode", SEMESTER | {"Judul": "Sekali lagi", "Status": "Setuju"})
        final.tick()
        final.clock.forward(minutes=10)
        final.tick()
        assert "2026/rekap-2026-s2-p27-0001-rev0.pdf" in archive(final)
        [wrong] = [row for row in final.sheet.rows("Masalah") if row["Tab"] == "Periode"]
        assert wrong["Masalah"].startswith("Dari dan Sampai sama dengan P26-0001")


class TestApproval:
    def test_before_the_period_is_over_it_is_none(self, recapped: LocalOffice) -> None:
        recapped.sheet.set("Periode", "Semester Genap 2026", Status="Setuju")
        at(recapped, "2026-12-11 09:00")
        assert period(recapped)["Tahap"] == "Ditahan: disetujui sebelum periode berakhir"
        assert [row["Kolom"] for row in recapped.sheet.rows("Masalah") if row["Tab"] == "Periode"] == ["Status"]
        at(recapped, "2027-01-05 09:00")
        assert archive(recapped) == []
        recapped.sheet.set("Periode", "Semester Genap 2026", Disetujui_Oleh="Rina, 5 Januari")
        at(recapped, "2027-01-05 09:10")
        assert len(archive(recapped)) == 4
        assert [row for row in recapped.sheet.rows("Masalah") if row["Tab"] == "Periode"] == []

    def test_without_a_name_it_holds_the_row(self, recapped: LocalOffice) -> None:
        move(recapped, "2027-01-05 09:00")
        recapped.sheet.set("Periode", "Semester Genap 2026", Status="Setuju", Disetujui_Oleh=None)
        recapped.tick()
        assert archive(recapped) == []
        assert period(recapped)["Tahap"] == "Ditahan: ada masalah"

    def test_of_a_row_that_somebody_is_typing_in_waits(self, recapped: LocalOffice) -> None:
        recapped.configure(settle=10)
        move(recapped, "2027-01-05 09:00")
        recapped.sheet.set("Periode", "Semester Genap 2026", Status="Setuju")
        recapped.tick()
        assert (archive(recapped), period(recapped)["Tahap"]) == ([], "Menunggu: baris baru saja diubah")
        at(recapped, "2027-01-05 09:10")
        assert len(archive(recapped)) == 4

    def test_perbarui_of_what_was_never_final_is_not_setuju(self, recapped: LocalOffice) -> None:
        move(recapped, "2027-01-05 09:00")
        recapped.sheet.set("Periode", "Semester Genap 2026", Status="Perbarui")
        recapped.tick()
        assert (archive(recapped), period(recapped)["Tahap"]) == ([], "Belum pernah disetujui")

    def test_a_rehearsal_archives_nothing(self, recapped: LocalOffice) -> None:
        move(recapped, "2027-01-05 09:00")
        recapped.sheet.set("Periode", "Semester Genap 2026", Status="Setuju")
        with open_office(load(recapped.config), rehearsal=True, clock=recapped.clock) as office:
            run = Run(office)
            run.recap()
            assert run.report.recaps == 1
        assert archive(recapped) == []


class TestEvidence:
    def test_a_vacancy_and_an_event_whose_rows_were_deleted_are_counted(self, recapped: LocalOffice) -> None:
        recapped.sheet.delete("Lowongan", "Kasir")
        at(recapped, "2026-12-11 09:00")
        assert (recap(recapped)[0]["Lowongan"], recap(recapped)[0]["Pelamar"]) == (2, 12)

    def test_one_that_is_deleted_while_it_is_open_closes_with_its_deadline(self, office: Make) -> None:
        made = office(vacancy("Juru Las", Batas_Lamaran=date(2026, 12, 1)), vacancy("Kasir"))
        made.tick()
        made.sheet.delete("Lowongan", "Juru Las")
        made.sheet.delete("Lowongan", "Kasir")
        at(made, "2026-11-25 09:00")
        assert closings(made) == {"L26-0002": date(2026, 11, 25)}
        at(made, "2026-12-02 09:00")
        assert closings(made) == {"L26-0001": date(2026, 12, 1), "L26-0002": date(2026, 11, 25)}

    def test_tutup_closes_on_the_day_it_is_seen_and_a_deadline_put_off_opens_again(self, office: Make) -> None:
        made = office(vacancy("Juru Las", Batas_Lamaran=date(2026, 12, 1)), vacancy("Kasir"))
        made.tick()
        made.sheet.set("Lowongan", "Kasir", Status="Tutup")
        at(made, "2026-12-02 09:00")
        at(made, "2026-12-03 09:00")
        assert closings(made) == {"L26-0001": date(2026, 12, 1), "L26-0002": date(2026, 12, 2)}
        made.sheet.set("Lowongan", "Juru Las", Batas_Lamaran=date(2026, 12, 20))
        at(made, "2026-12-04 09:00")
        assert closings(made) == {"L26-0002": date(2026, 12, 2)}

    def test_an_idle_tick_makes_no_recap(self, recapped: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> None:
        at(recapped, "2026-12-10 09:10")
        at(recapped, "2026-12-10 09:20")
        monkeypatch.setattr(drafts, "gather", lambda office: pytest.fail("nothing has changed"))
        at(recapped, "2026-12-10 09:30")

    def test_a_period_that_nothing_has_changed_in_is_not_made_again(
        self, recapped: LocalOffice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        year = {"Judul": "Tahun 2027", "Dari": date(2027, 1, 1), "Sampai": date(2027, 12, 31), "Status": "Draf"}
        recapped.sheet.add("Periode", year)
        at(recapped, "2026-12-11 09:00")
        at(recapped, "2026-12-11 10:00")
        made: list[str] = []
        of = drafts.Recaps.of
        monkeypatch.setattr(drafts.Recaps, "of", lambda self, one: made.append(one.title) or of(self, one))
        answer(recapped, "Juru Las", applied=5, accepted=1)
        at(recapped, "2026-12-11 11:00")
        assert made == ["Semester Genap 2026"]


def closings(office: LocalOffice) -> dict[str, date]:
    with office.open() as opened:
        return opened.ledger.closings.days()
