"""`loker up` keeps an office running: what dies comes back, and nothing is left when it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import requests

from flows.commands.unit import obstacle
from flows.prefect_address import answers, known_url
from flows.supervise import Part, supervise
from tests.commands.office import LOKER, Office, loker

pytestmark = pytest.mark.early


def until(wanted: Callable[[], Any], seconds: float = 60) -> Any:
    """What ``wanted`` returns as soon as it is true; who does not answer is asked again."""
    end = time.monotonic() + seconds
    while True:
        try:
            if found := wanted():
                return found
        except (requests.RequestException, OSError):
            pass
        assert time.monotonic() < end, "in vain"
        time.sleep(0.1)


@dataclass
class Up:
    """An office that is up, in a process group that the tests own."""

    process: subprocess.Popen[bytes]
    config: Path
    pages: str

    @property
    def prefect(self) -> str:
        return known_url(self.config.parent / ".prefect")

    def cycle(self) -> dict[str, Any]:
        asked = {"flows": {"name": {"any_": ["office-cycle"]}}}
        found = requests.post(f"{self.prefect}/deployments/filter", json=asked, timeout=5).json()
        return next((one for one in found if one["parameters"] == {"config": str(self.config)}), {})

    def children(self) -> dict[str, int]:
        """What it keeps: module or part → process, and their children as ``flow``."""
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
        own = {int(pid): args for pid, parent, args in rows if int(parent) == self.process.pid}
        found = {}
        for pid, args in own.items():
            words = args.split()
            if "-m" not in words:
                continue  # forked, and not yet what it will be
            found[words[4] if words[3] == "flows.part" else words[3]] = pid
        flows = [int(pid) for pid, parent, _ in rows if int(parent) in own]
        return found | ({"flow": flows[0]} if flows else {})

    def states(self) -> list[str]:
        asked = {"deployments": {"id": {"any_": [self.cycle()["id"]]}}}
        runs = requests.post(f"{self.prefect}/flow_runs/filter", json=asked, timeout=5).json()
        return sorted(run["state_type"] for run in runs if run["state_type"] != "SCHEDULED")

    def ask_for_a_run(self) -> None:
        requests.post(f"{self.prefect}/deployments/{self.cycle()['id']}/create_flow_run", json={}, timeout=60)


@contextmanager
def up(office: Office) -> Iterator[Up]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if "[web]" not in office.config.read_text("utf-8"):
        with office.config.open("a", encoding="utf-8") as file:
            file.write(f'\n[web]\nstaff_url = "http://127.0.0.1:{port}"\n')
    process = subprocess.Popen(
        [*LOKER, "up", "--port", str(port), "--config", str(office.config)], stdin=subprocess.DEVNULL
    )
    running = Up(process, office.config, f"http://127.0.0.1:{port}")
    try:
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def gone(processes: dict[str, int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in processes.values())


def serves(running: Up) -> bool:
    return requests.get(f"{running.pages}/staf", timeout=5).status_code == 200


def is_ready(running: Up) -> bool:
    told = running.cycle()
    return bool(told) and told["status"] == "READY" and told["schedules"][0]["active"]


def test_pages_and_schedule_are_up_what_dies_comes_back_and_at_the_end_nothing_is_left(
    office: Office, server: str
) -> None:
    with up(office) as running:
        until(lambda: serves(running))
        until(lambda: is_ready(running))
        before = running.children()
        assert before.keys() == {"pages", "schedule"}, "there is a Prefect server, so it brings none"
        os.kill(before["pages"], signal.SIGKILL)
        until(lambda: running.children().get("pages", before["pages"]) != before["pages"])
        until(lambda: serves(running))
        after = running.children()
        begun = time.monotonic()
        running.process.terminate()
        assert running.process.wait(20) == 0
        assert time.monotonic() - begun < 12
        assert gone(after)


@pytest.mark.soak
def test_with_a_server_of_its_own_the_office_works_on_whatever_is_killed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with up(office) as running:
        until(lambda: running.prefect and answers(running.prefect, timeout=5))
        until(lambda: serves(running))
        until(lambda: is_ready(running))
        second = loker("up", "--config", office.config)
        assert (second.exit_code, "up already" in second.output) == (2, True)

        running.ask_for_a_run()
        os.kill(until(lambda: running.children().get("flow")), 0)
        until(lambda: "RUNNING" in running.states())
        killed = running.children()
        os.kill(killed["schedule"], signal.SIGKILL)
        until(lambda: gone({"flow": killed["flow"]}))
        until(lambda: running.states() == ["CRASHED"])
        running.ask_for_a_run()
        until(lambda: running.states() == ["COMPLETED", "CRASHED"])

        os.kill(killed["flows.prefect_server"], signal.SIGKILL)
        until(lambda: answers(running.prefect, timeout=30))
        until(lambda: running.children().get("flows.prefect_server", 0) not in (0, killed["flows.prefect_server"]))
        running.ask_for_a_run()
        until(lambda: running.states() == ["COMPLETED", "COMPLETED", "CRASHED"])

        left = running.children()
        running.process.kill()
        running.process.wait()
        until(lambda: gone(left), 20)
        assert running.prefect == ""
    assert len(list((office.folder.parent / "box" / "Maildir").glob("*/*"))) >= 3


def test_what_does_not_get_ready_ends_all() -> None:
    nap = Part("nap", (sys.executable, "-c", "import time; time.sleep(60)"))
    never = Part("never", nap.command, wait_until_ready=lambda: False)
    begun = time.monotonic()
    assert not supervise([nap, never])
    assert time.monotonic() - begun < 20


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed (systemd)")
@pytest.mark.parametrize("name", ["kantor", "kantor 50% baru"])
def test_systemd_takes_the_service(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    config = folder / "loker.toml"
    config.write_text(
        '[office]\nname = "UPT 100%"\n[mail]\nhost = "127.0.0.1"\nsecurity = "none"\nsender = "karir@example.ac.id"\n'
        '[workbook]\npath = "/srv/bersama/loker.xlsx"\n'
    )
    result = loker("up", "--unit", "--port", "8080", "--config", config)
    assert result.exit_code == 0, result.output
    assert "User=loker" in result.output or os.getuid()
    assert "-/srv/bersama" in result.output
    assert "--port 8080" in result.output
    file = tmp_path / "loker.service"
    file.write_text(result.stdout)
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(file)], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_python_that_the_service_s_user_may_not_run_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory(prefix="loker-") as name:  # nobody may enter pytest's own
        folder, config = Path(name), Path(name) / "loker.toml"
        folder.chmod(0o755)
        program = folder / "hidden" / "bin" / "python"
        program.parent.mkdir(parents=True)
        program.touch()
        config.touch()
        monkeypatch.setattr(sys, "executable", str(program))
        monkeypatch.setattr("flows.commands.unit._owner", lambda folder: "nobody")
        (hidden := folder / "hidden").chmod(0o700)
        assert f"nobody may not enter {hidden}," in obstacle(config)
        hidden.chmod(0o711)
        assert not obstacle(config)
