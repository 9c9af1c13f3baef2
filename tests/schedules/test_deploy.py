"""Prefect knows the office's flows: by `loker deploy`, and by ``prefect.yaml``."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from flows.deployments import DEPLOYMENTS, office_name, prefect_for, prepared
from tests.commands.office import Office, loker

pytestmark = pytest.mark.early

ROOT = Path(__file__).parent.parent.parent


def deployments(url: str, name: str) -> dict[str, dict[str, Any]]:
    """Entrypoint → what the server tells, but for the time of the last change and what is empty."""
    asked = {"deployments": {"name": {"any_": [name]}}}
    found = requests.post(f"{url}/deployments/filter", json=asked, timeout=60).json()
    return {one["entrypoint"]: _timeless(one) for one in found}


def _timeless(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _timeless(value) for key, value in told.items() if value and key != "updated"}
    return [_timeless(one) for one in told] if isinstance(told, list) else told


def test_it_says_that_no_server_answers_and_what_to_do(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    result = loker("deploy", "--config", office.config)
    assert result.exit_code == 2
    assert "No Prefect server answers" in result.output
    assert "PREFECT_API_URL" in result.output
    assert "loker up" in result.output


def test_a_second_time_changes_nothing_and_what_is_paused_stays_so(office: Office, server: str) -> None:
    name = office_name(office.config)
    assert loker("deploy", "--config", office.config).exit_code == 0
    first = deployments(server, name)
    assert first.keys() == {one.entrypoint for one in DEPLOYMENTS}
    cycle = first["flows.cycle.office_cycle"]
    (schedule,) = cycle["schedules"]
    assert schedule["schedule"] == {"cron": "*/10 * * * *", "timezone": "Asia/Jakarta", "day_or": True}
    assert schedule["active"]
    assert cycle["parameters"] == {"config": str(office.config)}
    assert cycle["global_concurrency_limit"]["limit"] == 1
    assert cycle["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert all(one["description"] and one["tags"] == ["loker"] for one in first.values())

    where = f"{server}/deployments/{cycle['id']}/schedules/{schedule['id']}"
    requests.patch(where, json={"active": False}, timeout=60).raise_for_status()
    result = loker("deploy", "--config", office.config)
    assert result.exit_code == 0
    assert "(paused)" in result.output
    del schedule["active"]  # what is false is left out of the comparison
    assert deployments(server, name) == first


def test_an_office_whose_folder_has_the_same_name_is_not_robbed(office: Office, server: str, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / office.folder.name / "loker.toml"
    other.parent.mkdir(parents=True)
    other.write_bytes(office.config.read_bytes())
    assert loker("deploy", "--config", other).exit_code == 0
    before = deployments(server, office_name(office.config))
    result = loker("deploy", "--config", office.config)
    assert result.exit_code == 2
    assert str(other) in result.output.replace("\n", "")
    assert "another name" in result.output
    assert deployments(server, office_name(office.config)) == before


def test_a_pool_that_is_not_there_is_named_with_its_cure(office: Office, server: str) -> None:
    result = loker("deploy", "--pool", "kampus", "--config", office.config)
    assert result.exit_code == 2
    assert "prefect work-pool create --type process kampus" in result.output


def test_a_worker_of_the_pool_does_the_offices_work(office: Office, server: str) -> None:
    pool = f"kampus-{time.time_ns()}"
    made = {"name": pool, "type": "process", "base_job_template": {}}
    requests.post(f"{server}/work_pools/", json=made, timeout=60).raise_for_status()
    assert loker("deploy", "--pool", pool, "--config", office.config).exit_code == 0
    one = deployments(server, office_name(office.config))["flows.announce.announce_vacancies"]
    asked = requests.post(f"{server}/deployments/{one['id']}/create_flow_run", json={}, timeout=60).json()
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", pool, "--type", "process"]
    with subprocess.Popen(command, cwd=office.folder) as worker:
        try:
            while (state := _state(server, asked["id"])) in ("SCHEDULED", "PENDING", "RUNNING"):
                time.sleep(0.2)
        finally:
            worker.terminate()
    assert state == "COMPLETED"
    assert len(list((office.folder.parent / "box" / "Maildir").glob("*/*"))) >= 3  # the alumni


def _state(url: str, run: str) -> str:
    return str(requests.get(f"{url}/flow_runs/{run}", timeout=60).json()["state_type"])


def test_every_flow_is_known_and_says_what_it_is() -> None:
    found = set()
    for file in (ROOT / "flows").glob("*.py"):
        for name, function in re.findall(
            r'^@flow\(\s*name="([\w-]+)".*?^def (\w+)', file.read_text("utf-8"), re.M | re.S
        ):
            found.add((name, f"flows.{file.stem}.{function}"))
    assert {(one.flow, one.entrypoint) for one in DEPLOYMENTS} == found


def test_prefect_yaml_says_the_same() -> None:
    written = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    config = Path("/srv/loker/kantor/loker.toml")
    ready = list(prepared(config, "Asia/Jakarta", pool="loker"))
    declared = [
        {
            "name": one.name,
            "entrypoint": one.entrypoint,
            "tags": one.tags,
            "parameters": one.parameters,
            "work_pool": {"name": one.work_pool_name},
            "concurrency_limit": {"limit": one.concurrency_limit, **_options(one)},
        }
        | ({"schedules": [_schedule(schedule) for schedule in one.schedules]} if one.schedules else {})
        for one in ready
    ]
    assert written["deployments"] == declared
    assert [written["pull"]] * len(declared) == [[one.storage.to_pull_step()] for one in ready if one.storage]


def _options(one: Any) -> dict[str, str]:
    return {"collision_strategy": one.concurrency_options.collision_strategy.value}


def _schedule(one: Any) -> dict[str, str]:
    return {"cron": one.schedule.cron, "timezone": one.schedule.timezone, "slug": one.slug}


@pytest.mark.soak
def test_prefect_takes_prefect_yaml(server: str, tmp_path: Path) -> None:
    made = {"name": "loker", "type": "process", "base_job_template": {}}
    requests.post(f"{server}/work_pools/", json=made, timeout=60)
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = deployments(server, "loker-kantor")
    assert told.keys() == {one.entrypoint for one in DEPLOYMENTS}
    with prefect_for(tmp_path):
        assert all(one["work_pool_name"] == "loker" and one["description"] for one in told.values())


def test_offices_that_share_a_server_have_names_of_their_own() -> None:
    assert office_name(Path("/srv/loker/kantor/loker.toml")) == "loker-kantor"
    assert office_name(Path("/srv/loker/Fakultas 50%/loker.toml")) == "loker-Fakultas-50"
