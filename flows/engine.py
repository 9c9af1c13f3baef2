"""Where Prefect keeps the runs: in the server that is there, else in one of the run's own.

Prefect's own fall-back, the ephemeral server, is started late, waited for, and thrown away. This one is started before
anything heavy is imported, loads while the caller loads, and keeps its history in the office's folder.
"""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.errors import LokerError
from flows.prefect_address import answers, configured_url, known_url

ENGINE_FOLDER = ".prefect"
"""Beside the configuration: the database of a Prefect server of our own."""
LOG, DATABASE = "prefect-server.log", "prefect.db"
START_SECONDS = 180
"""The very first start makes the database: some 8 s on an ordinary machine, over a minute on a busy small one."""
HISTORY_BYTES = 100_000_000
"""A cycle leaves some 60 kB: the history of about 11 days, and as much again of what was set aside."""

SETTINGS = {
    "DO_NOT_TRACK": "1",  # Prefect calls home unless both are set
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
_DEFAULTS = {
    # The terminal is the command's: it says in a sentence what Prefect shows as a traceback. The run keeps its log.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}
LASTING = {
    # Of a slot whose run died with its server nothing else would ever know, and no run would start again.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(14 * 24 * 3600),
}
"""Besides, for a server that runs for years."""
_OWN_SETTINGS = {
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",  # runs, tasks and logs are kept without it
}

logger = logging.getLogger(__name__)


class EngineError(LokerError):
    """There is no Prefect server and none could be started."""


def _load_prefect() -> None:
    import prefect.flow_engine  # noqa: F401


@contextmanager
def engine(home: Path, *, load: Callable[[], object] = _load_prefect) -> Iterator[str]:
    """Within it, flows run against a Prefect server that answers; yields the address of its API.

    The server of `known_url` is used if it answers, else one is started,
    with its database and log in ``home``, and ended at the end. ``load`` imports what the caller needs, Prefect
    included, while the server starts: enter this before Prefect is imported for the first time. Raises `EngineError`
    if the own server does not come up.
    """
    with ExitStack() as stack:
        url = known_url(home)
        own = not (url and answers(url, timeout=3))
        stack.enter_context(_environment(_settings() | (own_settings(home) if own else {})))
        if own:
            if configured_url():
                logger.warning("no Prefect server answers at PREFECT_API_URL: starting one for this run")
            set_aside(home / DATABASE)
            url = stack.enter_context(_own_server(home))
        stack.enter_context(_environment({"PREFECT_API_URL": url}))
        _without_gc(load)
        if own and not answers(url, timeout=START_SECONDS):
            raise not_started(home)
        stack.enter_context(_flow_settings(url))
        yield url


@contextmanager
def flow_environment(url: str) -> Iterator[None]:
    """Prefect's settings for this process and its children, with the server at ``url``."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    # Prefect may have read the environment before.
    with _environment(_settings() | {"PREFECT_API_URL": url}), temporary_settings({PREFECT_API_URL: url}):
        yield


def _settings() -> dict[str, str]:
    return SETTINGS | {name: os.environ.get(name, value) for name, value in _DEFAULTS.items()}


def own_settings(home: Path) -> dict[str, str]:
    """For a server of our own, and for those who speak to it."""
    home.mkdir(parents=True, exist_ok=True)
    # A proxy of the campus must not be asked for the loopback.
    direct = ",".join(filter(None, [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1"]))
    return _OWN_SETTINGS | {"PREFECT_HOME": str(home.absolute()), "no_proxy": direct, "NO_PROXY": direct}


def set_aside(database: Path) -> None:
    """Start a new history when the old one has grown large, and keep one old one.

    A write-ahead log beside it means that the database is in use, or was not closed: then not now.
    """
    in_use = database.with_name(database.name + "-wal").exists()
    if not in_use and database.exists() and database.stat().st_size > HISTORY_BYTES:
        database.replace(database.with_suffix(".old.db"))


@contextmanager
def _own_server(home: Path) -> Iterator[str]:
    """A `flows.prefect_server` process, in a session of its own so that Ctrl-C ends the run first, then the server."""
    with (home / LOG).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.prefect_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    assert process.stdin and process.stdout  # noqa: S101, PT018 - told to the type checker
    try:
        port = process.stdout.readline()
        if not port:
            raise not_started(home)
        yield f"http://127.0.0.1:{int(port)}/api"
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def not_started(home: Path) -> EngineError:
    """The error that says so."""
    return EngineError(
        f"The run's own Prefect server did not start within {START_SECONDS} s",
        where=str(home / LOG),
        cure="Try again if the machine was busy; else read that log; if the database is damaged, delete"
        f" {home / DATABASE}, it holds only the runs' history; or start 'prefect server start' and set"
        " PREFECT_API_URL to its address",
    )


@contextmanager
def _flow_settings(url: str) -> Iterator[None]:
    """Prefect's settings for the flows, also where Prefect read the environment before we set it."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    # The heartbeat's thread would hold up the end of every synchronous flow for a second.
    with temporary_settings({PREFECT_API_URL: url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            yield
        finally:
            # Tasks travel as events, and both queues are else emptied at exit, when an own server is gone.
            logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # it warns that it is doing what it was asked to
            EventsWorker.drain_all(timeout=5)
            APILogWorker.drain_all(timeout=5)


def _without_gc(load: Callable[[], object]) -> None:
    """Nothing of what an import makes is garbage; the collector's search for some takes a quarter of its time."""
    gc.disable()
    try:
        load()
        gc.freeze()
    finally:
        gc.enable()


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
