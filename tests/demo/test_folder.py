"""The demo's folder: made once, kept afterwards, and never over somebody's office."""

from __future__ import annotations

import os
from datetime import date

import pytest

from flows import settings
from flows.demo.folder import opened, prepare
from flows.errors import SettingsError
from flows.workbook.xlsx import XlsxWorkbook

TODAY = date(2026, 11, 24)


def test_it_writes_a_workbook_and_settings_that_load(tmp_path):
    config = prepare(tmp_path / "demo", TODAY)
    loaded = settings.load(config)
    assert loaded.announce.settle_minutes == 0
    grid = XlsxWorkbook(loaded.path(loaded.workbook.path)).read(["Lowongan"])["Lowongan"]
    assert grid[1][1] == "PT Galangan Samudra Nusa"


def test_it_leaves_a_demo_as_it_is(tmp_path):
    config = prepare(tmp_path, TODAY)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert prepare(tmp_path, date(2027, 1, 1)) == config
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["loker.toml", "loker.xlsx"])
def test_it_refuses_a_folder_with_another_office_in_it(tmp_path, name):
    (tmp_path / name).write_text("[office]\n")
    with pytest.raises(SettingsError, match=r"not a demo.*Cure: give another folder"):
        prepare(tmp_path, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_it_leads_the_settings_to_its_mail_server_while_it_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("LOKER_MAIL__PORT", "26")
    with opened(tmp_path, TODAY) as demo:
        assert settings.load(demo.config).mail.port == demo.box.port
        assert demo.filed_before == 0
    assert os.environ["LOKER_MAIL__PORT"] == "26"
    monkeypatch.delenv("LOKER_MAIL__PORT")
    with opened(tmp_path, TODAY):
        pass
    assert "LOKER_MAIL__PORT" not in os.environ
