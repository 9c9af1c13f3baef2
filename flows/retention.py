"""The flow ``apply-retention``: records that are beyond their kept time go once staff approve (section 4)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import run_of


@flow(name="apply-retention", description=__doc__)
def apply_retention(config: Path | None = None, part_of_cycle: bool = False) -> None:
    """List what is beyond its time, dispose of what was approved, and empty old messages.

    ``config`` is the path of ``loker.toml`` on the worker. As ``part_of_cycle`` it leaves the workbook to its parent.
    """
    with run_of(config) as run:
        if not part_of_cycle:
            step("read-workbook", run.observe)
        attempt(run, "dispose-of-records", lambda: run.retain(at_once=not part_of_cycle))
        attempt(run, "empty-messages", run.empty_messages)
        if part_of_cycle:
            run.raise_failures()
        else:
            conclude(run)
