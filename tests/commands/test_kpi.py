"""`loker kpi`: a table for a person, one object for a program."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.commands import COULD_NOT_RUN, DONE
from flows.workbook.xlsx import XlsxWorkbook
from tests.commands.office import loker

YEAR = datetime.now(ZoneInfo("Asia/Jakarta")).year


def test_it_prints_one_object(office) -> None:
    office.work()
    result = loker("kpi", "--json", "--config", office.config)
    assert result.exit_code == DONE
    shown = json.loads(result.stdout)
    assert shown["activity_missing"] is False
    assert {measure["year"] for measure in shown["measures"]} == {YEAR}
    by_key = {measure["key"]: measure for measure in shown["measures"]}
    assert len(by_key) == 9
    assert (by_key["alumni_reached"]["value"], by_key["vacancies_announced"]["value"]) == (3, 1)
    assert by_key["answer_rate"]["value"] is None, "unknown is not zero"


def test_it_prints_a_table_in_which_unknown_is_a_dash(office) -> None:
    office.work()
    result = loker("kpi", YEAR, "--config", office.config)
    assert result.exit_code == DONE
    assert "B.1.17.3" in result.stdout
    assert "—" in result.stdout


def test_an_office_without_a_past_says_so(office) -> None:
    assert "Nothing is on record yet" in loker("kpi", "--config", office.config).stdout


def test_a_year_of_which_nothing_is_known_has_no_zeros(office) -> None:
    office.work()
    result = loker("kpi", YEAR - 10, "--json", "--config", office.config)
    assert {measure["value"] for measure in json.loads(result.stdout)["measures"]} == {None}


def test_a_year_that_is_to_come_is_refused(office) -> None:
    result = loker("kpi", YEAR + 1, "--config", office.config)
    assert result.exit_code == COULD_NOT_RUN
    assert f"The year {YEAR + 1} is still to come" in result.stderr


def test_the_cycle_keeps_the_tab(office, prefect_server) -> None:
    loker("run", "--config", office.config)
    headings, *rows = XlsxWorkbook(office.folder / "loker.xlsx").read(["KPI"])["KPI"]
    assert headings[:4] == ["Tahun", "Indikator", "Uraian", "Nilai"]
    assert ["Jangkauan", 3] in [[row[1], row[3]] for row in rows]
