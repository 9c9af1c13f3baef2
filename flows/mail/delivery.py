"""Delivery: several connections empty the journal's queue, and stop together when the account can send no more."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from flows.errors import MailError
from flows.mail.account import Account, AccountRefused, ConnectionLost, open_connection
from flows.mail.connection import Connection
from flows.mail.decisions import Decision, Verdict
from flows.mail.interface import Journal, Outcome, Outgoing, State
from flows.mail.replies import blames_recipient

_log = logging.getLogger(__name__)

_WAITS: Final = (2.0, 6.0, 18.0, 54.0)
"""Seconds before each further try after a connection that settled nothing; then the server is left to the next run."""
_DOUBTFUL_REFUSALS: Final = 20
"""Recipients in a row refused for reasons that are not theirs: then it is us whom the server refuses."""


class Ended(StrEnum):
    """Why a delivery ended."""

    EMPTY = "empty"
    """Nothing more may be sent now."""
    STOPPED = "stopped"
    """Somebody asked it to."""
    PAUSED = "paused"
    """The account's limit is used up, until `Delivery.resume_at`."""
    UNREACHABLE = "unreachable"
    """There was no getting through to the server: the next run tries again."""
    ACCOUNT = "account"
    """The account cannot be used: `Delivery.error` is for a person."""


@dataclass(frozen=True)
class Delivery:
    """What a delivery did."""

    counts: Mapping[State, int]
    """How many messages came to which state; those that were not tried are back in the queue and not counted."""
    seconds: float
    ended: Ended
    resume_at: datetime | None = None
    error: MailError | None = None

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
    sleep: Callable[[float], object] | None = None,
) -> Delivery:
    """Send what ``journal`` lets be claimed, over up to ``connections`` connections at a time, until it is no more.

    ``stop`` is asked before each message: it ends the run after the message in flight, as do Ctrl-C and SIGTERM;
    whatever was claimed and not tried is released. ``progress`` is told, by one thread at a time, how many more
    messages are settled. ``clock`` gives aware times. Raises what ``journal`` raised, when all threads have ended.
    """
    run = _Run(account, journal, stop, progress, clock)
    pause = sleep or run.over.wait
    start = time.perf_counter()
    with _ends_gently(), ThreadPoolExecutor(connections, "mail") as pool:
        workers = [pool.submit(_Worker(run, f"{run.name}-{number}", pause).work) for number in range(connections)]
        try:
            for worker in as_completed(workers):
                worker.result()
        except BaseException:
            run.end(Ended.STOPPED)
            raise
    return run.summary(time.perf_counter() - start)


class _Run:
    """What the connections of one delivery share."""

    def __init__(
        self,
        account: Account,
        journal: Journal,
        stop: Callable[[], bool],
        progress: Callable[[int], None],
        clock: Callable[[], datetime],
    ) -> None:
        self.account, self.journal = account, journal
        self.over = threading.Event()
        self.login = threading.Lock()
        """One sign-in at a time until one succeeds: a wrong password is tried once, not once a connection."""
        self.signed_in = False
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.emptied = False
        """Whether a claim came back empty."""
        self._stop, self._progress, self._clock = stop, progress, clock
        self._lock = threading.Lock()
        self._counts: Counter[State] = Counter()
        self._told = 0
        self._doubtful = 0
        self._ended: Ended | None = None
        self._resume_at: datetime | None = None
        self._error: MailError | None = None

    def stopping(self) -> bool:
        if not self.over.is_set() and self._stop():
            self.end(Ended.STOPPED)
        return self.over.is_set()

    def end(self, ended: Ended, *, resume_at: datetime | None = None, error: MailError | None = None) -> None:
        """All connections finish the message in flight. The first reason counts."""
        with self._lock:
            if not self.over.is_set():
                self._ended, self._resume_at, self._error = ended, resume_at, error
                self.over.set()

    def heed(self, decision: Decision) -> None:
        """End the run if the server's answer concerns the whole account."""
        if decision.verdict is Verdict.PAUSE:
            _log.warning("%s", decision.what)
            self.end(Ended.PAUSED, resume_at=self._clock() + (decision.wait or timedelta()))
        elif decision.verdict is Verdict.PERSON:
            self.end(Ended.ACCOUNT, error=self.account.error(decision))

    def count(self, outcome: Outcome) -> None:
        with self._lock:
            self._counts[outcome.state] += 1
            if outcome.state is State.SENT or (outcome.state is State.REFUSED and blames_recipient(outcome.reply)):
                self._doubtful = 0
            elif outcome.state is State.REFUSED and outcome.code:
                self._doubtful += 1
        if self._doubtful >= _DOUBTFUL_REFUSALS:
            what = f"The mail server has refused {self._doubtful} recipients in a row, the last with: {outcome.reply}"
            cure = "Find out with the mail service what it has against the account or its messages"
            self.heed(Decision(Verdict.PERSON, None, what, cure))

    def tell(self) -> None:
        with self._lock:
            settled = self._counts.total()
            if settled > self._told:
                self._progress(settled - self._told)
                self._told = settled

    def summary(self, seconds: float) -> Delivery:
        ended = self._ended or (Ended.EMPTY if self.emptied else Ended.UNREACHABLE)
        return Delivery(dict(self._counts), seconds, ended, self._resume_at, self._error)


class _Worker:
    """One connection at a time, and what it has claimed."""

    def __init__(self, run: _Run, owner: str, pause: Callable[[float], object]) -> None:
        self._run, self._owner, self._pause = run, owner, pause
        self._held: deque[Outgoing] = deque()
        self._left = 0
        """How many messages this connection may still take."""
        self._settled = 0

    def work(self) -> None:
        waits = iter(_WAITS)
        try:
            while self._fill():
                before = self._settled
                if self._connect_and_send():
                    continue
                if self._settled > before:
                    waits = iter(_WAITS)
                wait = next(waits, None)
                if wait is None:
                    break
                self._pause(wait)
            else:
                self._run.emptied = True
        finally:
            if self._held:
                self._run.journal.release([Outcome(message.key, State.QUEUED) for message in self._held])
            self._run.tell()

    def _connect_and_send(self) -> bool:
        """Whether the connection ended as it should."""
        run = self._run
        try:
            with nullcontext() if run.signed_in else run.login:
                if run.stopping():
                    return True
                smtp = open_connection(run.account)
                run.signed_in = True
        except ConnectionLost as lost:
            _log.warning("No connection to %s: %s", run.account.where, lost)
            return False
        except AccountRefused as refused:
            run.heed(refused.decision)
            return False
        except MailError as error:
            run.end(Ended.ACCOUNT, error=error)
            return False
        self._left = run.account.messages_per_connection or sys.maxsize
        connection = Connection(smtp, run.account.address, self)
        try:
            ending = connection.run()
        finally:
            connection.close()
        if ending:
            run.heed(ending)
        return ending is None

    def _fill(self) -> bool:
        """Whether there is a message to send: one held, or newly claimed."""
        if self._run.stopping():
            return False
        if not self._held:
            self._run.tell()
            self._held.extend(self._run.journal.claim(self._owner))
        return bool(self._held)

    def take(self) -> Outgoing | None:
        if self._left == 0 or not self._fill():
            return None
        self._left -= 1
        return self._held.popleft()

    def give_back(self, message: Outgoing) -> None:
        self._held.appendleft(message)

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        self._run.journal.step(done, sending)
        if done:
            self._settled += 1
            self._run.count(done)


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
