"""The flow ``deliver-mail``: a further worker sends what the office's runs have queued, on this machine or another."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt
from flows.under_way import run_beside


@flow(name="deliver-mail", description=__doc__)
def deliver_mail(config: Path | None = None) -> None:
    """Send announcements, corrections and invitations until none waits; needs a ledger in PostgreSQL.

    Any number of these may run beside the office's own run.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    with run_beside(config) as run:
        attempt(run, "read-workbook", run.observe)
        attempt(run, "deliver-mail", run.deliver)
        run.raise_failures()
