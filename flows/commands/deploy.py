"""``loker deploy``: tell a Prefect server of the flows, for its workers or for `loker up`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.commands import DONE
from flows.deployments import DeploymentError, as_known, prefect_for, prepared
from flows.engine import ENGINE_FOLDER
from flows.settings import find, load


def deploy(config: Path | None, pool: str, *, say: Callable[[str], object]) -> int:
    """Register the office's flows, on the work pool if one is named. Raises `DeploymentError`."""
    settings, file = load(config), find(config).absolute()
    with prefect_for(settings.folder / ENGINE_FOLDER) as url:
        if pool:
            _there(pool)
        for one in as_known(prepared(file, settings.office.timezone, pool=pool or None)):
            one.apply()
            when = ", ".join(_when(schedule) for schedule in one.schedules or []) or "on demand"
            say(f"{one.flow_name}/{one.name}: {when}")
    say(f"Registered at {url}.")
    if pool:
        say(f"Start a worker on each machine: .venv/bin/prefect worker start --pool {pool}.")
    else:
        say("They run where `loker up` runs.")
    return DONE


def _there(pool: str) -> None:
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(pool)
        except ObjectNotFound:
            raise DeploymentError(
                "The Prefect server has no such work pool",
                where=f"--pool {pool}",
                cure=f"make it: .venv/bin/prefect work-pool create --type process {pool}",
            ) from None


def _when(schedule: object) -> str:
    rule = schedule.schedule  # type: ignore[attr-defined]
    paused = "" if schedule.active is not False else " (paused)"  # type: ignore[attr-defined]
    return f"{rule.cron} {rule.timezone}{paused}"
