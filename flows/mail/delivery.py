"""Delivery: several connections empty the journal's queue, and stop together when the account can send no more."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from flows.errors import MailError
from flows.mail.account import Account
from flows.mail.interface import Journal, State
from flows.mail.workers import Ended, Run, Worker

__all__ = ["WAITS", "Delivery", "Ended", "deliver"]

WAITS: Final = (2.0, 6.0, 18.0, 54.0)
"""Seconds before each further try after a connection that settled nothing; then the server is left to the next run."""


@dataclass(frozen=True)
class Delivery:
    """What a delivery did."""

    counts: Mapping[State, int]
    """How many messages came to which state; those that were not tried are back in the queue and not counted."""
    seconds: float
    ended: Ended
    resume_at: datetime | None = None
    error: MailError | None = None

    def then(self, later: Delivery) -> Delivery:
        """Both as one."""
        counts = Counter(self.counts) + Counter(later.counts)
        return replace(later, counts=counts, seconds=self.seconds + later.seconds)

    @property
    def messages_per_second(self) -> float:
        return self.counts.get(State.SENT, 0) / self.seconds if self.seconds else 0.0


def deliver(
    account: Account,
    journal: Journal,
    *,
    connections: int = 1,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda count: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    waits: Sequence[float] = WAITS,
) -> Delivery:
    """Send what ``journal`` lets be claimed, over up to ``connections`` connections at a time, until it is no more.

    ``stop`` is asked before each message: it ends the run after the message in flight, as do Ctrl-C and SIGTERM;
    whatever was claimed and not tried is released. ``progress`` is told, by one thread at a time, how many more
    messages are settled. ``clock`` gives aware times. Raises what ``journal`` raised, when all threads have ended.
    """
    run = Run(account, journal, stop, progress, clock)
    start = time.perf_counter()
    with _ends_gently(), ThreadPoolExecutor(connections, "mail") as pool:
        workers = [pool.submit(Worker(run, f"{run.name}-{number}", waits).work) for number in range(connections)]
        try:
            for worker in as_completed(workers):
                worker.result()
        except BaseException:
            run.end(Ended.STOPPED)
            raise
    run.forgive()
    return Delivery(dict(run.counts), time.perf_counter() - start, run.ended, run.resume_at, run.error)


@contextmanager
def _ends_gently() -> Iterator[None]:
    """Lets SIGTERM end the run as Ctrl-C does, unless somebody else (Prefect) already takes care of it."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if ours:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
