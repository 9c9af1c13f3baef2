"""Fakes for the mail room: a journal in memory, messages that need no template."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.mail.interface import Outcome, Outgoing, State

SENDER = "karir@example.ac.id"


class Text:
    """A wire that needs no slots."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def fill(self, slots: Mapping[str, str]) -> bytes:
        return self._data


def message(key: int, recipient: str = "", text: str = "") -> Outgoing:
    data = text or f"Subject: {key}\r\n\r\nHalo {key}\r\n..titik\r\n"
    return Outgoing(key, recipient or f"a{key}@example.com", Text(data.encode()), {})


def messages(count: int) -> list[Outgoing]:
    return [message(key) for key in range(1, count + 1)]


@dataclass
class Steps:
    """What was committed, in order; also a connection's feed. Each step is checked against the rules of the journal."""

    queue: deque[Outgoing]
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    sending: set[int] = field(default_factory=set)
    """Committed as being sent, without an outcome yet."""
    given_back: list[int] = field(default_factory=list)
    steps: list[tuple[int | None, int | None]] = field(default_factory=list)

    @classmethod
    def of(cls, messages: Iterable[Outgoing]) -> Steps:
        return cls(deque(messages))

    def take(self) -> Outgoing | None:
        return self.queue.popleft() if self.queue else None

    def give_back(self, message: Outgoing) -> None:
        self.given_back.append(message.key)
        self.queue.appendleft(message)

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        assert done or sending, "an empty commit"
        self.steps.append((done.key if done else None, sending.key if sending else None))
        if done:
            assert done.key not in self.outcomes or self.outcomes[done.key].state is State.DEFERRED
            self.outcomes[done.key] = done
            self.sending.discard(done.key)
        if sending:
            self.sending.add(sending.key)
        assert len(self.sending) <= 1, "more than one message in doubt"

    def states(self) -> dict[int, State]:
        return {key: outcome.state for key, outcome in self.outcomes.items()}


class Ledger:
    """A journal in memory: it hands out each message once, and keeps what became of it."""

    def __init__(self, messages: Iterable[Outgoing], batch: int = 5) -> None:
        self.queue = deque(messages)
        self.held: dict[int, Outgoing] = {}
        """Claimed, and neither settled nor released."""
        self.outcomes: dict[int, Outcome] = {}
        self.owners: Counter[str] = Counter()
        self.claims = 0
        self._sending: dict[str, set[int]] = {}
        self._batch, self._lock = batch, threading.Lock()

    def claim(self, owner: str) -> list[Outgoing]:
        with self._lock:
            self.claims += 1
            batch = [self.queue.popleft() for _ in range(min(self._batch, len(self.queue)))]
            self.held |= {message.key: message for message in batch}
            self.owners[owner] += len(batch)
            return batch

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        with self._lock:
            doubtful = self._sending.setdefault(threading.current_thread().name, set())
            if done:
                assert self.held.pop(done.key)
                self.outcomes[done.key] = done
                doubtful.discard(done.key)
            if sending:
                assert sending.key in self.held
                doubtful.add(sending.key)
            assert len(doubtful) <= 1, "more than one message in doubt on a connection"

    def release(self, outcomes: list[Outcome]) -> None:
        with self._lock:
            for outcome in outcomes:
                if outcome.state is State.DEFERRED:
                    assert self.outcomes[outcome.key].state is State.REFUSED
                    self.outcomes[outcome.key] = outcome
                else:
                    assert outcome.state is State.QUEUED
                    self.queue.appendleft(self.held.pop(outcome.key))

    def keys(self, state: State) -> set[int]:
        return {key for key, outcome in list(self.outcomes.items()) if outcome.state is state}
