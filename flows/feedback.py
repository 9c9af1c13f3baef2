"""The flows ``collect-feedback`` and ``request-feedback``: partners are asked for results, and answer (step 4)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import run_of


@flow(name="collect-feedback", description="Fetch what partners answered in a form that is not the office's own.")
def collect_feedback(config: Path | None = None, part_of_cycle: bool = False) -> None:
    """Take answers into the ledger; the hosted form does so by itself.

    ``config`` is the path of ``loker.toml`` on the worker. As ``part_of_cycle`` it leaves the workbook to its parent.
    """
    with run_of(config) as run:
        attempt(run, "collect-answers", run.collect)
        if part_of_cycle:
            run.raise_failures()
        else:
            step("read-workbook", run.observe)
            conclude(run)


@flow(
    name="request-feedback", description="Ask partners for results, remind them, and have staff call the silent ones."
)
def request_feedback(config: Path | None = None, since: date | None = None, part_of_cycle: bool = False) -> None:
    """Queue requests, reminders and the mails to staff, and deliver them.

    ``since`` also takes in vacancies that the ledger never announced, whose recruitment ended on that day or later. As
    ``part_of_cycle`` it leaves delivery and the workbook to its parent.
    """
    with run_of(config) as run:
        if not part_of_cycle:
            attempt(run, "collect-answers", run.collect)
            step("read-workbook", run.observe)
        attempt(run, "queue-requests", lambda: run.request_feedback(since))
        if part_of_cycle:
            run.raise_failures()
        else:
            attempt(run, "deliver-mail", run.deliver)
            conclude(run)
