"""The account's limit: how many messages may still be sent, over restarts, in a rolling 24 hours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from flows.ledger import schema
from flows.ledger.records import Priority
from flows.ledger.store import Store

DAY = timedelta(hours=24)
RECOUNT = timedelta(minutes=10)
COUNTED = ("claimed", "sending", "sent", "unknown")
"""What the account's server may have counted: a message in doubt counts as sent."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages may leave now, and of which priorities."""

    messages: int
    priorities: Sequence[int]

    def __bool__(self) -> bool:
        return self.messages > 0


class Allowance:
    """What is left of the limit. Counted from the ledger at first and every 10 minutes, in memory in between, so
    that its cost does not grow with the number of messages. A part is kept for mail to staff (`reserve`)."""

    def __init__(
        self,
        store: Store,
        *,
        limit: int,
        reserve: int,
        clock: Callable[[], datetime],
        held: Callable[[], Collection[Priority]] = frozenset,
    ) -> None:
        """``held`` says which priorities may not leave at the moment."""
        self._store, self.limit, self._clock, self._held = store, limit, clock, held
        self.reserve = min(reserve, limit // 5)
        self._lock = threading.Lock()
        self._spent = 0
        self._counted: datetime | None = None

    def spent(self) -> int:
        """Messages of the last 24 hours."""
        now = self._clock()
        with self._lock:
            if self._counted is None or now - self._counted > RECOUNT:
                table = schema.message
                with self._store.write() as connection:
                    count = select(func.count()).where(table.c.claimed_at > now - DAY, table.c.state.in_(COUNTED))
                    self._spent = int(connection.scalar(count) or 0)
                self._counted = now
            return self._spent

    def spend(self, messages: int) -> None:
        with self._lock:
            self._spent += messages

    def recount(self) -> None:
        """Count anew: others spend from the same limit."""
        with self._lock:
            self._counted = None

    def room(self) -> Room:
        left = self.limit - self.spent()
        if left > self.reserve:
            held = self._held()
            return Room(left - self.reserve, tuple(priority for priority in Priority if priority not in held))
        return Room(max(left, 0), (Priority.STAFF,))

    def frees_at(self) -> datetime | None:
        """When the oldest message of the last 24 hours stops counting."""
        table = schema.message
        with self._store.write() as connection:
            oldest = select(table.c.claimed_at).where(table.c.claimed_at > self._clock() - DAY)
            first = connection.scalar(oldest.order_by(table.c.claimed_at).limit(1))
        return None if first is None else first + DAY
