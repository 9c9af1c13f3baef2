"""The flow ``make-recap``: what partners answered becomes a recap, archived once approved, and sent (steps 5 and 6)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import is_part, run_of


@flow(name="make-recap", description=__doc__)
def make_recap(config: Path | None = None) -> None:
    """Draft the recaps of *Periode*, make final what is approved, and deliver them.

    As a part of the cycle it leaves delivery and the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    part = is_part()
    with run_of(config) as run:
        if not part:
            attempt(run, "collect-answers", run.collect)
            step("read-workbook", run.observe)
        attempt(run, "make-recaps", run.recap)
        if part:
            run.raise_failures()
        else:
            attempt(run, "deliver-mail", run.deliver)
            conclude(run)
