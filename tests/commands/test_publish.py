"""`loker publish`: the public page as files, from the ledger alone."""

from __future__ import annotations

import re
from pathlib import Path

from tests.commands.office import Office, loker


def online(office: Office) -> None:
    with office.config.open("a", encoding="utf-8") as config:
        config.write('[site]\nurl = "https://karir.example.ac.id"\n')


def test_it_writes_the_page_and_a_second_time_nothing(office: Office) -> None:
    online(office)
    first = loker("publish", "--config", office.config)
    assert first.exit_code == 0
    assert re.search(r"public: \d+ files, of which \d+ were written; 0 removed", first.stdout)
    assert (office.folder / "public" / "prosedur" / "rekrutmen-kerja" / "index.html").is_file()
    assert "of which 0 were written; 0 removed" in loker("publish", "--config", office.config).stdout


def test_it_writes_elsewhere(office: Office, tmp_path: Path) -> None:
    online(office)
    assert loker("publish", "--config", office.config, "--into", tmp_path / "web").exit_code == 0
    assert (tmp_path / "web" / "index.html").is_file()
    assert not (office.folder / "public").exists()


def test_without_an_address_it_says_what_to_set(office: Office) -> None:
    result = loker("publish", "--config", office.config)
    assert result.exit_code == 2
    assert "site.url" in result.stderr


def test_a_file_is_no_folder(office: Office) -> None:
    online(office)
    result = loker("publish", "--config", office.config, "--into", office.config)
    assert (result.exit_code, "That is no folder" in result.stderr) == (2, True)
