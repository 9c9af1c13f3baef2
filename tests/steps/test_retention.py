"""Seven years of an office: nothing goes early, nothing without approval, and what goes is on record."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.procedure.chain import Check
from flows.run import Run
from tests.steps.aged_office import CLOSED, OPEN, approve, at, copied, files, kept, lists, young_office
from tests.steps.local_office import STAFF, LocalOffice
from tests.steps.sheet import WIB

OLD = datetime(2033, 1, 3, 9, 0, tzinfo=WIB)
VACANCIES, RECAPS = "Lowongan Kerja 2026", "Rekapitulasi Hasil Perekrutan 2027"
WAITS = "Menunggu persetujuan sejak"


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("young")
    with young_office(folder):
        return folder


@pytest.fixture(scope="module")
def old(young: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    with copied(young, folder, OLD - timedelta(days=1)) as office:
        office.tick()
    return folder


@pytest.fixture
def office(old: Path, tmp_path: Path) -> Iterator[LocalOffice]:
    """What is beyond its time is listed since yesterday."""
    with copied(old, tmp_path, OLD) as copy:
        yield copy


def retain(office: LocalOffice) -> int:
    """The part of a run that this is about; returns how many records were disposed of."""
    with office.open() as opened:
        run = Run(opened)
        run.retain()
        return run.report.disposed


def whole(office: LocalOffice) -> bool:
    """Whether the trail is a whole chain."""
    with office.open() as opened:
        return not list(Check({}).faults(opened.ledger.trail))


class TestSevenYears:
    def test_it_lists_what_is_over_and_removes_nothing_by_itself(self, young: Path, tmp_path: Path) -> None:
        with copied(young, tmp_path, datetime(2027, 2, 1, 9, 0, tzinfo=WIB)) as office:
            before, archive = kept(office), files(office)
            assert all(before.values())
            assert len(archive) == 2
            for year, month, day, over in (
                (2029, 6, 1, set()),
                (2031, 11, 26, set()),
                (2031, 11, 27, {"Kegiatan"}),
                (2031, 12, 4, {"Kegiatan"}),
                (2031, 12, 5, {"Kegiatan", "Lowongan Kerja"}),
                (2032, 1, 4, {"Kegiatan", "Lowongan Kerja"}),
                (2032, 1, 5, {"Kegiatan", "Lowongan Kerja", "Rekapitulasi Hasil Perekrutan"}),
                (2034, 1, 5, {"Kegiatan", "Lowongan Kerja", "Rekapitulasi Hasil Perekrutan"}),
            ):
                at(office, year, month, day)
                assert office.tick().disposed == 0
                shown = office.sheet.rows("Pemusnahan")
                letters = {"Surat-menyurat"} if over else set()
                assert {row["Jenis"] for row in shown} - {"Pemeriksaan Laman"} - letters == over, office.clock()
                assert all(str(row["Tahap"]).startswith(WAITS) and not row["Disetujui Oleh"] for row in shown)
            assert kept(office) == before
            assert files(office) == archive

    def test_staff_are_told_of_what_waits(self, office: LocalOffice) -> None:
        office.tick()
        [line] = [row for row in office.sheet.rows("Masalah") if "Lowongan Kerja" in str(row["Masalah"])]
        assert line["Masalah"] == "Masa simpan 1 arsip Lowongan Kerja tahun 2026 sudah habis."
        assert lists(office)[VACANCIES]["ID"] in line["Saran"]


class TestApproval:
    def test_it_removes_what_was_approved_and_nothing_else(self, office: LocalOffice) -> None:
        others, open_ = {which: row["ID"] for which, row in lists(office).items()}, kept(office, OPEN)
        archive = files(office)
        number = approve(office, VACANCIES)
        assert office.tick().disposed == 1
        assert not any(kept(office).values())
        assert kept(office, OPEN) == open_
        row = lists(office)[VACANCIES]
        assert row["Disetujui Oleh"] == "Rina"
        assert (
            row["Tahap"] == f"Dimusnahkan 3 Jan 2033, berita acara BA/{number} · 1 baris di Lowongan perlu dihapus staf"
        )
        assert {which: row["ID"] for which, row in lists(office).items()} == others
        assert files(office) - archive == {f"berita-acara/pemusnahan-{number.lower()}.pdf"}
        with office.open() as opened:
            [entry] = opened.ledger.archive.entries("disposal")
            assert opened.archive.digest(entry.path) == entry.sha256
            assert entry.approved_by == "Rina"
        assert whole(office)

    def test_files_go_from_the_archive_and_their_report_stays(self, office: LocalOffice) -> None:
        number = approve(office, RECAPS)
        office.tick()
        assert files(office) == {f"berita-acara/pemusnahan-{number.lower()}.pdf"}
        assert lists(office)[RECAPS]["Tahap"] == f"Dimusnahkan 3 Jan 2033, berita acara BA/{number}"
        office.later(days=1)
        assert [row["Judul"] for row in office.sheet.rows("Arsip")] == [
            "Berita Acara Pemusnahan Arsip: Rekapitulasi Hasil Perekrutan 2027"
        ]

    def test_rows_are_staff_s_to_delete_and_do_nothing_meanwhile(self, office: LocalOffice) -> None:
        for which in (VACANCIES, "Kegiatan 2026"):
            approve(office, which)
        office.tick()
        office.sheet.set("Lowongan", CLOSED, Status="Setuju", Batas_Lamaran=None)
        mails = len(office.server.messages)
        office.later(days=1)
        office.later(hours=1)
        assert [message.recipient for message in office.server.messages[mails:]] == [STAFF]  # the day's problems
        problems = {row["ID"]: row["Saran"] for row in office.sheet.rows("Masalah") if "dimusnahkan" in row["Masalah"]}
        assert problems.keys() == {CLOSED, "K26-0001", "P26-0001"}
        assert problems[CLOSED].startswith("Hapus baris ini dari tab Lowongan.")
        office.sheet.delete("Lowongan", CLOSED)
        office.sheet.delete("Kegiatan", "K26-0001")
        office.later(days=1)
        assert "perlu dihapus" not in str(lists(office))
        assert not any(kept(office).values())
        with office.open() as opened:
            assert opened.ledger.events.all() == {}
            assert CLOSED not in opened.ledger.notes.rows("Lowongan")

    def test_a_row_that_comes_back_from_an_old_copy_stays_disposed_of(self, office: LocalOffice) -> None:
        row = {name: cell for name, cell in office.sheet.row("Lowongan", CLOSED).items() if name != "Tahap"}
        approve(office, VACANCIES)
        office.tick()
        office.sheet.delete("Lowongan", CLOSED)
        office.later(days=1)
        office.sheet.add("Lowongan", row | {"Batas Lamaran": None})
        mails = len(office.server.messages)
        office.later(days=1)
        assert {message.recipient for message in office.server.messages[mails:]} <= {STAFF}

    def test_a_name_that_is_taken_away_in_time_stops_it(self, office: LocalOffice) -> None:
        office.configure(settle=10)
        number = approve(office, VACANCIES)
        assert office.tick().disposed == 0
        assert lists(office)[VACANCIES]["Tahap"] == (
            "Disetujui; dimusnahkan setelah 3 Jan 2033 09.10. Kosongkan nama untuk membatalkan"
        )
        office.sheet.set("Pemusnahan", number, Disetujui_Oleh=None)
        assert office.later(minutes=20).disposed == 0
        assert all(kept(office).values())
        approve(office, VACANCIES)
        office.later(minutes=10)
        assert office.later(minutes=10).disposed == 1

    def test_an_approval_holds_for_what_was_listed_then(self, office: LocalOffice) -> None:
        """Three years on the second vacancy has closed, too, in the same year as another one."""
        office.sheet.set("Lowongan", OPEN, Status="Tutup")
        at(office, 2033, 1, 4)
        office.tick()
        at(office, 2038, 1, 5)
        office.tick()
        first = str(lists(office)["Lowongan Kerja 2033"]["ID"])
        assert kept(office, OPEN)["closing"]
        approve(office, VACANCIES)
        assert office.tick().disposed == 1
        assert kept(office, OPEN)["closing"]
        assert lists(office)["Lowongan Kerja 2033"]["ID"] == first

    def test_a_name_typed_while_the_tab_is_written_stays(self, office: LocalOffice) -> None:
        number = str(lists(office)[VACANCIES]["ID"])
        office.sheet.set("Lowongan", OPEN, Catatan="baru", Deskripsi="Lain.")  # so that something is written
        office.tick(meddle=lambda: office.sheet.set("Pemusnahan", number, Disetujui_Oleh="Rina"))
        assert lists(office)[VACANCIES]["Disetujui Oleh"] == "Rina"
        assert all(kept(office).values())
        assert office.later(minutes=10).disposed == 1


class TestClocks:
    def test_a_clock_that_jumps_ahead_removes_nothing(self, young: Path, tmp_path: Path) -> None:
        with copied(young, tmp_path, datetime(2040, 1, 1, 9, 0, tzinfo=WIB)) as office:
            office.tick()
            assert VACANCIES in lists(office)
            at(office, 2027, 1, 5)
            number = approve(office, VACANCIES)  # the sheet was changed at a time when nothing was beyond its time
            for when in (datetime(2040, 1, 2, tzinfo=WIB), datetime(2027, 1, 6, tzinfo=WIB)):
                office.clock.now = when
                assert office.tick().disposed == 0
            assert number not in str(lists(office))
            assert all(kept(office).values())

    def test_a_longer_time_in_the_settings_counts_at_once(self, office: LocalOffice) -> None:
        with office.config.open("a") as file:
            file.write("[retention]\nvacancies = 7\n")
        approve(office, VACANCIES)
        assert office.tick().disposed == 0
        assert VACANCIES not in lists(office)
        assert all(kept(office).values())


NAMES = st.sampled_from(["Rina", "", "  ", 5, True, "#N/A", "=A1", None, "Budi Santoso"])


class TestForgery:
    @settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(st.tuples(st.sampled_from([CLOSED, OPEN, "L2026-00000000", "L2026", "K26-0001", "", 7]), NAMES)),
        day=st.dates(date(2027, 1, 5), date(2031, 11, 26)),
    )
    def test_nothing_that_is_typed_removes_what_is_not_over(self, forged, rows, day) -> None:
        before = kept(forged)
        forged.clock.now = datetime(day.year, day.month, day.day, 9, tzinfo=WIB)
        with forged.sheet.open() as book:
            sheet = book["Pemusnahan"]
            sheet.delete_rows(2, 100)
            for number, (key, name) in enumerate(rows, start=2):
                for column, cell in ((1, key), (2, "Lowongan Kerja"), (4, "1 Jan 2020"), (5, name)):
                    sheet.cell(number, column).value = cell
        assert retain(forged) == 0
        assert kept(forged) == before

    @pytest.fixture
    def forged(self, young: Path, tmp_path: Path) -> Iterator[LocalOffice]:
        with copied(young, tmp_path, OLD) as copy:
            yield copy


VICTIM = """
import os, signal, sys
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from flows.lock import run_lock
from flows.office import open_office
from flows.run import Run
from flows.settings import load

