"""Which flows Prefect knows, when they run, and how many at once: the one table of `loker deploy`, `loker up` and
``prefect.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.engine import flow_environment
from flows.errors import LokerError
from flows.prefect_address import answers, known_url

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

NAME = "loker"
"""Every deployment's name begins with it, as in ``office-cycle/loker-kantor``; it is their tag as well."""
EVERY_10_MINUTES = "*/10 * * * *"
SLUG = "office"
"""Names the schedule, so that Prefect changes it in its place, and what was planned stays planned."""


class DeploymentError(LokerError):
    """Prefect could not be told of the flows."""


@dataclass(frozen=True)
class Declared:
    """A flow as Prefect shall know it. Without ``cron`` (in the office's time zone) it runs when somebody asks."""

    flow: str
    entrypoint: str
    cron: str = ""
    together: int = 1
    """How many at once; one more is cancelled at its start."""


DEPLOYMENTS = (
    Declared("office-cycle", "flows.cycle.office_cycle", cron=EVERY_10_MINUTES),
    Declared("announce-vacancies", "flows.announce.announce_vacancies"),
    Declared("run-events", "flows.events.run_events"),
    Declared("collect-feedback", "flows.feedback.collect_feedback"),
    Declared("request-feedback", "flows.feedback.request_feedback"),
    Declared("read-returns", "flows.returns.read_returns"),
    Declared("make-recap", "flows.recap.make_recap"),
    Declared("apply-retention", "flows.retention.apply_retention"),
    Declared("deliver-mail", "flows.deliver.deliver_mail", together=16),
)


def office_name(config: Path) -> str:
    """The deployments' name for the office of ``config``: several offices may share one Prefect server."""
    return f"{NAME}-{re.sub(r'[^A-Za-z0-9]+', '-', config.absolute().parent.name).strip('-')}"


def prepared(config: Path, timezone: str, *, pool: str | None = None) -> Iterator[RunnerDeployment]:
    """Every deployment for the office of ``config``, an absolute path on whatever machine runs it."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.deployments.runner import RunnerDeployment
    from prefect.runner.storage import LocalStorage
    from prefect.schedules import Cron

    for declared in DEPLOYMENTS:
        deployment = RunnerDeployment.from_entrypoint(
            declared.entrypoint,
            name=office_name(config),
            schedule=Cron(declared.cron, timezone=timezone, slug=SLUG) if declared.cron else None,
            concurrency_limit=ConcurrencyLimitConfig(
                limit=declared.together, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
            ),
            parameters={"config": str(config)},
            tags=[NAME],
            work_pool_name=pool,
        )
        if pool:  # without a word on it a worker would copy the folder in which this is called, for every run
            deployment.storage = LocalStorage(path=str(config.parent))
        # Said, not left out: who served it before, a pool or `loker up`, must not go on doing so.
        deployment.work_pool_name = pool
        deployment.work_queue_name = None
        yield deployment


def as_known(deployments: Iterable[RunnerDeployment]) -> Iterator[RunnerDeployment]:
    """The same, with the schedules paused that somebody has paused in Prefect's pages.

    Raises `DeploymentError` if the server knows them as another office's, whose folder has the same name.
    """
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound

    with get_client(sync_client=True) as client:
        for one in deployments:
            with suppress(ObjectNotFound):
                before = client.read_deployment_by_name(f"{one.flow_name}/{one.name}")
                if (theirs := before.parameters.get("config")) != one.parameters["config"]:
                    raise _another_office(one, theirs)
                one.paused = before.paused
                active = {schedule.slug: schedule.active for schedule in before.schedules}
                for schedule in one.schedules or []:
                    schedule.active = active.get(schedule.slug, True)
            yield one


def _another_office(ours: RunnerDeployment, theirs: object) -> DeploymentError:
    return DeploymentError(
        f"The Prefect server has {ours.name} of another office already: {theirs}",
        where=str(ours.parameters["config"]),
        cure="give one of the two folders another name; if that office has moved here, delete its deployments"
        " in Prefect's pages first",
    )


@contextmanager
def prefect_for(home: Path) -> Iterator[str]:
    """Within it Prefect's client speaks to the server that is there. Raises `DeploymentError` if none answers."""
    url = known_url(home)
    if not (url and answers(url, timeout=5)):
        raise DeploymentError(
            "No Prefect server answers",
            where=f"PREFECT_API_URL = {url}" if url else "PREFECT_API_URL is not set",
            cure="start one ('.venv/bin/prefect server start') and set PREFECT_API_URL to its address,"
            " or run `loker up`, which brings its own",
        )
    with flow_environment(url):
        yield url
