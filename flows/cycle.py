"""The flow ``office-cycle``, every 10 minutes: read, check, decide what is due now, do it, write back."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.alarm import watched
from flows.announce import announce_vacancies
from flows.events import run_events
from flows.feedback import collect_feedback, request_feedback
from flows.recap import make_recap
from flows.retention import apply_retention
from flows.returns import read_returns
from flows.tasks import attempt, conclude, step
from flows.under_way import cycle_under_way, run_of


@flow(name="office-cycle", description=__doc__)
def office_cycle(config: Path | None = None) -> None:
    """One tick of the office; what fails is told to the administrator.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    with watched(config) as watch, run_of(config) as run, cycle_under_way():
        watch.run = run
        run.attempt(lambda: collect_feedback(config))
        if run.office.settings.returns.host:
            run.attempt(lambda: read_returns(config))
        step("read-workbook", run.observe)
        run.attempt(lambda: request_feedback(config))
        run.attempt(lambda: make_recap(config))
        run.attempt(lambda: run_events(config))
        run.attempt(lambda: announce_vacancies(config))  # and delivers what all have queued
        attempt(run, "measure", run.measure)
        run.attempt(lambda: apply_retention(config))
        conclude(run)