folder, moment, where, after = sys.argv[1:]
settings = load(Path(folder, "loker.toml"))

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def dying(real):
    def call(*args, **named):
        if after == "after":
            real(*args, **named)
        die()
    return call

with run_lock(settings.folder), open_office(settings, clock=lambda: datetime.fromisoformat(moment)) as office:
    run = Run(office)
    run.observe()
    owner, _, name = where.rpartition(".")
    if owner == "removal":
        from flows.ledger.removal import Removal as target
    else:
        target = attrgetter(owner)(office)
    setattr(target, name, dying(getattr(target, name)))
    run.retain()
    die()
"""
STEPS = (
    "ledger.disposals.approve", "archive.keep", "ledger.archive.add", "removal.remove", "ledger.trail.append",
    "ledger.disposals.done", "ledger.disposals.list", "archive.remove", "ledger.disposals.swept",
)  # fmt: skip
SAMPLE = {("archive.keep", "after"), ("ledger.disposals.done", "before"), ("ledger.disposals.done", "after"),
          ("archive.remove", "before")}  # fmt: skip
DEATHS = [
    pytest.param(where, when, marks=() if (where, when) in SAMPLE else pytest.mark.soak)
    for where in STEPS
    for when in ("before", "after")
]


class TestKills:
    @pytest.mark.parametrize(("where", "when"), DEATHS)
    def test_record_and_removal_agree_whenever_it_dies(self, office: LocalOffice, where: str, when: str) -> None:
        numbers = {approve(office, which) for which in (VACANCIES, RECAPS)}
        died = subprocess.run(
            [sys.executable, "-c", VICTIM, str(office.folder), office.clock().isoformat(), where, when], check=False
        )
        assert died.returncode == -9
        self.agree(office)
        retain(office)
        self.agree(office)
        assert not any(kept(office).values())
        assert files(office) == {f"berita-acara/pemusnahan-{number.lower()}.pdf" for number in numbers}
        assert whole(office)
        with office.open() as opened:
            told = [entry.subject for entry in opened.ledger.trail if entry.step == "dispose"]
            assert sorted(told) == sorted(numbers)

    def agree(self, office: LocalOffice) -> None:
        """A list is done, its report is in the archive as its entry says, and its records are gone; or none of it."""
        with office.open() as opened:
            reports = {entry.subject: entry for entry in opened.ledger.archive.entries("disposal")}
            recaps = {entry.path for entry in opened.ledger.archive.entries("recap")}
            done = {number: one for number, one in opened.ledger.disposals.all().items() if one.done_at}
            assert reports.keys() == done.keys()
            for number, entry in reports.items():
                assert opened.archive.digest(entry.path) == entry.sha256
                assert done[number].record == entry.path
            gone = {subject for one in done.values() for subject in one.subjects}
        assert any(kept(office).values()) is (CLOSED not in gone)
        assert not recaps & gone
        assert recaps <= files(office)
