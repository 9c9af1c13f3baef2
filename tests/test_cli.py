"""The command as an administrator types it: what it prints, its exit codes, and what it leaves alone."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import COULD_NOT_RUN, DONE, NEEDS_A_PERSON, app
from flows.commands.run import _STEPS
from flows.demo.mailbox import Mailbox
from flows.mail.interface import State
from flows.procedure.announcing import Step
from flows.run import run_lock, run_of
from flows.workbook.blank import write_blank
from flows.workbook.interface import Cell
from flows.workbook.tabs import VACANCIES
from flows.workbook.xlsx import XlsxWorkbook

LOKER = [sys.executable, "-P", "-c", "from flows.cli import main; main()"]
SECRET = "kata-sandi-rahasia"
ALUMNI = [
    [f"424220100{n}", name, f"{name.lower()}@example.com", "Teknik Informatika", 2024]
    for n, name in enumerate(["Ani", "Budi", "Citra"])
]
NEWCOMER: list[Cell] = ["4242201009", "Dewi", "dewi@example.com", "Teknik Informatika", 2024]
REPORT = {
    "vacancies", "problems", "held", "announced", "queued", "withdrawn", "sent", "deferred", "refused", "unknown",
    "waiting", "paused", "resume_at", "seconds", "messages_per_second", "steps", "errors", "dry_run",
}  # fmt: skip


def loker(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def vacancy(**cells: Cell) -> list[Cell]:
    deadline = datetime.now(ZoneInfo("Asia/Jakarta")) + timedelta(days=20)
    usual: dict[str, Cell] = {
        "Perusahaan": "PT Galangan Samudra", "Posisi": "Backend Developer", "Jenis": "Penuh waktu", "Lokasi": "Batam",
        "Deskripsi": "Membangun layanan.", "Sasaran": "Teknik Informatika", "Cara Melamar": "hrd@galangan.example",
        "Batas Lamaran": f"{deadline:%d/%m/%Y}", "Status": "Setuju", "Disetujui Oleh": "Ratna",
    }  # fmt: skip
    return [(usual | cells).get(heading) for heading in VACANCIES.headings]


@dataclass
class Office:
    """A small office with a mail server of its own."""

    folder: Path
    box: Mailbox

    @property
    def config(self) -> Path:
        return self.folder / "loker.toml"

    def write(self, *vacancies: list[Cell], alumni: list[list[Cell]] = ALUMNI, mail: str = "") -> None:
        write_blank(self.folder / "loker.xlsx", {"Lowongan": vacancies, "Alumni": alumni})
        self.config.write_text(
            f"""
            [office]
            name = "UPT-PKPK"
            [mail]
            host = "127.0.0.1"
            port = {self.box.port}
            security = "none"
            sender = "UPT-PKPK <karir@example.ac.id>"
            {mail}
            [announce]
            settle_minutes = 0
            hour = 0
            """,
            "utf-8",
        )

    def work(self) -> None:
        """A cycle, without Prefect around it."""
        with run_of(self.config) as run:
            for step in (run.observe, run.announce, run.deliver, run.write_back):
                step()

    def files(self) -> Mapping[str, bytes]:
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One vacancy that is right, and one that nobody approved."""
    with Mailbox(tmp_path / "box") as box:
        (tmp_path / "kantor").mkdir()
        office = Office(tmp_path / "kantor", box)
        office.write(vacancy(), vacancy(Posisi="Akuntan", **{"Disetujui Oleh": None}))
        yield office


