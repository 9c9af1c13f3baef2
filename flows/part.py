"""The parts of `loker up`, each a process: ``python -m flows.part pages CONFIG SOCKET`` and ``… schedule CONFIG``."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import LokerError
from flows.lifeline import end_with_parent

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment


def main() -> None:
    end_with_parent()
    name, config, *more = sys.argv[1:]
    try:
        if name == "pages":
            _serve_pages(Path(config), socket.socket(fileno=int(more[0])))
        else:
            _run_schedule(Path(config))
    except LokerError as error:
        sys.exit(f"loker {name}: {error}")


def _serve_pages(config: Path, listening: socket.socket) -> None:
    from flows.commands.serve import serve

    host, port = listening.getsockname()[:2]
    serve(config, host, port, listening)


def _run_schedule(config: Path) -> None:
    """Take on the runs of every deployment, each in a process of its own, until told to end."""
    from prefect.runner import Runner

    from flows.deployments import as_known, prepared
    from flows.settings import load

    settings = load(config)
    # Unpaused, for nobody would turn it on again after a restart of the machine.
    runner = Runner(name="loker", pause_on_shutdown=False, limit=None)
    deployments = list(as_known(prepared(config, settings.office.timezone)))
    for deployment in deployments:
        runner.add_deployment(deployment)
    _close_abandoned(deployments)
    asyncio.run(runner.start())


def _close_abandoned(deployments: list[RunnerDeployment]) -> None:
    """What a runner that was killed had begun runs no more: say so, or its place would stay taken."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
    from prefect.states import Crashed

    with get_client(sync_client=True) as client:
        for one in deployments:
            begun = client.read_flow_runs(
                flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": ["RUNNING", "PENDING"]}}}),
                deployment_filter=DeploymentFilter.model_validate({"name": {"any_": [one.name]}}),
            )
            for run in begun:
                client.set_flow_run_state(run.id, Crashed(message="What ran it was ended."))


if __name__ == "__main__":
    main()
