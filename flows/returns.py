"""The flow ``read-returns``: mail that came back, complaints, opt-outs and answers are taken from the mailbox."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import is_part, run_of


@flow(name="read-returns", description=__doc__)
def read_returns(config: Path | None = None) -> None:
    """Read what is new, and show in *Masalah* which addresses are not written to any more.

    As a part of the cycle it reads when ``returns.every_minutes`` are over, and leaves the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    part = is_part()
    with run_of(config) as run:
        attempt(run, "read-mailbox", lambda: run.read_returns(at_once=not part))
        if part:
            run.raise_failures()
        else:
            step("read-workbook", run.observe)
            conclude(run)
