"""What stops a run, or a part of it: staff, an open workbook, the mail account, another run."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from flows.errors import AlreadyRunning, MailError
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice, alumnus, vacancy

Make = Callable[..., LocalOffice]
EVERYBODY = {ANI: 1, BUDI: 1, CITRA: 1}


class TestJeda:
    def test_nothing_leaves_while_it_stands_and_all_does_after_it(self, office: Make) -> None:
        made = office(vacancy())
        made.sheet.set("Kendali", "Jeda", Nilai="Ya")
        report = made.tick()
        assert (report.sent, report.waiting, report.paused) == (0, 3, True)
        assert made.sheet.status("Juru Las")["Langkah Berikut"] == "Pengiriman sedang dijeda (tab Kendali)"
        made.sheet.set("Kendali", "Jeda", Nilai="Tidak")
        assert made.later(minutes=10).sent == 3

    @pytest.mark.parametrize("connections", [1, 4])
    def test_set_while_a_run_sends_it_stops_that_within_a_batch(self, office: Make, connections: int) -> None:
        people = [alumnus(number, f"a{number}@example.com") for number in range(1_000)]
        made = office(vacancy(), alumni=people, connections=connections)
        made.server.delay = 0.001 * connections

        def pause() -> None:
            while len(made.server.messages) < 10:
                time.sleep(0.01)
            made.sheet.set("Kendali", "Jeda", Nilai="Ya")
            self.sent_by_then = len(made.server.messages)

        colleague = threading.Thread(target=pause)
        colleague.start()
        report = made.tick()
        colleague.join()
        assert report.paused
        assert report.sent == len(made.server.messages) <= self.sent_by_then + 100 * connections
        assert report.waiting == 1_000 - report.sent > 0
        assert made.sheet.status("Juru Las")["Langkah Berikut"] == "Pengiriman sedang dijeda (tab Kendali)"
        made.server.delay = 0
        assert made.later(minutes=10).sent == 0
        made.sheet.set("Kendali", "Jeda", Nilai="Tidak")
        made.later(minutes=10)
        assert made.inbox() == Counter({person["Email"]: 1 for person in people})

    @pytest.mark.parametrize("value", ["Ya?", "#N/A"])
    def test_what_cannot_be_understood_stops_as_well(self, office: Make, value: str) -> None:
        made = office(vacancy())
        made.sheet.set("Kendali", "Jeda", Nilai=value)
        assert made.tick().paused
        assert made.inbox() == {}


@pytest.mark.parametrize("lock", [".~lock.loker.xlsx#", "~$loker.xlsx"])
class TestAnOpenWorkbook:
    def test_new_rows_wait_until_their_ids_can_be_written(self, office: Make, lock: str) -> None:
        made = office(vacancy(Segera="Ya"))
        (made.folder / lock).write_text(",Rina,komputer,;", encoding="utf-8")
        report = made.tick()
        assert report.sent == 0
        assert any("is open in" in error for error in report.errors)
        assert "Rina" not in str(report.as_dict()), "who has it open is for the terminal, not for a log"
        (made.folder / lock).unlink()
        assert made.later(minutes=10).sent == 3
        assert made.sheet.status("Juru Las")["Tahap"].endswith("3 terkirim")

    def test_rows_that_have_theirs_are_sent_and_shown_at_the_next_run(self, office: Make, lock: str) -> None:
        made = office(vacancy())
        made.clock.forward(hours=-5)
        made.tick()
        (made.folder / lock).write_text("x", encoding="utf-8")
        assert made.later(hours=5).sent == 3
        assert made.sheet.status("Juru Las")["Tahap"] == "Disetujui"
        (made.folder / lock).unlink()
        assert made.later(minutes=10).sent == 0
        assert made.sheet.status("Juru Las")["Tahap"] == "Diumumkan 24 Nov 2026 09.00 · 3 terkirim"


class TestTheMailAccount:
    def test_a_wrong_password_fails_the_run_after_everything_else_was_done(self, office: Make) -> None:
        made = office(vacancy(), user="karir@example.ac.id", password="salah")
        made.server.users = {"karir@example.ac.id": "benar"}
        with pytest.raises(MailError, match="password"):
            made.tick()
        assert made.sheet.status("Juru Las")["Tahap"] == "Diumumkan 24 Nov 2026 09.00 · 0 terkirim · 3 menunggu"
        made.configure(user="karir@example.ac.id", password="benar")
        assert made.later(minutes=10).sent == 3
        assert made.inbox() == EVERYBODY

    def test_a_server_that_stops_the_account_for_the_day_is_not_asked_again_before(self, office: Make) -> None:
        made = office(vacancy())
        made.server.__exit__()
        made.server.script = {"BODY": [None, "550 5.4.5 Daily user sending limit exceeded"]}
        made.server.__enter__()
        made.configure()
        report = made.tick()
        assert (report.sent, report.waiting) == (1, 2)
        assert "Sisanya dikirim mulai 25 Nov 2026" in made.sheet.status("Juru Las")["Langkah Berikut"]
        asked = made.server.connections
        assert made.later(hours=23).sent == 0
        assert made.server.connections == asked
        assert "Sisanya dikirim mulai 25 Nov 2026" in made.sheet.status("Juru Las")["Langkah Berikut"]
        assert made.later(hours=1, minutes=1).sent == 2
        assert made.inbox() == EVERYBODY


class TestASecondRun:
    def test_it_is_refused_politely(self, office: Make) -> None:
        made = office(vacancy())
        with made.open():
            command = [sys.executable, "-c", "from flows.cli import main; main()", "run", "--config", str(made.config)]
            second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert second.returncode == 2
        assert "Another run of this office is under way" in second.stderr
        assert "Cure: wait until it ends" in second.stderr
        assert "Traceback" not in second.stderr
        assert made.tick().sent == 3

    def test_a_thread_of_the_same_process_is_another_run_too(self, office: Make) -> None:
        made = office(vacancy())
        refused: list[Exception] = []

        def second() -> None:
            try:
                made.tick()
            except AlreadyRunning as error:
                refused.append(error)

        with made.open():
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()
        assert len(refused) == 1
        assert made.inbox() == {}
