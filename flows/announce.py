"""The flow ``announce-vacancies``: approved vacancies go to the alumni they are meant for (steps 1 and 2)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import is_part, run_of


@flow(name="announce-vacancies", description=__doc__)
def announce_vacancies(config: Path | None = None) -> None:
    """Queue what is due and deliver it; by itself at once, as a part of the cycle at the digest's hour.

    As a part of the cycle it leaves reading and writing the workbook to its parent.

    Args:
        config: Path of ``loker.toml`` on the worker; without it the working directory's is taken.
    """
    part = is_part()
    with run_of(config, by_hand=True) as run:
        if not part:
            step("read-workbook", run.observe)
        attempt(run, "queue-announcements", run.announce)
        attempt(run, "publish-pages", run.publish)
        attempt(run, "deliver-mail", run.deliver)
        if part:
            run.raise_failures()
        else:
            conclude(run)
