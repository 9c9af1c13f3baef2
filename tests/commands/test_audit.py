"""``loker audit`` as an administrator types it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from flows.ledger.ledger import Ledger
from flows.office import now
from flows.settings import load
from tests.commands.office import Office, loker, vacancy

THIS = now().year


@pytest.fixture
def lived(office: Office) -> Office:
    """One vacancy announced, and a run after it."""
    office.write(vacancy())
    for _ in range(2):
        office.work()
    return office


def spoil(office: Office, statement: str) -> None:
    ledger = Ledger(load(office.config).ledger_url)
    with ledger.store.write() as connection:
        connection.execute(text(statement))
    ledger.close()


def test_a_year_s_file_is_written_where_it_is_wanted(lived: Office, tmp_path: Path) -> None:
    target = tmp_path / "berkas.zip"
    done = loker("audit", THIS, "--output", target, "--config", lived.config)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.output.startswith(f"{target}: 1 vacancies, ")
    with zipfile.ZipFile(target) as pack:
        assert pack.testzip() is None
        assert "indeks.pdf" in pack.namelist()


def test_without_a_place_it_is_written_here(lived: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert loker("audit", THIS, "--config", lived.config).exit_code == 0
    assert (tmp_path / f"audit-{THIS}.zip").is_file()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("26", "is no year"), ("2026x", "is no year"), ("２０２６", "is no year"), ("9999", "still to come")],
)
def test_what_is_no_year_is_said(office: Office, typed: str, said: str) -> None:
    done = loker("audit", typed, "--config", office.config)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_place_that_cannot_be_written_is_said(lived: Office, tmp_path: Path) -> None:
    done = loker("audit", THIS, "--output", tmp_path / "nowhere" / "a.zip", "--config", lived.config)
    assert done.exit_code == 2
    assert "--output" in done.stderr
    assert "Traceback" not in done.output


def test_a_trail_that_is_whole(lived: Office) -> None:
    done = loker("audit", "verify", "--config", lived.config)
    assert done.exit_code == 0
    assert "The trail is whole." in done.output
    assert loker("audit", "verify", "--output", "x", "--config", lived.config).exit_code == 2


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE trail SET subject = 'L26-9999' WHERE number = 2", "entry 2 does not fit entry 1"),
        ("DELETE FROM trail WHERE number = 1", "entry 1 is missing; entry 2 cannot be checked"),
        ("DELETE FROM trail WHERE number > 2", "the trail tells of less than there is: announce"),
    ],
)
def test_a_trail_that_is_not_what_it_was(lived: Office, statement: str, said: str) -> None:
    spoil(lived, statement)
    done = loker("audit", "verify", "--config", lived.config)
    assert done.exit_code == 1
    assert said in done.output
    assert "Cure: " in done.output
    audited = loker("audit", THIS, "--output", lived.folder / "a.zip", "--config", lived.config)
    assert audited.exit_code == 1
    assert "see `loker audit verify`" in audited.output
