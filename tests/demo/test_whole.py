"""The demo as a newcomer runs it, twice, without Prefect around it: real workbook, real ledger, real SMTP."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from flows.demo.content import mistakes
from flows.demo.folder import opened
from flows.demo.show import show
from flows.report import Report
from flows.under_way import run_of

pytestmark = pytest.mark.early

STAFF = "staf.karir@example.ac.id"
MAILING_LIST = "alumni-akuntansi@milis.example.ac.id"


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Jakarta")).date()


def run_demo(folder) -> tuple[Report, Counter[str], str]:
    """One `loker demo`: the run's report, who has how much mail by now, and what was printed."""
    console = Console(file=StringIO(), width=200)
    with opened(folder, today()) as demo:
        with run_of(demo.config) as run:
            for step in (run.observe, run.announce, run.deliver, run.write_back):
                run.attempt(step)
            run.raise_failures()
            show(demo, run.office.workbook, console)
        return run.report, demo.box.counts(), console.file.getvalue()


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return run_demo(folder), run_demo(folder)


def test_it_announces_what_is_right_and_holds_what_is_wrong(runs):
    report = runs[0][0]
    assert report.announced == 33
    assert report.held == len(mistakes()["Lowongan"])
    assert report.errors == []


def test_it_sends_each_alumnus_one_mail_the_mailing_list_its_own_and_staff_theirs(runs):
    report, boxes, printed = runs[0]
    assert boxes.total() == report.sent > 1900
    assert {address for address, count in boxes.items() if count > 1} <= {STAFF}
    assert boxes[MAILING_LIST] == 1
    assert boxes[STAFF] >= 1
    assert "mail.html" in printed


def test_it_sends_nothing_the_second_time(runs):
    report, boxes, printed = runs[1]
    assert (report.sent, report.queued) == (0, 0)
    assert boxes == runs[0][1]
    assert "nothing new to send" in printed
