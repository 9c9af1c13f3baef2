"""The threads of a delivery: what they share, and what each does with its connection."""

from __future__ import annotations

import logging
import os
import secrets
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from flows.errors import MailError
from flows.mail.account import Account, AccountRefused, ConnectionLost, open_connection
from flows.mail.connection import Connection
from flows.mail.decisions import Decision, Verdict
from flows.mail.interface import Journal, Outcome, Outgoing, State
from flows.mail.replies import blames_recipient

_log = logging.getLogger(__name__)

_DOUBTFUL_REFUSALS: Final = 20
"""Recipients in a row refused for reasons that are not theirs: then it is us whom the server refuses."""
_NOTHING_BUT_REFUSALS: Final = 3
"""So few are enough where nothing at all was taken: a small office, or a vacancy for few, has no twenty."""


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


class Run:
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
        self.idle = threading.Event()
        """Set when a claim came back empty, and at the end: nobody need wait for a connection then."""
        self._stop, self._progress, self._clock = stop, progress, clock
        self._lock = threading.Lock()
        self.counts: Counter[State] = Counter()
        self._told = 0
        self._doubtful: list[Outcome] = []
        """Refusals in a row that do not blame the recipient."""
        self._ended: Ended | None = None
        self.resume_at: datetime | None = None
        self.error: MailError | None = None

    def stopping(self) -> bool:
        if not self.over.is_set() and self._stop():
            self.end(Ended.STOPPED)
        return self.over.is_set()

    def end(self, ended: Ended, *, resume_at: datetime | None = None, error: MailError | None = None) -> None:
        """All connections finish the message in flight. The first reason counts."""
        with self._lock:
            if not self.over.is_set():
                self._ended, self.resume_at, self.error = ended, resume_at, error
                self.over.set()
                self.idle.set()

    def heed(self, decision: Decision) -> None:
        """End the run if the server's answer concerns the whole account."""
        if decision.verdict is Verdict.PAUSE:
            _log.warning("%s", decision.what)
            self.end(Ended.PAUSED, resume_at=self._clock() + (decision.wait or timedelta()))
        elif decision.verdict is Verdict.PERSON:
            self.end(Ended.ACCOUNT, error=self.account.error(decision))

    def count(self, outcome: Outcome) -> None:
        with self._lock:
            self.counts[outcome.state] += 1
            if outcome.state is State.SENT or (outcome.state is State.REFUSED and blames_recipient(outcome.reply)):
                self._doubtful.clear()
            elif outcome.state is State.REFUSED and outcome.code:
                self._doubtful.append(outcome)
            doubtful = self._doubtful.copy() if len(self._doubtful) >= _DOUBTFUL_REFUSALS else []
        if doubtful:
            self._blame_us(doubtful)

    def _blame_us(self, refused: Sequence[Outcome]) -> None:
        what = f"The mail server has refused {len(refused)} recipients in a row, the last with: {refused[-1].reply}"
        cure = "Find out with the mail service what it has against the account or its messages"
        self.heed(Decision(Verdict.PERSON, None, what, cure))

    def forgive(self) -> None:
        """Who was refused because the account is, has not had a fair try: their messages wait. Once, at the end."""
        if not self.counts[State.SENT] and len(self._doubtful) >= _NOTHING_BUT_REFUSALS:
            self._blame_us(self._doubtful)
        if self.error and self._doubtful:
            self.journal.release([outcome._replace(state=State.DEFERRED) for outcome in self._doubtful])
            self.counts.subtract({State.REFUSED: len(self._doubtful), State.DEFERRED: -len(self._doubtful)})

    def tell(self) -> None:
        with self._lock:
            settled = self.counts.total()
            if settled > self._told:
                self._progress(settled - self._told)
                self._told = settled

    @property
    def ended(self) -> Ended:
        return self._ended or (Ended.EMPTY if self.idle.is_set() else Ended.UNREACHABLE)


class Worker:
    """One connection at a time, and what it has claimed."""

    def __init__(self, run: Run, owner: str, waits: Sequence[float]) -> None:
        self._run, self._owner, self._waits = run, owner, waits
        self._held: deque[Outgoing] = deque()
        self._left = 0
        """How many messages this connection may still take."""
        self._settled = 0

    def work(self) -> None:
        waits = iter(self._waits)
        try:
            while self._fill():
                before = self._settled
                if self._connect_and_send():
                    continue
                if self._settled > before:
                    waits = iter(self._waits)
                wait = next(waits, None)
                if wait is None:
                    return
                self._rest(wait)
            self._run.idle.set()
        finally:
            self._release()
            self._run.tell()

    def _rest(self, seconds: float) -> None:
        """Wait before the next try, and let the other connections have what this one cannot send meanwhile."""
        self._release()
        if self._run.idle.wait(seconds) and self._fill():
            self._run.over.wait(seconds)

    def _release(self) -> None:
        if self._held:
            self._run.journal.release([Outcome(message.key, State.QUEUED) for message in self._held])
            self._held.clear()

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
