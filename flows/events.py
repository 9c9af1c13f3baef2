"""The flow ``run-events``: alumni are invited to events on campus, told of changes, and reminded (step 3)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import is_part, run_of


@flow(name="run-events", description=__doc__)
def run_events(config: Path | None = None) -> None:
    """Queue invitations, changes, cancellations and reminders, and deliver them; by itself at once, as a part of the
    cycle invitations wait for the digest's hour.

    As a part of the cycle it leaves delivery and the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    part = is_part()
    with run_of(config, by_hand=True) as run:
        if not part:
            step("read-workbook", run.observe)
        attempt(run, "queue-invitations", run.hold_events)
        if part:
            run.raise_failures()
        else:
            attempt(run, "deliver-mail", run.deliver)
            conclude(run)
