"""The engine: Prefect's server that is there, else one of the run's own, which never outlives the run."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flows import engine as engine_module
from flows.engine import EngineError, engine
from flows.prefect_address import answers, configured_url

pytestmark = pytest.mark.early

RUN = """
import sys
from pathlib import Path
from flows.engine import engine

with engine(Path(sys.argv[1])) as url:
    from prefect import flow, get_run_logger, task

    @task
    def step() -> None:
        get_run_logger().info("a step")

    @flow
    def empty() -> None:
        step()

    empty()
    print(url, flush=True)
    sys.stdin.read()
"""


def start_run(home: Path, **environment: str) -> subprocess.Popen[str]:
    """A run of a small flow in a process of its own, which then waits, within the engine, for its input to end."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(home)],
        env=clean | {"HOME": str(home)} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def port_of(url: str) -> int:
    return int(url.strip().removeprefix("http://127.0.0.1:").removesuffix("/api"))


def is_open(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_closed(port: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while is_open(port) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_open(port)


def rows(home: Path, table: str) -> int:
    with closing(sqlite3.connect(home / "prefect.db")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, prefect_history: Path) -> Path:
    """A folder in which a run with a server of its own, behind a proxy that is down, came to its end."""
    home = tmp_path_factory.mktemp("office")
    shutil.copy(prefect_history, home)
    run = start_run(home, HTTP_PROXY="http://127.0.0.1:9", http_proxy="http://127.0.0.1:9")
    url, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert not errors, "the terminal is the command's"
    assert not is_open(port_of(url)), "the server outlived its run"
    assert not (home / "prefect.db-wal").exists(), "the database was not closed"
    return home


def test_it_keeps_flows_tasks_and_logs_of_a_run_in_the_office_folder(home: Path) -> None:
    assert (rows(home, "flow_run"), rows(home, "task_run")) == (1, 1)
    assert rows(home, "log") >= 3
    assert not (home / ".prefect").exists(), "nothing is left in the person's home"


@pytest.mark.parametrize(
    "sign", [signal.SIGKILL, *(pytest.param(one, marks=pytest.mark.soak) for one in (signal.SIGTERM, signal.SIGINT))]
)
def test_it_ends_the_server_however_the_run_ends(home: Path, sign: signal.Signals) -> None:
    before = rows(home, "flow_run")
    run = start_run(home)
    assert run.stdout
    port = port_of(run.stdout.readline())
    assert is_open(port)
    run.send_signal(sign)
    run.communicate(timeout=30)
    assert run.returncode
    assert wait_until_closed(port)
    assert rows(home, "flow_run") == before + 1, "the history of earlier runs stays"


class _Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/api/health" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Health) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


def test_it_uses_the_server_that_is_there(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    with engine(tmp_path / "none") as url:
        from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY

        assert url == PREFECT_API_URL.value() == server
        assert PREFECT_FLOWS_HEARTBEAT_FREQUENCY.value() is None
        assert os.environ["DO_NOT_TRACK"] == "1"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("status", "there"), [(200, True), (401, True), (503, False)])
def test_it_takes_a_server_that_asks_for_a_login_for_one_that_is_there(
    server: str, status: int, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Health, "status", status)
    assert answers(server, timeout=3) is there


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "nonsense"])
def test_it_takes_what_does_not_answer_for_no_server(url: str) -> None:
    assert not answers(url, timeout=3)


def test_it_says_what_to_do_when_its_server_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    (tmp_path / "prefect.db").write_text("no database at all, although it is long enough to be read as the head of one")
    with (
        pytest.raises(EngineError, match=r"(?s)did not start.*prefect-server\.log.*delete .*prefect\.db"),
        engine(tmp_path),
    ):
        pass
    assert (tmp_path / "prefect-server.log").stat().st_size > 0


def test_it_reads_the_address_from_the_environment_then_from_the_active_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert configured_url() == ""
    (tmp_path / "profiles.toml").write_text(
        'active = "office"\n[profiles.office]\nPREFECT_API_URL = "http://one/api"\n'
        '[profiles.other]\nPREFECT_API_URL = "http://two/api"\n[profiles.bare]\n'
    )
    assert configured_url() == "http://one/api"
    monkeypatch.setenv("PREFECT_PROFILE", "other")
    assert configured_url() == "http://two/api"
    monkeypatch.setenv("PREFECT_PROFILE", "bare")
    assert configured_url() == ""
    monkeypatch.setenv("PREFECT_API_URL", "http://three/api")
    assert configured_url() == "http://three/api"


def test_it_sets_a_large_history_aside_unless_it_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "HISTORY_BYTES", 10)
    database, old, log = (tmp_path / name for name in ("prefect.db", "prefect.old.db", "prefect.db-wal"))
    engine_module.set_aside(database)
    database.write_bytes(b"0" * 10)
    engine_module.set_aside(database)
    assert not old.exists()
    database.write_bytes(b"0" * 11)
    log.touch()
    engine_module.set_aside(database)
    assert not old.exists()
    log.unlink()
    engine_module.set_aside(database)
    assert old.exists()
    assert not database.exists()
