"""One tick in a process of its own, forked from one that has imported everything already."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest.mock import patch

from flows.errors import LokerError
from flows.lock import run_lock
from flows.office import open_office
from flows.run import Run
from flows.settings import Settings, load
from flows.workbook.google import GoogleWorkbook

FAILED = 3
"""The exit code of a run that a fault ended, said in words: the next one goes on."""
TIMEOUT = (2.0, 1.0)
_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload(["tests.soak.preloaded", __name__, "tests.soak.year.warm"])


@dataclass(frozen=True)
class Frozen:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


def _no_sleep(_seconds: float) -> None:
    """Back-off without waiting: the clock of this year stands still."""


def start(config: Path, at: datetime) -> ForkServerProcess:
    process = _forkserver.Process(target=_tick, args=(config, at))
    process.start()
    return process


def _tick(config: Path, at: datetime) -> None:
    for name in [name for name in os.environ if name.startswith("LOKER_")]:
        del os.environ[name]
    try:
        cycle(config, Frozen(at))
    except* LokerError as errors:
        with config.with_name("failures.log").open("a") as log:
            log.write(f"{at} {[str(error) for error in errors.exceptions]}\n")
        os._exit(FAILED)
    except* Exception:
        with config.with_name("crashes.log").open("a") as log:
            log.write(f"{at}\n{traceback.format_exc()}\n")
        os._exit(1)


def _impatient(settings: Settings) -> GoogleWorkbook:
    key, endpoint = settings.path(settings.workbook.credentials), settings.workbook.endpoint
    return GoogleWorkbook(settings.workbook.spreadsheet_id, key, endpoint=endpoint, timeout=TIMEOUT, sleep=_no_sleep)


def cycle(config: Path, clock: Callable[[], datetime]) -> None:
    """The steps as the flow `office-cycle` goes through them."""
    settings = load(config)
    with (
        patch("flows.office.open_workbook", _impatient),
        run_lock(settings.folder),
        open_office(settings, clock=clock, boot="one") as office,
    ):
        run = Run(office)
        run.attempt(run.collect)
        run.observe()
        for step in (run.request_feedback, run.recap, run.hold_events, run.announce, run.deliver, run.measure):
            run.attempt(step)
        for step in (run.retain, run.empty_messages, run.write_back):
            run.attempt(step)
        run.raise_failures()
