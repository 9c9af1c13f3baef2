"""The demo's content: believable, relative to any day, and wrong only where it means to be."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.demo.content import mistakes, rows
from flows.procedure.desk import read_desk
from flows.procedure.programmes import Catalogue
from flows.procedure.values import Fault, email, nim, text
from flows.share import share
from flows.workbook.reading import read_rows
from flows.workbook.tabs import ALUMNI, VACANCIES, staff_tabs

DAYS = [date(2026, 11, 24), date(2027, 12, 31), date(2028, 2, 29)]
ALUMNI_MISTAKES = [
    "cell_missing", "email_doubled", "email_malformed", "email_malformed", "email_several", "formula_error",
    "nim_doubled", "number_for_text", "number_unreadable", "programme_unknown",
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(share() / "config" / "programmes.toml")


@pytest.fixture(scope="module")
def content(catalogue):
    return rows(DAYS[0], catalogue)


def column(content, tab, heading):
    return [row[tab.headings.index(heading)] for row in content[tab.title]]


class TestRows:
    def test_it_fills_every_staff_tab_as_wide_as_its_columns(self, content):
        assert set(content) == {tab.title for tab in staff_tabs()}
        for tab in staff_tabs():
            assert content[tab.title], tab.title
            assert {len(row) for row in content[tab.title]} == {len(tab.columns)}
            assert not any(row[tab.headings.index(name)] for row in content[tab.title]
                           for name in ("ID", "Tahap") if name in tab.headings)  # fmt: skip

    def test_it_is_the_same_for_the_same_day(self, content, catalogue):
        assert rows(DAYS[0], catalogue) == content

    def test_it_keeps_away_from_addresses_and_numbers_that_could_be_somebody_s(self, content):
        assert all("example" in address.lower() for address in column(content, ALUMNI, "Email") if address)
        typed = [text(cell) for tab in content.values() for row in tab for cell in row]
        # Gmail and the like would be somebody's; numbers that begin with 08…-0000 are not given out.
        assert not [cell for cell in typed if re.search(r"@(?![\w.-]*example)[\w-]+\.", cell, re.I)]
        phones = [found for cell in typed for found in re.findall(r"\b0?8\d\d[-. ]?\d{4}[-. ]?\d{3,4}\b", cell)]
        assert phones
        assert all("0000" in found for found in phones)


@pytest.mark.parametrize("today", DAYS)
def test_it_has_just_the_problems_that_it_means_to_show(catalogue, today):
    content = rows(today, catalogue)
    grids = {tab.title: [list(tab.headings), *content[tab.title]] for tab in staff_tabs()}
    found = {tab.title: read_rows(tab, grids[tab.title])[0] for tab in staff_tabs()}
    desk = read_desk(found, grids["Alumni"], catalogue, today=today, tz=ZoneInfo("Asia/Jakarta"))
    shown: dict[str, list[str]] = {tab.title: [] for tab in staff_tabs()}
    for problem in desk.problems:
        shown[problem.tab].append(problem.code)
    assert sorted(shown.pop("Alumni")) == ALUMNI_MISTAKES
    assert shown == mistakes()
    assert len(desk.vacancies) == len(content["Lowongan"]) - len(shown["Lowongan"])
    assert len(desk.alumni) > 1980


class TestVacancies:
    def test_it_has_vacancies_in_every_state(self, content):
        states = Counter(column(content, VACANCIES, "Status"))
        assert states["Setuju"] > 35
        assert {"Pratinjau", "Draf", "Batal", "Tutup"} <= set(states)
        assert column(content, VACANCIES, "Segera").count("Ya") >= 3

    def test_it_writes_dates_as_staff_do_in_many_ways(self, content):
        deadlines = column(content, VACANCIES, "Batas Lamaran")
        assert {"12 Des 2026", "15/12/2026", "2026-12-09", "Minggu, 6 Desember 2026", "31 Februari 2027"} <= {
            *deadlines
        }
        assert any(isinstance(deadline, date) for deadline in deadlines)

    def test_it_concerns_every_study_programme(self, content, catalogue):
        typed = {
            part.strip() for cell in column(content, VACANCIES, "Sasaran") for part in cell.replace(";", ",").split(",")
        }
        named = {found.code for part in typed if (found := catalogue.find(part))}
        assert named == {programme.code for programme in catalogue.programmes}


class TestAlumni:
    def test_it_makes_two_thousand_of_all_programmes_with_a_handful_of_mistakes(self, content, catalogue):
        programmes = [catalogue.find(typed) for typed in column(content, ALUMNI, "Prodi")]
        assert len(programmes) == 2000
        assert programmes.count(None) == 2
        assert len(Counter(found.code for found in programmes if found)) == 25
        assert sum(isinstance(nim(cell), Fault) for cell in column(content, ALUMNI, "NIM")) == 1
        assert sum(isinstance(email(cell), Fault) for cell in column(content, ALUMNI, "Email")) == 3
        assert [year for year in column(content, ALUMNI, "Tahun Lulus") if not isinstance(year, int)] == ["2O21"]

    def test_it_lets_some_go_on_to_a_second_degree_under_the_same_address(self, content):
        people = Counter(zip(column(content, ALUMNI, "Nama"), column(content, ALUMNI, "Email"), strict=True))
        assert 5 <= sum(count == 2 for count in people.values()) <= 40

    def test_it_has_people_who_stopped_and_people_who_read_english(self, content):
        assert 20 < column(content, ALUMNI, "Status Email").count("Berhenti") < 80
        assert column(content, ALUMNI, "Bahasa").count("Inggris") > 100


def test_it_gives_moments_without_a_zone_as_a_sheet_does(content):
    starts = [row[4] for row in content["Kegiatan"]]
    assert starts == [datetime(2026, 12, 26, 9), "18 Des 2026, pukul 13.30"]
