"""Steps as Prefect tasks: one task a step, nothing about people in names, parameters, results or artifacts."""

from __future__ import annotations

from collections.abc import Callable

from prefect import Task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.run import Run


def step(name: str, work: Callable[[], object]) -> None:
    """Do a step as a task of the flow under way. No retries: what may be repeated is decided by the ledger."""
    Task(work, name=name, cache_policy=NO_CACHE, retries=0, persist_result=False)()


def attempt(run: Run, name: str, work: Callable[[], object]) -> None:
    """As `step`, but a failure waits until the other steps have done what they can."""
    run.attempt(lambda: step(name, work))


def conclude(run: Run) -> None:
    """Write back, leave the counts as an artifact, and fail the flow if a step failed."""
    attempt(run, "write-back", run.write_back)
    run.attempt(lambda: _leave_counts(run))
    run.raise_failures()


def _leave_counts(run: Run) -> None:
    counts = {name: value for name, value in run.report.as_dict().items() if isinstance(value, int | float)}
    create_table_artifact([{"what": name, "count": count} for name, count in counts.items()], key="loker-run")
