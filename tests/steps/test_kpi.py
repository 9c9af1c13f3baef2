"""*KPI* and the warning of the last quarter, over whole runs; and what an idle run does not do."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import insert

from flows.ledger import schema
from flows.office import Office
from flows.steps import kpi
from tests.steps.local_office import STAFF, LocalOffice, vacancy
from tests.steps.sheet import WIB, cells

Make = Callable[..., LocalOffice]
NO_ACTIVITY = "KPI B.1.17.3"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


def activity(**changes: Any) -> dict[str, Any]:
    sound = {
        "Jenis": "Rekrutmen di Kampus", "Judul": "Job Fair", "Perusahaan": "PT Maju", "Mulai": "12/03/2026 09:00",
        "Status": "Setuju", "Disetujui Oleh": "Rina", "Jumlah Hadir": 214,
    }  # fmt: skip
    return sound | cells(changes)


def shown(made: LocalOffice, year: int = 2026) -> dict[str, dict[str, Any]]:
    """The tab's rows of a year by *Indikator*."""
    return {row["Indikator"]: row for row in made.sheet.rows("KPI") if row["Tahun"] == year}


def warned(made: LocalOffice) -> bool:
    return any(NO_ACTIVITY in row["Masalah"] for row in made.sheet.rows("Masalah"))


