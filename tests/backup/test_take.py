"""What is in a backup, and what is not: secrets are left out and named; the command says so."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from flows.backup.configuration import amended
from flows.backup.manifest import BackupError
from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from tests.commands.office import loker
from tests.steps.local_office import ANI, LocalOffice, local_office, vacancy

PASSWORD = "kata-sandi-rahasia"


@pytest.fixture
def office(tmp_path: Path):
    folder = tmp_path / "kantor"
    folder.mkdir()
    with local_office(folder, vacancy()) as office:
        office.tick()
        with office.open() as opened:
            _ = opened.links.opt_out(1), opened.links.token("staff", 1)  # makes the key
            opened.archive.keep("2026/rekap.pdf", b"%PDF rekap")
        (folder / "feedback.toml").write_bytes(Path("config/feedback.toml").read_bytes())
        with office.config.open("a") as config:
            config.write('[web]\nsecret_key_file = "secret.key"\n')
        yield office


def names(backup: Path) -> set[str]:
    with zipfile.ZipFile(backup) as archive:
        return set(archive.namelist())


def everything(backup: Path) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


class TestBackup:
    def test_it_holds_the_whole_office_but_for_its_secrets(self, office: LocalOffice, tmp_path: Path) -> None:
        text = office.config.read_text().replace('password = ""', f'password = "{PASSWORD}"')
        office.config.write_text(text.replace('user = ""', 'user = "karir"'))
        result = loker("backup", tmp_path, "--config", office.config)
        (backup,) = tmp_path.glob("loker-*.zip")
        assert result.exit_code == DONE
        assert names(backup) == {
            "manifest.json", "ledger/loker.db", "workbook/loker.xlsx", "archive/2026/rekap.pdf", "config/loker.toml",
            "config/feedback.toml",
        }  # fmt: skip
        assert "not in it: mail.password\nnot in it: web.secret_key_file\n" in result.stdout
        assert PASSWORD.encode() not in everything(backup)
        assert (office.folder / "secret.key").read_bytes() not in everything(backup)
        assert backup.stat().st_mode & 0o077 == 0
        assert office.config.read_text().count(PASSWORD) == 1

    def test_a_folder_that_is_not_there_yet_is_made(self, office: LocalOffice, tmp_path: Path) -> None:
        assert loker("backup", tmp_path / "harian", "--config", office.config).exit_code == DONE
        assert len(list((tmp_path / "harian").glob("loker-*.zip"))) == 1

    def test_with_secrets_it_holds_them_and_says_so(self, office: LocalOffice, tmp_path: Path) -> None:
        text = office.config.read_text().replace('password = ""', 'password = "file:sandi"')
        office.config.write_text(text)
        (office.folder / "sandi").write_text(PASSWORD)
        result = loker("backup", tmp_path / "b.zip", "--with-secrets", "--config", office.config)
        assert {"secrets/secret.key", "secrets/mail.password"} <= names(tmp_path / "b.zip")
        assert "It holds the office's secrets" in result.stdout
        assert loker("restore", tmp_path / "b.zip", tmp_path / "baru").exit_code == DONE
        assert (tmp_path / "baru" / "sandi").read_text() == PASSWORD
        assert (tmp_path / "baru" / "secret.key").read_bytes() == (office.folder / "secret.key").read_bytes()
        assert (tmp_path / "baru" / "secret.key").stat().st_mode & 0o077 == 0

    def test_it_replaces_nothing_and_leaves_nothing_half_way(self, office: LocalOffice, tmp_path: Path) -> None:
        (tmp_path / "b.zip").write_text("milik orang lain")
        result = loker("backup", tmp_path / "b.zip", "--config", office.config)
        assert (result.exit_code, (tmp_path / "b.zip").read_text()) == (COULD_NOT_RUN, "milik orang lain")
        (office.folder / "loker.xlsx").write_bytes(b"rusak")
        assert loker("backup", tmp_path / "c.zip", "--config", office.config).exit_code == COULD_NOT_RUN
        assert {file.name for file in tmp_path.iterdir()} == {"b.zip", "kantor"}

    def test_it_says_what_the_archive_lacks(self, office: LocalOffice, tmp_path: Path) -> None:
        with closing(sqlite3.connect(office.folder / "loker.db")) as ledger, ledger:
            ledger.execute(
                "INSERT INTO archived VALUES ('2026/hilang.pdf','recap','','',1,0,'00','','',0,'2031-01-01')"
            )
        result = loker("backup", tmp_path / "b.zip", "--config", office.config)
        assert result.exit_code == NEEDS_A_PERSON
        assert "The archive lacks 2026/hilang.pdf" in result.stdout


class TestRestore:
    def test_it_asks_for_the_key_that_is_not_in_the_backup(self, office: LocalOffice, tmp_path: Path) -> None:
        loker("backup", tmp_path / "b.zip", "--config", office.config)
        result = loker("restore", tmp_path / "b.zip", tmp_path / "baru")
        assert result.exit_code == COULD_NOT_RUN
        assert "--key" in result.stderr
        (tmp_path / "lain.key").write_text("x" * 64)
        result = loker("restore", tmp_path / "b.zip", tmp_path / "baru", "--key", tmp_path / "lain.key")
        assert "not the key of this office" in result.stderr
        assert not (tmp_path / "baru").exists()
        key = office.folder / "secret.key"
        result = loker("restore", tmp_path / "b.zip", tmp_path / "baru", "--key", key)
        assert result.exit_code == DONE
        assert "run `loker resume`" in result.stdout
        assert (tmp_path / "baru" / "secret.key").read_bytes() == key.read_bytes()
        assert {file.name for file in tmp_path.iterdir()} == {"b.zip", "baru", "kantor", "lain.key"}

    def test_the_new_office_is_whole_and_in_its_own_folder(self, office: LocalOffice, tmp_path: Path) -> None:
        outside = tmp_path / "jauh"
        outside.mkdir()
        for name, to in (("loker.xlsx", "buku.xlsx"), ("arsip", "arsip")):
            (office.folder / name).rename(outside / to)
        text = office.config.read_text().replace('"loker.xlsx"', f'"{outside}/buku.xlsx"')
        office.config.write_text(f'{text}[archive]\nfolder = "{outside}/arsip"\n')
        loker("backup", tmp_path / "b.zip", "--config", office.config)
        result = loker("restore", tmp_path / "b.zip", tmp_path / "baru", "--new-key")
        assert result.exit_code == DONE
        assert "workbook.path named a place outside" in result.stdout
        new = tmp_path / "baru"
        assert (new / "loker.xlsx").read_bytes() == (outside / "buku.xlsx").read_bytes()
        assert (new / "arsip" / "2026" / "rekap.pdf").read_bytes() == b"%PDF rekap"
        assert loker("audit", "verify", "--config", new / "loker.toml").exit_code == DONE
        said = json.loads(loker("status", "--json", "--config", new / "loker.toml").stdout)
        assert said["units"]["sent"] == 3
        assert said["restored"]

    def test_check_and_run_say_that_it_sends_nothing(self, office: LocalOffice, tmp_path: Path) -> None:
        loker("backup", tmp_path / "b.zip", "--config", office.config)
        loker("restore", tmp_path / "b.zip", tmp_path / "baru", "--new-key")
        config = tmp_path / "baru" / "loker.toml"
        assert "wrong    restored: nothing is sent" in loker("check", "--config", config).stdout
        assert loker("resume", "--config", config).exit_code == DONE
        assert "restored" not in loker("check", "--config", config).stdout
        assert loker("resume", "--config", config).exit_code == COULD_NOT_RUN

    def test_a_variable_that_leads_to_another_ledger_stops_it(
        self, office: LocalOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loker("backup", tmp_path / "b.zip", "--config", office.config)
        before = (office.folder / "loker.db").read_bytes()
        monkeypatch.setenv("LOKER_LEDGER__URL", f"sqlite:///{office.folder}/loker.db")
        result = loker("restore", tmp_path / "b.zip", tmp_path / "baru", "--new-key")
        assert result.exit_code == COULD_NOT_RUN
        assert "LOKER_LEDGER__URL" in result.stderr
        assert (office.folder / "loker.db").read_bytes() == before
        assert not (tmp_path / "baru").exists()

    def test_who_was_erased_is_not_in_the_pages_that_are_free(self, office: LocalOffice, tmp_path: Path) -> None:
        loker("forget", ANI, "--yes", "--config", office.config)
        loker("backup", tmp_path / "b.zip", "--config", office.config)
        with zipfile.ZipFile(tmp_path / "b.zip") as archive:
            assert ANI.encode() not in archive.read("ledger/loker.db")


class TestConfiguration:
    TEXT = '# kantor\n[mail]\npassword = "satu dua"  # sandi aplikasi\nhost = "x"\n'

    def test_a_value_is_exchanged_and_the_rest_stays(self) -> None:
        assert amended(self.TEXT, {"mail.password": ""}) == self.TEXT.replace("satu dua", "")

    def test_a_key_that_is_not_there_is_written_in_its_section(self) -> None:
        assert '[mail]\nuser = "a\\"b"\n' in amended(self.TEXT, {"mail.user": 'a"b'})
        assert amended(self.TEXT, {"ledger.url": "x://y"}).endswith('[ledger]\nurl = "x://y"\n')

    def test_one_password_for_two_mailboxes_goes_from_both(self) -> None:
        text = self.TEXT + '[returns]\npassword = "satu dua"\n'
        assert "satu dua" not in amended(text, {"mail.password": "", "returns.password": ""})

    @pytest.mark.parametrize("text", ['[mail]\npassword = "x"\nhost = "x"\n', '[mail]\npassword = "a\\u0062"\n'])
    def test_one_that_cannot_be_exchanged_alone_is_refused(self, text: str) -> None:
        with pytest.raises(BackupError, match="without touching others"):
            amended(text, {"mail.password": ""})
