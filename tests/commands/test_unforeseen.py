"""What nobody foresaw: a step that fails, and a start that fails."""

from __future__ import annotations

import json
import subprocess
import sys

from flows.commands import COULD_NOT_RUN, NEEDS_A_PERSON
from flows.run import Run
from flows.workbook.xlsx import XlsxWorkbook
from tests.commands.office import LOKER, loker


def test_a_step_that_fails_keeps_no_other_from_its_work_and_is_told_without_its_words(
    office, prefect_server, monkeypatch
):
    monkeypatch.setattr(Run, "deliver", lambda run: {}["ani@example.com"])
    result = loker("run", "--json", "--config", office.config)
    assert json.loads(result.stdout)["errors"] == ["KeyError"]
    assert result.exit_code == NEEDS_A_PERSON
    status = XlsxWorkbook(office.folder / "loker.xlsx").read(["Status"])["Status"]
    assert "3 menunggu" in str(status[1][2])


def test_what_fails_before_anything_was_read_is_no_run():
    command = [sys.executable, "-P", "-c", f"import flows.commands.check as c; c.check = len; {LOKER[-1]}", "check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, "TypeError" in result.stderr) == (COULD_NOT_RUN, True)


def test_it_says_where_the_lock_cannot_be_made(office):
    (office.folder / ".loker.lock").mkdir()
    result = loker("run", "--config", office.config)
    assert result.exit_code == COULD_NOT_RUN
    assert str(office.folder / ".loker.lock") in result.stderr