class TestEveryCommand:
    @pytest.mark.parametrize("command", [["check"], ["run"], ["run", "--dry-run"], ["preview", "L26-0001"], ["status"]])
    def test_it_ends_with_2_and_one_line_when_there_are_no_settings(self, command, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        result = loker(*command)
        assert result.exit_code == COULD_NOT_RUN
        assert result.stdout == ""
        assert result.stderr.startswith("loker: There is no configuration file. Where: looked for ")
        assert result.stderr.count("\n") == 1
        assert list(tmp_path.iterdir()) == []

    def test_it_takes_the_settings_that_loker_config_names(self, office, monkeypatch):
        monkeypatch.setenv("LOKER_CONFIG", str(office.config))
        assert loker("status").exit_code == DONE

    def test_it_keeps_what_is_said_apart_from_what_is_wrong_as_a_program_of_its_own(self, tmp_path):
        result = subprocess.run([*LOKER, "status", "--json"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout) == (COULD_NOT_RUN, "")
        assert result.stderr.startswith("loker: There is no configuration file")

    def test_it_never_prints_a_secret(self, office, monkeypatch):
        monkeypatch.setenv("LOKER_MAIL__PASSWORD", SECRET)
        monkeypatch.setenv("LOKER_MAIL__USER", "karir@example.ac.id")
        results = [loker(*command, "--config", office.config) for command in (["check"], ["run", "--dry-run"])]
        monkeypatch.setenv("LOKER_MAIL__PORT", SECRET)
        results.append(loker("check", "--config", office.config))
        assert [result.exit_code for result in results] == [COULD_NOT_RUN, NEEDS_A_PERSON, COULD_NOT_RUN]
        assert "mail.port" in results[-1].stderr
        assert all(SECRET not in result.output for result in results)


class TestInit:
    def test_it_makes_what_check_takes_once_the_mail_account_is_filled_in(self, office, tmp_path):
        folder = tmp_path / "baru"
        result = loker("init", folder)
        assert result.exit_code == DONE
        assert sorted(file.name for file in folder.iterdir()) == ["loker.toml", "loker.xlsx", "programmes.toml"]
        config = folder / "loker.toml"
        assert f"loker check --config {config}" in result.stdout
        assert "mail: needs sender" in loker("check", "--config", config).stderr
        text = config.read_text("utf-8").replace('sender = ""', 'sender = "karir@example.ac.id"')
        text = text.replace('"smtp.gmail.com"', '"127.0.0.1"').replace('"ssl" ', '"none"')
        config.write_text(text.replace("port = 465", f"port = {office.box.port}"), "utf-8")
        assert loker("check", "--config", config).exit_code == DONE

    @pytest.mark.parametrize("name", ["loker.toml", "loker.xlsx", "programmes.toml"])
    def test_it_replaces_nothing(self, name, tmp_path):
        (tmp_path / name).write_text("milik orang lain")
        result = loker("init", tmp_path)
        assert result.exit_code == COULD_NOT_RUN
        assert f"There is a {name} already" in result.stderr
        assert [file.name for file in tmp_path.iterdir()] == [name]

    def test_it_says_that_a_local_workbook_is_not_one_of_google_s(self, office):
        result = loker("init", "--google", "--config", office.config)
        assert result.exit_code == COULD_NOT_RUN
        assert "workbook.provider" in result.stderr


class TestCheck:
    def test_it_is_content_with_an_office_in_order(self, office):
        office.write(vacancy())
        result = loker("check", "--config", office.config)
        assert result.exit_code == DONE
        assert result.stdout.split().count("good") == 4
        assert "queued, counted by vacancy and person 3" in " ".join(result.stdout.split())

    def test_it_ends_with_1_when_a_row_needs_somebody(self, office):
        assert loker("check", "--config", office.config).exit_code == NEEDS_A_PERSON

    @pytest.mark.parametrize(
        ("variable", "value", "part"),
        [
            ("LOKER_MAIL__PORT", "9", "mail account"),
            ("LOKER_MAIL__SECURITY", "starttls", "mail account"),
            ("LOKER_WORKBOOK__PATH", "hilang.xlsx", "workbook"),
            ("LOKER_LEDGER__URL", "sqlite:////dev/null/loker.db", "ledger"),
        ],
    )
    def test_it_ends_with_2_and_names_the_part_and_the_cure(self, office, monkeypatch, variable, value, part):
        monkeypatch.setenv(variable, value)
        result = loker("check", "--config", office.config)
        said = " ".join(result.stdout.split())
        assert result.exit_code == COULD_NOT_RUN
        assert f"wrong {part}: " in said
        assert "Cure: " in said
        assert said.count("wrong ") == 1
        assert len(list(office.box.messages())) == 0


class TestRun:
    def test_it_refuses_a_flow_that_is_not_there(self, office):
        result = loker("run", "panen", "--config", office.config)
        assert (result.exit_code, result.stdout) == (COULD_NOT_RUN, "")
        assert "use one of announce, cycle" in result.stderr

    def test_it_sends_counts_and_the_second_time_has_nothing_to_do(self, office, prefect_server):
        first = loker("run", "--json", "--config", office.config)
        report = json.loads(first.stdout)
        assert report.keys() == REPORT
        assert (report["sent"], report["queued"], report["problems"], report["dry_run"]) == (3, 3, 1, False)
        assert report["messages_per_second"] > 0
        assert first.exit_code == NEEDS_A_PERSON
        second = loker("run", "--json", "--config", office.config)
        assert [json.loads(second.stdout)[count] for count in ("sent", "queued", "waiting")] == [0, 0, 0]
        assert office.box.counts() == {row[2]: 1 for row in ALUMNI}

    def test_it_is_done_when_nobody_is_needed(self, office, prefect_server):
        office.write(vacancy())
        result = loker("run", "announce", "--config", office.config)
        assert result.exit_code == DONE, result.output
        assert "messages sent 3" in " ".join(result.stdout.split())
        status = XlsxWorkbook(office.folder / "loker.xlsx").read(["Status"])["Status"]
        assert "3 terkirim" in str(status[1][2])

    def test_it_ends_with_1_when_the_mail_account_cannot_be_used_and_still_writes_status(
        self, office, prefect_server, monkeypatch
    ):
        monkeypatch.setenv("LOKER_MAIL__SECURITY", "starttls")
        result = loker("run", "--json", "--config", office.config)
        report = json.loads(result.stdout)
        assert result.exit_code == NEEDS_A_PERSON
        assert report["sent"] == 0
        assert report["waiting"] == 3
        assert "does not offer" in report["errors"][0]
        status = XlsxWorkbook(office.folder / "loker.xlsx").read(["Status"])["Status"]
        assert "3 menunggu" in str(status[1][2])

    def test_it_waits_beside_no_other_run_but_says_so(self, office):
        with run_lock(office.folder):
            command = [*LOKER, "run", "--config", str(office.config)]
            result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == COULD_NOT_RUN
        assert result.stderr.startswith("loker: Another run of this office is under way.")

    def test_rehearsed_it_says_what_a_run_would_do(self, office):
        result = loker("run", "--dry-run", "--json", "--config", office.config)
        report = json.loads(result.stdout)
        assert report.keys() == REPORT
        assert (report["queued"], report["waiting"], report["sent"], report["dry_run"]) == (3, 3, 0, True)
        assert result.exit_code == NEEDS_A_PERSON


def test_every_step_of_a_vacancy_has_its_line_in_the_table():
    assert sorted(name for _, names in _STEPS for name in names) == sorted(step.name.lower() for step in Step)


class TestPreview:
    def test_it_shows_a_vacancy_as_an_alumnus_reads_it(self, office, tmp_path):
        office.work()  # which gives it its ID
        page = tmp_path / "surel.html"
        number = XlsxWorkbook(office.folder / "loker.xlsx").read(["Lowongan"])["Lowongan"][1][0]
        result = loker("preview", str(number), "--html", page, "--config", office.config)
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
        shown = {"units": counts | {"sent": 3}, "messages_24h": 3, "daily_limit": 2000}
        assert (result.exit_code, json.loads(result.stdout)) == (DONE, shown)
        with closing(sqlite3.connect(office.folder / "loker.db")) as ledger, ledger:
            ledger.execute("UPDATE message SET state = 'unknown' WHERE id = (SELECT min(id) FROM message)")
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


def test_the_demo_leaves_another_office_alone(office):
    before = office.files()
    result = loker("demo", office.folder)
    assert result.exit_code == COULD_NOT_RUN
    assert "not a demo" in result.stderr
    assert office.files() == before
