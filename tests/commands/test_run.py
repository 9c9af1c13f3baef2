"""`loker run`: what it prints, its exit codes, and the table of its counts."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from flows.commands import COULD_NOT_RUN, DONE, NEEDS_A_PERSON
from flows.commands.run import _STEPS
from flows.lock import run_lock
from flows.procedure.announcing import Step
from flows.workbook.xlsx import XlsxWorkbook
from tests.commands.office import ALUMNI, LOKER, loker, vacancy

pytestmark = pytest.mark.early

REPORT = {
    "vacancies", "problems", "held", "announced", "queued", "withdrawn", "sent", "deferred", "refused", "unknown",
    "waiting", "asked", "handed_over", "answered", "set_aside", "paused", "resume_at", "seconds", "messages_per_second",
    "steps", "errors", "dry_run", "recaps", "disposed", "to_dispose", "emptied", "invited", "published", "returned",
    "unreachable", "left_by_mail", "forwarded",
}  # fmt: skip


def test_it_refuses_a_flow_that_is_not_there(office):
    result = loker("run", "panen", "--config", office.config)
    assert (result.exit_code, result.stdout) == (COULD_NOT_RUN, "")
    assert "use one of announce, deliver, events, feedback, recap, retention, returns, cycle" in result.stderr


def test_a_day_to_begin_from_is_for_the_requests_alone(office):
    result = loker("run", "cycle", "--since", "2026-08-01", "--config", office.config)
    assert result.exit_code == COULD_NOT_RUN
    assert "run `loker run feedback --since DATE`" in result.stderr


def test_it_asks_partners_about_what_was_announced_before_it(office, prefect_server, monkeypatch):
    monkeypatch.setenv("LOKER_FEEDBACK__HOURS", "0,24")
    monkeypatch.setattr("flows.procedure.workdays.WorkingTime.is_workday", lambda working, day: True)
    past = f"{datetime.now(UTC) - timedelta(days=20):%d/%m/%Y}"
    contact = ["", "PT Galangan Samudra", "Sari", "sari@galangan.example"]
    office.write(vacancy(**{"Batas Lamaran": past}), partners=[contact])
    since = f"{datetime.now(UTC) - timedelta(days=30):%Y-%m-%d}"
    for asked in (1, 0):
        result = loker("run", "feedback", "--since", since, "--json", "--config", office.config)
        assert json.loads(result.stdout)["asked"] == asked
    assert office.box.counts() == {"sari@galangan.example": 1}


def test_it_sends_counts_and_the_second_time_has_nothing_to_do(office, prefect_server):
    first = loker("run", "--json", "--config", office.config)
    report = json.loads(first.stdout)
    assert report.keys() == REPORT
    assert (report["sent"], report["queued"], report["problems"], report["dry_run"]) == (3, 3, 1, False)
    assert report["messages_per_second"] > 0
    assert first.exit_code == NEEDS_A_PERSON
    second = loker("run", "--json", "--config", office.config)
    assert [json.loads(second.stdout)[count] for count in ("sent", "queued", "waiting")] == [0, 0, 0]
    assert office.box.counts() == {row[2]: 1 for row in ALUMNI}


def test_it_is_done_when_nobody_is_needed(office, prefect_server):
    office.write(vacancy())
    result = loker("run", "announce", "--config", office.config)
    assert result.exit_code == DONE, result.output
    assert "messages sent 3" in " ".join(result.stdout.split())
    status = XlsxWorkbook(office.folder / "loker.xlsx").read(["Status"])["Status"]
    assert "3 terkirim" in str(status[1][2])


def test_it_ends_with_1_when_the_mail_account_cannot_be_used_and_still_writes_status(
    office, prefect_server, monkeypatch
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


def test_it_waits_beside_no_other_run_but_says_so(office):
    with run_lock(office.folder):
        command = [*LOKER, "run", "--config", str(office.config)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == COULD_NOT_RUN
    assert result.stderr.startswith("loker: Another run of this office is under way.")


def test_rehearsed_it_says_what_a_run_would_do(office):
    result = loker("run", "--dry-run", "--json", "--config", office.config)
    report = json.loads(result.stdout)
    assert report.keys() == REPORT
    assert (report["queued"], report["waiting"], report["sent"], report["dry_run"]) == (3, 3, 0, True)
    assert result.exit_code == NEEDS_A_PERSON


def test_every_step_of_a_vacancy_has_its_line_in_the_table():
    assert sorted(name for _, names in _STEPS for name in names) == sorted(step.name.lower() for step in Step)
