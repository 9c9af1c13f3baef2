"""The flow ``apply-retention``: records that are beyond their kept time go once staff approve (section 4)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import is_part, run_of


@flow(name="apply-retention", description=__doc__)
def apply_retention(config: Path | None = None) -> None:
    """List what is beyond its time, dispose of what was approved, and empty old messages.

    As a part of the cycle it leaves the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    part = is_part()
    with run_of(config) as run:
        if not part:
            step("read-workbook", run.observe)
        attempt(run, "dispose-of-records", lambda: run.retain(at_once=not part))
        attempt(run, "empty-messages", run.empty_messages)
        if part:
            run.raise_failures()
        else:
            conclude(run)
