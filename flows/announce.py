"""The flow ``announce-vacancies``: approved vacancies go to the alumni they are meant for (steps 1 and 2)."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.tasks import attempt, conclude, step
from flows.under_way import run_of


@flow(name="announce-vacancies", description=__doc__)
def announce_vacancies(config: Path | None = None, part_of_cycle: bool = False) -> None:
    """Queue what is due and deliver it; by itself at once, as a part of the cycle at the digest's hour.

    ``config`` is the path of ``loker.toml`` on the worker (default: as `flows.settings.find` looks for it). As
    ``part_of_cycle`` it leaves reading and writing the workbook to its parent.
    """
    with run_of(config, by_hand=True) as run:
        if not part_of_cycle:
            step("read-workbook", run.observe)
        attempt(run, "queue-announcements", run.announce)
        attempt(run, "publish-pages", run.publish)
        attempt(run, "deliver-mail", run.deliver)
        if part_of_cycle:
            run.raise_failures()
        else:
            conclude(run)
