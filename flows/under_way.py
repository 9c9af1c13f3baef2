"""The run under way: how a parent flow and its children share it, and what it leaves when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

from flows.errors import SettingsError
from flows.ledger.ledger import Ledger
from flows.lock import run_lock
from flows.office import now, open_office
from flows.run import Run
from flows.settings import load

_under_way: ContextVar[Run | None] = ContextVar("run", default=None)
_cycle: ContextVar[bool] = ContextVar("cycle", default=False)


@contextmanager
def cycle_under_way() -> Iterator[None]:
    """Within it flows are parts of the office's cycle (`is_part`)."""
    token = _cycle.set(True)
    try:
        yield
    finally:
        _cycle.reset(token)


def is_part() -> bool:
    """Whether a flow that begins now is a part of the cycle, which reads and writes for all of them."""
    return _cycle.get()


def is_joined() -> bool:
    """Whether a run is under way in this context: whoever began it shows what becomes of it."""
    return _under_way.get() is not None


@contextmanager
def run_of(
    config: Path | None = None,
    *,
    by_hand: bool = False,
    rehearsal: bool = False,
    progress: Callable[[int], None] = lambda messages: None,
    clock: Callable[[], datetime] = now,
) -> Iterator[Run]:
    """The run under way in this context, joined; else a new one, which holds the office's run lock.

    A parent flow and its children thus read the workbook once and write it once.
    """
    joined = _under_way.get()
    if joined is not None:
        yield joined
        return
    settings = load(config)
    with (
        run_lock(settings.folder, ledger=settings.ledger_url, rehearsal=rehearsal),
        open_office(settings, rehearsal=rehearsal, clock=clock) as office,
    ):
        run, begun = Run(office, by_hand=by_hand, progress=progress), time.monotonic()
        token = _under_way.set(run)
        try:
            yield run
        except Exception as error:
            run.failed(error)
            raise
        finally:
            _under_way.reset(token)
            run.keep_record(time.monotonic() - begun)


@contextmanager
def run_beside(
    config: Path | None = None,
    *,
    progress: Callable[[int], None] = lambda messages: None,
    clock: Callable[[], datetime] = now,
) -> Iterator[Run]:
    """A further worker's run, or the one of this context. It holds no run lock, writes no workbook, and of the ledger
    no more than delivering does. Raises `SettingsError` where the ledger cannot be shared."""
    joined = _under_way.get()
    if joined is not None:
        yield joined
        return
    settings = load(config)
    if not settings.ledger_url.startswith("postgresql"):
        raise SettingsError(
            "Several workers cannot deliver from one file",
            where="ledger.url",
            cure="carry the ledger to PostgreSQL (loker ledger move URL), or set mail.connections for more speed",
        )
    with (
        closing(Ledger(settings.ledger_url, folder=settings.folder)) as ledger,
        open_office(settings, rehearsal=True, clock=clock) as office,
    ):
        token = _under_way.set(run := Run(office, progress=progress, queue=ledger))
        try:
            yield run
        finally:
            _under_way.reset(token)
