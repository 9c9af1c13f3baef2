"""`loker init --google` and the cycles after it, as an administrator and staff go through them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.workbook.tabs import ALUMNI, GUIDE_TITLE, TABS, VACANCIES
from tests.google_emulator import SERVICE, serving
from tests.smtp_server import Server
from tests.steps.google_world import SETTINGS, World, alumnus, misplaced, vacancy


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    """A spreadsheet as a member of staff made and shared it a moment ago."""
    with serving() as google, Server() as mail:
        book = google.create_spreadsheet("Lowongan Kerja", locale="en_US", timezone="Etc/GMT")
        google.write_credentials(tmp_path / "service-account.json")
        (tmp_path / "loker.toml").write_text(
            SETTINGS.format(book=book.id, endpoint=google.url, port=mail.port), encoding="utf-8"
        )
        yield World(google, book, mail, tmp_path)
        assert google.failures == []


def init(made: World) -> Result:
    return CliRunner().invoke(app, ["init", "--google", "--config", str(made.folder / "loker.toml")])


def test_it_makes_a_shared_spreadsheet_ready_for_the_first_cycle(made: World) -> None:
    result = init(made)
    assert result.exit_code == 0, result.output
    assert made.book.url.removesuffix("/edit") in result.output
    titles = [sheet.title for sheet in made.book.sheets]
    assert set(titles) >= {GUIDE_TITLE, *(tab.title for tab in TABS)}
    assert (made.book.properties["locale"], made.book.properties["timeZone"]) == ("id_ID", "Asia/Jakarta")

    made.type(ALUMNI, [alumnus(1)])
    made.type(VACANCIES, [vacancy(1), vacancy(2)])
    assert made.tick().sent == 1
    assert misplaced(made) == []


def test_it_changes_nothing_when_it_is_run_again_amid_the_work(made: World) -> None:
    init(made)
    made.type(ALUMNI, [alumnus(1)])
    made.type(VACANCIES, [vacancy(1), vacancy(2, Status="Draf")])
    made.staff.add_tab("Catatan staf", [["jangan dihapus"]])
    made.staff.insert_column("Lowongan", 4, "Diurus")
    made.staff.type("Lowongan", "D2", "Sari")
    made.tick()
    before = [(sheet.title, made.staff.rows(sheet.title)) for sheet in made.book.sheets]
    version = made.book.version

    assert init(made).exit_code == 0
    assert made.book.version == version
    assert [(sheet.title, made.staff.rows(sheet.title)) for sheet in made.book.sheets] == before
    made.next_day()
    assert made.tick().sent == 0
    assert made.rows(VACANCIES)[0]["Diurus"] == "Sari"


def test_it_names_whom_to_share_the_spreadsheet_with(made: World) -> None:
    made.google.unshare(made.book)
    result = init(made)
    assert result.exit_code == 2
    assert SERVICE in result.output
    made.google.share(made.book, SERVICE)
    assert init(made).exit_code == 0


def test_it_refuses_settings_of_a_local_file(tmp_path: Path) -> None:
    config = tmp_path / "loker.toml"
    config.write_text(
        '[office]\nname = "X"\n[mail]\nhost = "127.0.0.1"\nsender = "a@example.ac.id"\n', encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["init", "--google", "--config", str(config)])
    assert result.exit_code == 2
    assert "workbook.provider" in result.output
