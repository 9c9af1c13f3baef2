"""*Hadir* and *Masalah* of events: what staff read there, and what they type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flows.ledger.attendances import Attendance, AttendanceSource
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice, alumnus, vacancy
from tests.steps.sheet import WIB
from tests.steps.test_events import EVENT, activity, held, invitations, say

Make = Callable[..., LocalOffice]


def tab(made: LocalOffice) -> list[tuple[Any, ...]]:
    names = ("Nama", "Jawaban", "Hadir", "Sumber", "Dicatat Staf")
    return [tuple(row[name] for name in names) for row in made.sheet.rows("Hadir")]


def write(made: LocalOffice, name: str, word: str) -> None:
    made.sheet.set("Hadir", name, Dicatat_Staf=word)


def problems(made: LocalOffice, column: str) -> list[str]:
    return [row["Masalah"] for row in made.sheet.rows("Masalah") if row["Kolom"] == column and row["ID"] == EVENT]


class TestWhatStaffType:
    def test_an_answer_that_came_by_mail_is_taken_once_and_the_cell_emptied(self, office: Make) -> None:
        made = held(office, web=False)
        assert tab(made) == [(name, "Belum menjawab", None, None, None) for name in ("Ani", "Budi", "Citra")]
        write(made, "Ani", "Akan hadir")
        write(made, "Budi", "Tidak hadir")
        made.later(minutes=10)
        assert tab(made) == [
            ("Ani", "Akan hadir", None, "Dicatat staf", None),
            ("Budi", "Tidak hadir", None, "Dicatat staf", None),
            ("Citra", "Belum menjawab", None, None, None),
        ]
        assert "1 akan hadir · 1 tidak hadir" in made.sheet.status_of("Temu Industri")["Tahap"]
        say(made, ANI, coming=False)
        made.later(minutes=10)
        assert tab(made)[0][1] == "Tidak hadir"

    def test_what_could_not_be_emptied_is_not_done_again(self, office: Make) -> None:
        made = held(office)
        write(made, "Ani", "Akan hadir")
        (made.folder / ".~lock.loker.xlsx#").write_text("x")
        made.later(minutes=10)
        say(made, ANI, coming=False)
        made.later(minutes=10)
        (made.folder / ".~lock.loker.xlsx#").unlink()
        made.later(minutes=10)
        assert tab(made)[0] == ("Ani", "Tidak hadir", None, "Tautan undangan", None)
        write(made, "Ani", "Akan hadir")
        made.later(minutes=10)
        assert tab(made)[0][1] == "Akan hadir", "typed anew, it counts anew"

    def test_what_is_typed_while_a_run_writes_stays_where_it_was_typed(self, office: Make) -> None:
        made = held(office)
        say(made, BUDI, coming=True)
        made.clock.forward(minutes=10)
        made.tick(meddle=lambda: write(made, "Ani", "Akan hadir"))
        assert [(row[0], row[1], row[4]) for row in tab(made)][:2] == [
            ("Ani", "Belum menjawab", "Akan hadir"), ("Budi", "Akan hadir", None),
        ]  # fmt: skip
        made.later(minutes=10)
        assert tab(made)[0][1] == "Akan hadir"

    def test_nobody_was_there_before_the_day(self, office: Make) -> None:
        made = held(office)
        write(made, "Ani", "Sudah hadir")
        made.later(minutes=10)
        assert tab(made)[0] == ("Ani", "Belum menjawab", None, None, "Sudah hadir")
        made.clock.now = datetime(2026, 12, 8, 8, 30, tzinfo=WIB)
        made.tick()
        assert tab(made)[0] == ("Ani", "Belum menjawab", "8 Des 2026 08.30", "Dicatat staf", None)
        write(made, "Ani", "Tidak hadir")
        made.later(minutes=10)
        assert tab(made)[0] == ("Ani", "Belum menjawab", None, None, None), "a slip of staff's is taken back"

    def test_what_is_no_choice_stands_in_masalah(self, office: Make) -> None:
        made = held(office)
        write(made, "Ani", "mungkin")
        made.later(minutes=10)
        assert problems(made, "Dicatat Staf") == ["“mungkin (3311900000)” bukan pilihan untuk Dicatat Staf."]
        assert tab(made)[0][4] == "mungkin"


class TestAttendance:
    def there(self, made: LocalOffice, nim: str, name: str) -> None:
        with made.open() as opened:
            guest = Attendance(nim, name, "IF", made.clock(), AttendanceSource.CODE)
            opened.ledger.attendances.check_in(EVENT, guest)

    def test_who_was_there_stays_and_who_never_answered_goes_after_a_week(self, office: Make) -> None:
        made = held(office)
        say(made, CITRA, coming=True)
        made.clock.now = datetime(2026, 12, 8, 9, 5, tzinfo=WIB)
        self.there(made, "3311900000", "Ani")
        self.there(made, "9999", "Tamu dari Kampus Lain")
        made.tick()
        assert [(row[0], row[1], bool(row[2])) for row in tab(made)] == [
            ("Ani", "Belum menjawab", True), ("Budi", "Belum menjawab", False), ("Citra", "Akan hadir", False),
            ("Tamu dari Kampus Lain", None, True),
        ]  # fmt: skip
        assert "2 hadir" in made.sheet.status_of("Temu Industri")["Tahap"]
        made.later(days=8)
        assert [row[0] for row in tab(made)] == ["Ani", "Citra", "Tamu dari Kampus Lain"]

    def test_one_address_with_two_nim_is_one_guest_whichever_is_given(self, office: Make) -> None:
        people = [alumnus(0, ANI), alumnus(1, ANI)]
        made = held(office, alumni=people)
        made.clock.now = datetime(2026, 12, 8, 9, 5, tzinfo=WIB)
        self.there(made, "3311900001", "Ani")
        made.tick()
        assert [(row[0], bool(row[2])) for row in tab(made)] == [("Ani", True)]
        assert made.sheet.rows("Hadir")[0]["NIM"] == "3311900001"

    def test_what_was_recorded_counts_and_another_number_is_a_problem(self, office: Make) -> None:
        made = held(office)
        made.clock.now = datetime(2026, 12, 8, 9, 5, tzinfo=WIB)
        self.there(made, "3311900000", "Ani")
        made.sheet.set("Kegiatan", "Temu Industri", Jumlah_Hadir=40)
        made.later(hours=4)
        assert problems(made, "Jumlah Hadir") == [
            "Jumlah Hadir 40, tetapi yang tercatat hadir satu per satu 1 orang."
        ]  # fmt: skip
        assert "1 hadir" in made.sheet.status_of("Temu Industri")["Tahap"]
        [kpi] = [row for row in made.sheet.rows("KPI") if row["Indikator"] == "B.1.17.3"]
        assert "1 hadir" in kpi["Bukti"]
        with made.open() as opened:
            assert [(e.subject, e.detail) for e in opened.ledger.trail if e.step == "attended"] == [
                (EVENT, {"count": 1})
            ]  # fmt: skip
        made.sheet.set("Kegiatan", "Temu Industri", Jumlah_Hadir=1)
        made.later(minutes=10)
        assert problems(made, "Jumlah Hadir") == []

    def test_a_typed_number_alone_is_enough(self, office: Make) -> None:
        made = held(office)
        made.clock.now = datetime(2026, 12, 9, 9, 0, tzinfo=WIB)
        made.tick()
        assert "Isi Jumlah Hadir" in made.sheet.status_of("Temu Industri")["Langkah Berikut"]
        made.sheet.set("Kegiatan", "Temu Industri", Jumlah_Hadir=40)
        made.later(minutes=10)
        assert "40 hadir" in made.sheet.status_of("Temu Industri")["Tahap"]
        assert problems(made, "Jumlah Hadir") == []


class TestPreparing:
    def test_what_is_late_stands_in_masalah_until_the_note_says_it_is_done(self, office: Make) -> None:
        made = held(office)
        assert problems(made, "Catatan") == []
        made.later(days=1)
        assert problems(made, "Catatan") == ["Persiapan “tempat” (tempat dipesan) seharusnya selesai 24 Nov 2026."]
        made.sheet.set("Kegiatan", "Temu Industri", Catatan="Tempat belum ok")
        made.later(minutes=10)
        assert len(problems(made, "Catatan")) == 1
        made.sheet.set("Kegiatan", "Temu Industri", Catatan="Rina hubungi umum; tempat OK")
        made.later(minutes=10)
        assert problems(made, "Catatan") == []

    def test_invitations_that_left_need_no_word(self, office: Make) -> None:
        made = office()
        made.sheet.add("Kegiatan", activity(Sasaran=None, Mulai="27/11/2026 09:00", Selesai=None, Catatan="tempat ok"))
        made.tick()
        assert [one.split()[1] for one in problems(made, "Catatan")] == ["“undangan”"]
        made.sheet.set("Kegiatan", "Temu Industri", Sasaran="Semua")
        made.later(hours=22)
        assert len(invitations(made, ANI)) == 1
        made.later(minutes=10)
        assert problems(made, "Catatan") == []

    def test_a_draft_is_prepared_as_well(self, office: Make) -> None:
        made = office()
        made.sheet.add("Kegiatan", activity(Status="Draf", Mulai="27/11/2026 09:00", Selesai=None))
        made.tick()
        assert {one.split()[1] for one in problems(made, "Catatan")} == {"“tempat”", "“undangan”"}

    def test_an_office_may_have_its_own_checklists(self, office: Make) -> None:
        made = office()
        (made.folder / "events.toml").write_text(
            '[[checklists]]\nkinds = ["Rekrutmen di Kampus"]\n[[checklists.items]]\nname = "snack"\n'
            'what = "snack dipesan"\nenglish = "snacks are ordered"\ndays = -30\n'
        )
        made.sheet.add("Kegiatan", activity())
        made.tick()
        assert problems(made, "Catatan") == ["Persiapan “snack” (snack dipesan) seharusnya selesai 8 Nov 2026."]

    def test_a_recruitment_without_a_vacancy_is_a_warning(self, office: Make) -> None:
        made = held(office, vacancy())
        assert len(problems(made, "Lowongan")) == 1
        made.sheet.set("Kegiatan", "Temu Industri", Lowongan="L26-0001")
        made.later(minutes=10)
        assert problems(made, "Lowongan") == []
