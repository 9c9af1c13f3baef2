"""Each step that should have left a record and has not is found, and nothing that is merely under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.audit.marks import Judge, Mark, Patience, Record, Row, State, Step, shown
from flows.procedure.audit.proofs import Condition, Filed, Lack, Proof, Year, proofs
from flows.procedure.audit.ways import Ways
from flows.procedure.chain import Entry
from flows.procedure.kpi_lines import Line

ZONE = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
ONE = "L26-0001"
KNOWN = Record("PT Samudra", "Juru Las", ("Rina",))


@dataclass
class Told:
    """A trail, written by day."""

    ways: Ways = field(default_factory=lambda: Ways(ZONE))
    number: int = 0

    def tell(self, after: int, step: str, subject: str = ONE, /, **detail: Any) -> Told:
        """An entry so many days after the start."""
        self.number += 1
        at = START + timedelta(days=after)
        self.ways.take(Entry(self.number, at.timestamp(), step, subject, detail, ""))
        return self

    def received(self) -> Told:
        return self.tell(0, "receive").tell(0, "approve", edition="a")

    def announced(self, sent: int = 40, refused: int = 0) -> Told:
        self.received().tell(0, "announce", edition="a", recipients=sent + refused)
        counts = {name: count for name, count in (("sent", sent), ("refused", refused)) if count}
        return self.tell(0, "sent", purpose="announce", edition="a", **counts)

    def closed(self) -> Told:
        return self.announced().tell(20, "close", day="2026-03-22")

    def ask(self, day: int, number: int = 0) -> Told:
        self.tell(day, "request", "7", edition=str(day), number=number, vacancies=[ONE], recipients=1)
        return self.tell(day, "sent", "7", purpose="request", edition=str(day), sent=1)

    def asked(self, reminders: int = 0) -> Told:
        self.closed()
        for number in range(reminders + 1):
            self.ask(24 + 7 * number, number)
        return self

    def answered(self) -> Told:
        return self.asked().tell(30, "answer", version=1, source="formulir").tell(30, "answered")

    def recapped(self) -> Told:
        days = {"first": "2026-01-01", "last": "2026-06-30"}
        return self.answered().tell(125, "recap", "P26-0001", revision=0, rows=1, files={"2026/r.pdf": "ab"}, **days)

    def informed(self, sent: int = 1) -> Told:
        self.recapped().tell(125, "inform", "P26-0001", edition="R0:Semua", recipients=1)
        return self.tell(125, "sent", "P26-0001", purpose="recap", edition="R0:Semua", sent=sent)

    def year(self, day: int = 1, *, record: Record = KNOWN, year: int = 2026, filed: list[Filed] | None = None) -> Year:
        now = START + timedelta(days=day)
        judge = Judge(self.ways, now, ZONE)
        rows = [judge.row(way, record) for way in self.ways.of(year)]
        return Year(year, self.ways, rows, filed or [], [], now, ZONE)

    def row(self, day: int = 1, record: Record = KNOWN) -> Row:
        [row] = self.year(day, record=record).rows
        return row

    def lacks(self, day: int = 1, record: Record = KNOWN) -> Mapping[Step, str]:
        return dict(self.row(day, record).lacks)


def test_a_vacancy_that_went_the_whole_way_lacks_nothing() -> None:
    row = Told().informed().row(200)
    assert row.lacks == []
    assert {step: mark.state for step, mark in row.marks.items() if mark.state is not State.DONE} == {
        Step.EVENT: State.NOT_NEEDED, Step.REMINDED: State.NOT_NEEDED,
    }  # fmt: skip
    assert [shown(mark) for mark in row.marks.values()] == [
        "2 Mar 2026", "2 Mar 2026\nRina", "2 Mar 2026\n40 terkirim", "–", "26 Mar 2026", "–", "1 Apr 2026",
        "5 Jul 2026\nP26-0001 rev. 0", "5 Jul 2026\n1 surel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (Told().received(), 6), (Told().announced(), 300), (Told().closed(), 40), (Told().asked(), 50),
        (Told().asked(1), 60), (Told().answered(), 200), (Told().recapped(), 130),
    ],
)  # fmt: skip
def test_what_is_under_way_is_no_finding(told: Told, day: int) -> None:
    assert told.lacks(day) == {}


def test_a_draft_is_no_finding_however_old() -> None:
    assert Told().tell(0, "receive").lacks(300, Record()) == {}


class TestWhatIsMissing:
    def test_that_it_was_received(self) -> None:
        told = Told().tell(0, "approve", edition="a")
        assert told.lacks() == {Step.RECEIVED: "penerimaan tidak tercatat"}

    def test_that_it_was_approved(self) -> None:
        told = Told().tell(0, "receive").tell(0, "announce", edition="a", recipients=3)
        told.tell(0, "sent", purpose="announce", edition="a", sent=3)
        assert told.lacks() == {Step.APPROVED: "diumumkan tanpa persetujuan yang tercatat"}
        told.tell(1, "approve", edition="a")
        assert told.lacks() == {Step.APPROVED: "persetujuan tercatat sesudah pengumuman"}

    def test_by_whom_it_was_approved(self) -> None:
        nameless = Record("PT Samudra", "Juru Las")
        assert Told().announced().lacks(1, nameless) == {Step.APPROVED: "nama yang menyetujui tidak tercatat"}
        assert Told().announced().lacks(1, Record()) == {}, "its names were disposed of with the rest"

    def test_that_it_was_announced(self) -> None:
        assert Told().received().lacks(8) == {Step.ANNOUNCED: "disetujui, tetapi tidak diumumkan"}

    def test_that_it_was_announced_although_its_partner_was_asked(self) -> None:
        told = Told().tell(0, "receive").tell(20, "close", day="2026-03-22").ask(24)
        assert told.lacks(30) == {Step.ANNOUNCED: "tidak diumumkan lewat sistem"}

    def test_what_became_of_the_announcement(self) -> None:
        told = Told().received().tell(0, "announce", edition="a", recipients=3)
        assert told.row(1).marks[Step.ANNOUNCED].state is State.TO_COME
        doubtful = Record("PT Samudra", "Juru Las", ("Rina",), in_doubt=1)
        assert told.lacks(8, doubtful) == {Step.ANNOUNCED: "pengiriman belum tuntas (1 belum pasti)"}

    def test_that_anybody_got_it(self) -> None:
        assert Told().announced(sent=0, refused=3).lacks() == {
            Step.ANNOUNCED: "tidak satu pun pengumuman diterima server surel penerima"
        }

    def test_nothing_of_what_was_taken_back_in_time(self) -> None:
        told = Told().received().tell(0, "announce", edition="a", recipients=3).tell(0, "withdraw", units=3)
        assert told.row(300).marks[Step.ANNOUNCED] == Mark(State.NOT_NEEDED, "ditarik sebelum terkirim")

    def test_an_event_of_a_recruitment_on_campus(self) -> None:
        campus = Record("PT Samudra", "Juru Las", ("Rina",), on_campus=True)
        assert Told().announced().lacks(5, campus) == {}
        assert Told().closed().lacks(30, campus) == {Step.EVENT: "rekrutmen di kampus tanpa kegiatan"}

    def test_who_attended_it(self) -> None:
        told = Told().announced()
        event = {"approved": True, "day": "2026-03-10", "vacancies": [ONE]}
        told.tell(1, "event", "K26-0001", attended=None, **event)
        assert told.lacks(5) == {}
        assert told.lacks(10) == {Step.EVENT: "kehadiran K26-0001 tidak tercatat"}
        told.tell(11, "event", "K26-0001", attended=85, **event)
        assert shown(told.row(12).marks[Step.EVENT]) == "10 Mar 2026\nK26-0001, 85 hadir"

    def test_that_the_partner_was_asked(self) -> None:
        assert Told().closed().lacks(60) == {Step.ASKED: "hasil seleksi belum diminta dari mitra"}

    def test_that_what_was_queued_for_the_partner_was_sent(self) -> None:
        told = Told().closed().tell(24, "request", "7", edition="24", number=0, vacancies=[ONE], recipients=1)
        assert told.lacks(60) == {Step.ASKED: "hasil seleksi belum diminta dari mitra"}

    def test_nothing_of_who_answers_unasked(self) -> None:
        told = Told().closed().tell(21, "answer", version=1, source="telepon").tell(21, "answered")
        assert told.lacks(200) == {}
        assert told.row(200).marks[Step.ASKED].text == "dijawab tanpa diminta"

    def test_that_the_partner_was_reminded(self) -> None:
        assert Told().asked().lacks(60) == {Step.REMINDED: "mitra tidak diingatkan"}
        assert Told().asked(reminders=3).lacks(60) == {}

    def test_nothing_where_nobody_is_to_be_reminded(self) -> None:
        told = Told().asked().tell(84, "not_given")
        judge = Judge(told.ways, START + timedelta(days=90), ZONE, Patience.of(3, []))
        assert [step for step, _ in judge.row(told.ways.vacancies[ONE], KNOWN).lacks] == [Step.ANSWERED]

    def test_nothing_yet_where_the_office_asks_later(self) -> None:
        told = Told().closed()
        for due_days, found in ((3, True), (30, False)):
            judge = Judge(told.ways, START + timedelta(days=60), ZONE, Patience.of(due_days, [7]))
            assert bool(judge.row(told.ways.vacancies[ONE], KNOWN).lacks) is found

    def test_the_results(self) -> None:
        told = Told().asked(reminders=3).tell(50, "escalate", "9", vacancies=[ONE]).tell(84, "not_given")
        assert told.lacks(90) == {Step.ANSWERED: "hasil tidak diberikan mitra"}
        assert told.row(90).marks[Step.REMINDED].text == "3×; diserahkan ke staf"

    def test_nothing_of_what_was_called_off(self) -> None:
        assert Told().closed().tell(21, "cancelled").lacks(600) == {}

    def test_a_recap_once_the_year_is_over(self) -> None:
        assert Told().answered().lacks(303) == {}
        assert Told().answered().lacks(306) == {Step.RECAPPED: "belum masuk rekap final"}

    def test_a_recap_that_was_made_before_it_closed_counts_for_nothing(self) -> None:
        days = {"first": "2026-01-01", "last": "2026-06-30"}
        told = Told().tell(10, "recap", "P26-0001", revision=0, rows=0, files={}, **days).answered()
        assert told.row(40).marks[Step.RECAPPED].state is State.TO_COME

    def test_who_was_informed(self) -> None:
        assert Told().recapped().lacks(140) == {Step.INFORMED: "rekap tidak terkirim kepada siapa pun"}
        assert Told().informed(sent=0).lacks(140) == {Step.INFORMED: "rekap tidak terkirim kepada siapa pun"}


class TestWhatIsCounted:
    def test_late_joiners_and_corrections(self) -> None:
        told = Told().announced(sent=3).tell(2, "announce", edition="a", recipients=2)
        told.tell(2, "sent", purpose="announce", edition="a", sent=5)
        told.tell(3, "correct", edition="b", recipients=5)
        for old, sent in (("a", 3), ("a2", 2)):
            told.tell(3, "sent", purpose="correct", edition=f"1:{old}:b", sent=sent)
        way = told.row(5).way
        assert (way.sent, way.announcements["a"].meant, sum(way.corrected.values())) == (5, 5, 5)

    def test_a_vacancy_stands_in_every_year_in_which_something_happened_to_it(self) -> None:
        told = Told().closed().ask(320)
        assert [len(told.year(330, year=year).rows) for year in (2025, 2026, 2027)] == [0, 1, 1]

    def test_years_are_the_office_s(self) -> None:
        told = Told()
        told.ways.take(Entry(1, datetime(2026, 12, 31, 18, tzinfo=UTC).timestamp(), "receive", ONE, {}, ""))
        assert told.ways.of(2026) == []
        assert [way.id for way in told.ways.of(2027)] == [ONE]


def filed(**changes: Any) -> Filed:
    usual: dict[str, Any] = {
        "path": "2026/r.pdf", "kind": "recap", "subject": "P26-0001", "title": "Semester 1", "revision": 0, "rows": 1,
        "sha256": "ab", "trail_head": "cd", "approved_by": "Rina", "at": START + timedelta(days=125),
        "keep_until": date(2031, 7, 5), "condition": Condition.SOUND,
    }  # fmt: skip
    return Filed(**usual | changes)


def lacks(year: Year, number: str) -> tuple[Lack, ...]:
    return proof(year, number).lacks


def proof(year: Year, number: str) -> Proof:
    return next(one for one in proofs(year) if one.number == number)


class TestProofs:
    def test_all_steps_of_the_procedure_in_its_order(self) -> None:
        year = Told().informed().year(200, filed=[filed()])
        assert [one.number for one in proofs(year)] == ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "4"]
        assert [one for one in proofs(year) if one.lacks] == []
        assert proof(year, "3.2").records == "1 lowongan diumumkan: 40 terkirim, 0 ditolak server"
        assert proof(year, "3.7").records == "1 surel rekap terkirim (menurut cakupan: Semua 1)"

    def test_findings_of_vacancies_stand_at_the_procedure_s_step(self) -> None:
        year = Told().asked(3).tell(84, "not_given").year(90)
        assert lacks(year, "3.4") == (Lack(ONE, "hasil tidak diberikan mitra"),)

    def test_an_answer_that_nobody_asked_for_is_told_apart(self) -> None:
        assert "; 1 dijawab, 0 tidak diberikan" in proof(Told().answered().year(200), "3.4").records
        told = Told().closed().tell(22, "answer", version=1, source="telepon").tell(22, "answered")
        records = proof(told.year(200), "3.4").records
        assert records.startswith("0 lowongan diminta hasilnya")
        assert "; 1 dijawab (1 di antaranya tanpa diminta), 0 tidak diberikan" in records

    def test_a_year_without_a_recap(self) -> None:
        told = Told().answered()
        assert Lack("2026", "tidak ada rekap final") not in lacks(told.year(200), "3.5")
        assert Lack("2026", "tidak ada rekap final") in lacks(told.year(310), "3.5")

    @pytest.mark.parametrize("condition", [Condition.ALTERED, Condition.MISSING, Condition.OUTSIDE])
    def test_a_file_that_is_not_what_was_archived(self, condition: Condition) -> None:
        year = Told().informed().year(200, filed=[filed(condition=condition)])
        assert lacks(year, "3.6") == (Lack("2026/r.pdf", condition.value),)

    def test_an_entry_of_the_archive_that_differs_from_the_trail(self) -> None:
        told = Told().informed()
        [other] = lacks(told.year(200, filed=[filed(sha256="ff")]), "3.6")
        assert other.text.startswith("sidik di Arsip berbeda")
        [gone] = lacks(told.year(200), "3.6")
        assert gone.text.endswith("tidak ada di Arsip")
        told.tell(190, "dispose", "R2026-1", kind="recap", records=1)
        assert lacks(told.year(200), "3.6") == (gone,), "that something was disposed of excuses no other file"
        year = replace(told.year(200), disposed={gone.about: "R2026-1"})
        assert lacks(year, "3.6") == ()
        [records] = [one.records for one in proofs(year) if one.number == "3.6"]
        assert records.endswith("; 1 berkas dimusnahkan dengan berita acara BA/R2026-1")

    def test_a_recap_that_pudir_3_did_not_get(self) -> None:
        told = Told().recapped().tell(125, "inform", "P26-0001", edition="R0:IF", recipients=1)
        told.tell(125, "sent", "P26-0001", purpose="recap", edition="R0:IF", sent=1)
        assert lacks(told.year(200, filed=[filed()]), "3.7") == (
            Lack("P26-0001 revisi 0", "tidak terkirim kepada penerima cakupan Semua (Pudir 3)"),
        )

    def test_a_file_that_is_not_kept_for_five_years(self) -> None:
        year = Told().informed().year(200, filed=[filed(keep_until=date(2031, 7, 4))])
        [lack] = lacks(year, "4")
        assert lack.text == "hanya disimpan sampai 4 Jul 2031, kurang dari 5 tahun"

    @pytest.mark.parametrize(
        ("value", "day", "missing"), [(1, 310, False), (0, 310, True), (None, 310, True), (0, 200, False)]
    )
    def test_a_year_without_evidence_of_a_kpi(self, value: int | None, day: int, missing: bool) -> None:
        year = Told().informed().year(day)
        line = Line(2026, "connecting", "B.1.17.3", "Kegiatan", value, "count", "bukti", ())
        year = Year(year.year, year.ways, year.rows, year.filed, [line], year.now, ZONE)
        assert bool(lacks(year, "B.1.17.3")) is missing
