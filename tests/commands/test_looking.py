"""`loker preview`, `loker status`, and that commands which only look change nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.mail.interface import State
from flows.workbook.xlsx import XlsxWorkbook
from tests.commands.office import ALUMNI, NEWCOMER, loker, vacancy


class TestPreview:
    def test_it_shows_a_vacancy_as_an_alumnus_reads_it(self, office, tmp_path):
        office.work()  # which gives it its ID
        page = tmp_path / "surel.html"
        number = XlsxWorkbook(office.folder / "loker.xlsx").read(["Lowongan"])["Lowongan"][1][0]
        result = loker("preview", str(number).lower(), "--html", page, "--config", office.config)
        assert result.exit_code == DONE
        assert result.stdout.startswith("Backend Developer · PT Galangan Samudra · sampai ")
        for shown in (result.stdout, page.read_text("utf-8")):
            assert "Halo Nama Alumni" in shown
            assert "hrd@galangan.example" in shown

    def test_it_says_where_the_ids_are(self, office):
        result = loker("preview", "L99-9999", "--config", office.config)
        assert result.exit_code == COULD_NOT_RUN
        assert "There is no well-formed vacancy L99-9999. Where: tab Lowongan." in result.stderr


class TestStatus:
    def test_it_counts_units_by_state_and_needs_a_person_for_one_in_doubt(self, office):
        office.work()
        result = loker("status", "--json", "--config", office.config)
        counts = dict.fromkeys([state.value for state in State], 0)
        shown = {"units": counts | {"sent": 3}, "messages_24h": 3, "daily_limit": 2000, "waiting": {}, "in_doubt": 0}
        said = json.loads(result.stdout)
        assert (result.exit_code, said | shown) == (DONE, said)
        (run,) = said["runs"]
        assert (run["sent"], run["errors"]) == (3, [])
        with closing(sqlite3.connect(office.folder / "loker.db")) as ledger, ledger:
            ledger.execute("UPDATE message SET state = 'unknown' WHERE id = (SELECT min(id) FROM message)")
            ledger.execute("UPDATE matter SET tally = NULL")  # the counts were closed when all were sent
        result = loker("status", "--config", office.config)
        assert result.exit_code == NEEDS_A_PERSON
        words = result.stdout.split()
        assert words[words.index("unknown") + 1] == "1"
        assert "3 of 2,000" in result.stdout


class TestWhatOnlyLooks:
    """Workbook and ledger stay as they are, byte for byte, and no mail goes out."""

    COMMANDS = (
        ["check"],
        ["run", "--dry-run"],
        ["run", "announce", "--dry-run", "--json"],
        ["preview", "L26-0001"],
        ["status"],
        ["status", "--json"],
        ["kpi"],
        ["kpi", "2020", "--json"],
    )

    def test_it_changes_nothing_of_an_office_at_work(self, office):
        office.work()
        office.write(vacancy(), vacancy(Posisi="Frontend Developer"), alumni=[*ALUMNI, NEWCOMER])
        before, filed = office.files(), office.box.counts()
        for command in self.COMMANDS:
            loker(*command, "--config", office.config)
            assert office.files() == before, command
        assert office.box.counts() == filed

    def test_it_leaves_no_record_in_a_new_office(self, office):
        before = office.files()
        for command in self.COMMANDS:
            loker(*command, "--config", office.config)
            after = office.files()
            assert {name: after[name] for name in before} == before, command
            assert after.keys() - before.keys() <= {"loker.db"}, command
        assert json.loads(loker("status", "--json", "--config", office.config).stdout)["units"]["queued"] == 0
        assert len(list(office.box.messages())) == 0