@contextmanager
def pages(status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A site on the loopback, and which paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def published(made: LocalOffice, url: str) -> None:
    made.configure()
    made.config.write_text(f'{made.config.read_text("utf-8")}[web]\npublic_url = "{url}"\n', "utf-8")


class TestTheTab:
    def test_it_shows_a_year_after_the_first_announcement(self, office: Make) -> None:
        made = office(vacancy())
        assert made.sheet.rows("KPI") == []
        made.tick()
        rows = shown(made)
        assert len(rows) == 9
        assert (rows["Lowongan"]["Nilai"], rows["Jangkauan"]["Nilai"]) == (1, 3)
        assert rows["Lowongan"]["Sumber"].startswith("L26-")
        assert rows["B.1.17.3"]["Nilai"] is None, "the ledger began in November: who knows what there was before"
        assert "web.public_url" in rows["B.1.17.4"]["Bukti"]

    def test_an_event_is_shown_by_the_next_run_and_its_attendance_too(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.sheet.add("Kegiatan", activity(Jumlah_Hadir=None))
        made.later(minutes=10)
        made.later(minutes=10)
        assert shown(made)["B.1.17.3"]["Bukti"].startswith(
            "Job Fair bersama PT Maju, 12 Mar 2026, kehadiran belum dicatat"
        )
        made.sheet.set("Kegiatan", "Job Fair", Jumlah_Hadir=214)
        made.later(minutes=10)
        assert (shown(made)["B.1.17.3"]["Nilai"], shown(made)["Kegiatan"]["Nilai"]) == (1, 1)
        assert "214 hadir" in shown(made)["B.1.17.3"]["Bukti"]

    def test_those_who_were_checked_in_count_until_staff_type_a_number(self, office: Make) -> None:
        made = office(vacancy())
        made.sheet.add("Kegiatan", activity(Jumlah_Hadir=None))
        made.tick()
        made.later(minutes=10)
        [event] = [row["ID"] for row in made.sheet.rows("Kegiatan")]
        with made.open() as opened, opened.ledger.store.write() as connection:
            usual = {"event": event, "name": "Ani", "programme": "IF", "at": opened.clock(), "source": "staf"}
            connection.execute(insert(schema.attendance), [usual | {"nim": str(number)} for number in range(7)])
        made.later(minutes=10)
        assert "7 hadir" in shown(made)["B.1.17.3"]["Bukti"]

    def test_other_changes_are_shown_the_next_day(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.sheet.add("Lowongan", vacancy("Kasir", Segera="Ya"))
        made.later(hours=1)
        made.later(hours=1)
        assert len(made.inbox()) == 3
        assert shown(made)["Lowongan"]["Nilai"] == 1
        made.later(days=1)
        assert shown(made)["Lowongan"]["Nilai"] == 2

    def test_what_staff_overwrite_is_written_again(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        before = made.sheet.rows("KPI")
        with made.sheet.open() as book:
            book["KPI"]["D2"] = 99
        made.later(minutes=10)
        assert made.sheet.rows("KPI") == before

    def test_five_years_on_it_shows_five_the_newest_first(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.later(days=6 * 365)
        found = [row["Tahun"] for row in made.sheet.rows("KPI")]
        assert found == sorted(found, reverse=True)
        assert sorted(set(found)) == [2028, 2029, 2030, 2031, 2032]
        assert shown(made, 2030)["Jangkauan"]["Nilai"] == 0

    def test_letters_of_a_year_that_is_over_are_counted_once(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        made.clock.now = datetime(2027, 1, 15, 9, 0, tzinfo=WIB)
        made.tick()
        with made.open() as opened:
            assert opened.ledger.notes.get("kpi_reached") is None, "a doubt may still be settled"
        made.later(days=30)
        with made.open() as opened:
            assert opened.ledger.notes.get("kpi_reached") == {"2026": 3}
            opened.ledger.notes.put(kpi_reached={"2026": 1_834})
        made.later(days=1)
        assert shown(made)["Jangkauan"]["Nilai"] == 1_834


class TestAnIdleRun:
    def test_it_reckons_nothing(self, office: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        made = office(vacancy())
        made.tick()
        reckoned: list[Office] = []
        real = kpi.measured
        monkeypatch.setattr(kpi, "measured", lambda of, *rest, **more: reckoned.append(of) or real(of, *rest, **more))
        for _ in range(3):
            made.later(minutes=10)
        assert reckoned == []
        made.later(days=1)
        assert len(reckoned) == 1

    def test_reckoning_loads_no_pandas(self) -> None:
        program = "import flows.steps.kpi, flows.commands.kpi, sys; print({'pandas', 'requests'} & sys.modules.keys())"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"


class TestTheWarning:
    def test_it_comes_on_1_october_goes_to_staff_and_leaves_with_a_plan(self, office: Make) -> None:
        made = office(vacancy())
        made.clock.now = datetime(2026, 9, 30, 7, 30, tzinfo=WIB)
        made.tick()
        assert not warned(made)
        made.clock.now = datetime(2026, 10, 1, 7, 30, tzinfo=WIB)
        made.tick()
        [row] = [row for row in made.sheet.rows("Masalah") if NO_ACTIVITY in row["Masalah"]]
        assert (row["Tab"], row["Kolom"], row["Nilai"]) == ("Kegiatan", "Mulai", "2026")
        [mail] = made.mails(STAFF)
        assert NO_ACTIVITY in mail.text
        made.sheet.add("Kegiatan", activity(Mulai="05/12/2026 09:00", Jumlah_Hadir=None))
        made.later(minutes=10)
        assert not warned(made)
        made.later(minutes=10)
        assert "Direncanakan: Job Fair bersama PT Maju, 5 Des 2026" in shown(made)["B.1.17.3"]["Bukti"]
        made.sheet.set("Kegiatan", "Job Fair", Status="Batal")
        made.later(days=1)
        assert warned(made), "what is called off connects nobody"

    def test_a_row_that_staff_delete_was_held_all_the_same(self, office: Make) -> None:
        made = office(vacancy())
        made.clock.now = datetime(2026, 9, 1, 7, 30, tzinfo=WIB)
        made.sheet.add("Kegiatan", activity())
        made.tick()
        made.later(minutes=20)
        made.sheet.delete("Kegiatan", "Job Fair")
        made.clock.now = datetime(2026, 10, 1, 7, 30, tzinfo=WIB)
        made.tick()
        assert not warned(made)

    def test_it_is_last_year_s_on_new_year_s_day(self, office: Make) -> None:
        made = office(vacancy())
        made.clock.now = datetime(2026, 9, 30, 7, 30, tzinfo=WIB)
        made.tick()
        made.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=WIB)
        made.tick()
        assert warned(made)
        made.later(minutes=40)
        assert not warned(made)


class TestPages:
    def test_they_are_looked_at_once_a_day(self, office: Make) -> None:
        made = office(vacancy())
        with pages() as (url, asked):
            published(made, url)
            made.tick()
            made.later(minutes=10)
            made.later(hours=8)
            procedures = ["pendaftaran-alumni", "rekrutmen-kerja", "pelacakan-alumni", "kesempatan-kerja"]
            published_then = {"/", "/prosedur/", *(f"/prosedur/{one}/" for one in procedures)}
            assert (set(asked), len(asked)) == (published_then, 6)
            assert shown(made)["B.1.17.4"]["Nilai"] == "100%"
            assert shown(made)["B.1.17.4"]["Sumber"].startswith(f"{url}/, {url}/prosedur/")
            made.clock.now = datetime(2026, 11, 25, 0, 1, tzinfo=WIB)
            made.tick()
            assert len(asked) == 12
            assert shown(made)["B.1.17.4"]["Bukti"].startswith("2 dari 2 pemeriksaan")

    def test_one_that_asks_for_a_login_is_on_record_and_the_run_goes_on(self, office: Make) -> None:
        made = office(vacancy())
        with pages(401) as (url, _):
            published(made, url)
            report = made.tick()
        assert (report.errors, report.sent) == ([], 3)
        row = shown(made)["B.1.17.4"]
        assert row["Nilai"] == "0%"
        assert f"{url}/prosedur/pelacakan-alumni/ meminta login (HTTP 401)" in row["Bukti"]

    def test_one_that_never_answers_holds_nobody_up(self, office: Make) -> None:
        made = office(vacancy())
        with socket.create_server(("127.0.0.1", 0)) as silent:
            published(made, f"http://127.0.0.1:{silent.getsockname()[1]}")
            with made.open() as opened:
                kpi.check_pages(opened, seconds=0.2)
                checks = opened.ledger.page_checks.since(datetime(2026, 1, 1, tzinfo=WIB))
        assert {check.result for check in checks} == {"timeout"}

    def test_without_a_public_address_nothing_is_looked_at(self, office: Make) -> None:
        made = office(vacancy())
        made.tick()
        with made.open() as opened:
            assert opened.ledger.page_checks.last() is None

    def test_a_rehearsal_looks_at_nothing(self, office: Make) -> None:
        from flows.commands.run import rehearse

        made = office(vacancy())
        with pages() as (url, asked):
            published(made, url)
            rehearse("cycle", made.config)
        assert asked == []
