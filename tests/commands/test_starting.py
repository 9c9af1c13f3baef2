"""`loker init`, `loker check`, and what holds for every command."""

from __future__ import annotations

import subprocess

import pytest
from openpyxl import Workbook

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.workbook.xlsx import XlsxWorkbook
from tests.commands.office import LOKER, loker, vacancy

SECRET = "kata-sandi-rahasia"


@pytest.fixture(autouse=True)
def _no_prefect_server(monkeypatch):
    """Other tests of this process start one, which does not know this office."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


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
        assert {file.name for file in folder.iterdir()} == {
            "events.toml", "feedback.toml", "loker.toml", "loker.xlsx", "programmes.toml",
        }  # fmt: skip
        assert "Rincian Prodi" in XlsxWorkbook(folder / "loker.xlsx").read(["Respon"])["Respon"][0]
        config = folder / "loker.toml"
        assert f"loker check --config {config}" in result.stdout
        assert "mail: needs sender" in loker("check", "--config", config).stderr
        text = config.read_text("utf-8").replace('sender = ""', 'sender = "karir@example.ac.id"')
        text = text.replace('"smtp.gmail.com"', '"127.0.0.1"').replace('"ssl" ', '"none"')
        config.write_text(text.replace("port = 465", f"port = {office.box.port}"), "utf-8")
        result = loker("check", "--config", config)
        assert result.exit_code == NEEDS_A_PERSON
        assert "wrong    staff: nobody gets previews" in result.stdout
        config.write_text(config.read_text("utf-8").replace("staff = []", 'staff = ["staf@example.ac.id"]'), "utf-8")
        assert loker("check", "--config", config).exit_code == DONE

    @pytest.mark.parametrize("name", ["events.toml", "feedback.toml", "loker.toml", "loker.xlsx", "programmes.toml"])
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
    @pytest.fixture(autouse=True)
    def _somebody_is_staff(self, monkeypatch):
        monkeypatch.setenv("LOKER_OFFICE__STAFF", "staf@example.ac.id")

    def test_it_is_content_with_an_office_in_order(self, office):
        office.write(vacancy())
        result = loker("check", "--config", office.config)
        assert result.exit_code == DONE
        said = [line.split()[0] for line in result.stdout.partition("What would happen")[0].splitlines() if line]
        assert set(said) == {"good", "unclear"}
        assert "unclear  SPF, DKIM and DMARC: DNS does not answer about example.ac.id" in result.stdout
        assert "queued, counted by vacancy and person 3" in " ".join(result.stdout.split())

    def test_it_ends_with_1_when_a_row_needs_somebody(self, office):
        assert loker("check", "--config", office.config).exit_code == NEEDS_A_PERSON

    def test_a_file_that_is_no_workbook_is_wrong(self, office):
        (office.folder / "loker.xlsx").write_bytes(b"bukan buku kerja")
        result = loker("check", "--config", office.config)
        assert result.exit_code == COULD_NOT_RUN
        assert "wrong    workbook: " in result.stdout

    def test_a_workbook_without_our_tabs_is_wrong(self, office):
        book = Workbook()
        book.save(office.folder / "loker.xlsx")
        result = loker("check", "--config", office.config)
        assert result.exit_code == COULD_NOT_RUN
        assert "The workbook has no tab Lowongan, Alumni" in result.stdout

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


def test_the_demo_leaves_another_office_alone(office):
    before = office.files()
    result = loker("demo", office.folder)
    assert result.exit_code == COULD_NOT_RUN
    assert "not a demo" in result.stderr
    assert office.files() == before
