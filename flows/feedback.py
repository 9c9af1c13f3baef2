"""The flows ``collect-feedback`` and ``request-feedback``: partners are asked for results, and answer (step 4)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import is_part, run_of


@flow(name="collect-feedback", description="Fetch what partners answered in a form that is not the office's own.")
def collect_feedback(config: Path | None = None) -> None:
    """Take answers into the ledger; the hosted form does so by itself.

    As a part of the cycle it leaves the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    part = is_part()
    with run_of(config) as run:
        attempt(run, "collect-answers", run.collect)
        if part:
            run.raise_failures()
        else:
            step("read-workbook", run.observe)
            conclude(run)


@flow(
    name="request-feedback", description="Ask partners for results, remind them, and have staff call the silent ones."
)
def request_feedback(config: Path | None = None, since: date | None = None) -> None:
    """Queue requests, reminders and the mails to staff, and deliver them.

    As a part of the cycle it leaves delivery and the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
        since: Also take in vacancies that the ledger never announced, whose recruitment ended on that day or later.
    """
    part = is_part()
    with run_of(config) as run:
        if not part:
            attempt(run, "collect-answers", run.collect)
            step("read-workbook", run.observe)
        attempt(run, "queue-requests", lambda: run.request_feedback(since))
        if part:
            run.raise_failures()
        else:
            attempt(run, "deliver-mail", run.deliver)
            conclude(run)
