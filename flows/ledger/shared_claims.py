"""Delivery's side of a ledger in PostgreSQL, which several workers deliver from at once.

Recipients are taken by row locks that others pass over (SKIP LOCKED), and with a recipient all that waits for them: so
whatever races, one worker composes one message of it. Composing goes on side by side. Only then, one worker after the
other, the account's limit is looked at and the messages are numbered and written, in the same transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from flows.errors import LedgerError
from flows.ledger import schema
from flows.ledger.allowance import Allowance
from flows.ledger.claims import Claims, Compose
from flows.ledger.leases import Lease, others_at_work
from flows.ledger.records import Compiled, Draft, Parcel
from flows.ledger.recovery import Recovery, one_at_a_time, take_over
from flows.ledger.store import Store
from flows.mail.interface import Outcome, Outgoing, State

_message = schema.message
BATCH = 25
"""Messages claimed at a time: few, so that the last ones are shared, and little is lost with a worker."""
MOST_PASSED = 2_000
"""Recipients left to who judges; then this worker ends, for it is time to read the workbook anew."""


class SharedClaims(Claims):
    """The journal of one worker among several, by its `Lease`."""

    def __init__(
        self,
        store: Store,
        lease: Lease,
        *,
        boot: str,
        clock: Callable[[], datetime],
        compose: Compose,
        load: Callable[[bytes], Compiled],
        allowance: Allowance,
        batch: int = BATCH,
        resend: bool = False,
        judges: bool = True,
        recovered: Callable[[Recovery], None] = lambda recovery: None,
    ) -> None:
        """Who ``judges`` withdraws what may not be sent any more. Others may have read the workbook before it was
        queued: they leave it to who judges. ``recovered`` is told of what was taken over from the dead.
        """
        super().__init__(
            store, boot=boot, clock=clock, compose=compose, load=load, allowance=allowance, batch=batch, resend=resend
        )
        self._lease, self._judges, self._recovered = lease, judges, recovered
        self._passed: set[int] = set()
        """Recipients for whom something waits that we cannot judge."""
        self._look_again = 0.0
        ours = update(_message).where(_message.c.id == bindparam("number"), _message.c.owner == bindparam("o"))
        self._done = store.prepare(
            ours.values(state=bindparam("s"), at=bindparam("t"), code=bindparam("c"), reply=bindparam("r")),
            ("s", "t", "c", "r", "number", "o"),
        )
        self._sending = store.prepare(
            ours.where(_message.c.state == bindparam("claimed")).values(state=bindparam("s"), at=bindparam("t")),
            ("s", "t", "number", "o", "claimed"),
        )

    def take_over(self) -> int:
        """Settle what the dead left open; how many messages wait again. Looked at four times in the time of a lease."""
        if time.monotonic() < self._look_again:
            return 0
        self._look_again = time.monotonic() + self._lease.seconds / 4
        recovery = take_over(self._store, self._clock())
        if recovery.unknown or recovery.requeued:
            self._recovered(recovery)
        return recovery.requeued

    def others_at_work(self) -> bool:
        """Whether others have claimed what they have not settled yet."""
        with self._store.aside() as connection:
            return others_at_work(connection, self._lease.name)

    def await_others(self, stop: Callable[[], bool]) -> None:
        """Wait until others are done, or until what a dead one leaves is to be sent."""
        while not stop() and self.others_at_work() and not self.take_over():
            time.sleep(min(self._lease.seconds / 8, 1.0))

    def _claim(self, owner: str) -> list[Outgoing]:
        self.take_over()
        while True:
            with self._store.write(durable=True, beside=True) as connection:
                if self._again_after is not None:  # there is little to compose of what is sent again
                    one_at_a_time(connection)
                self._allowance.recount()
                room = self._allowance.room()  # as it is before the others have written
                if not room:
                    return []
                size = min(self._batch, room.messages)
                outgoing = self._again(connection, self._lease.name, size, room.priorities)
                if outgoing:
                    return outgoing
                if len(self._passed) > MOST_PASSED:
                    return []
                parcels = self._parcels.next_free(connection, size, room.priorities, self._clock(), self._passed)
                if not parcels:
                    return []
                drafts = [(parcel, self._draft(parcel)) for parcel in parcels]
                if not self._judges:
                    drafts = list(self._without_judgement(drafts))
                one_at_a_time(connection)
                self._allowance.recount()
                room = self._allowance.room()
                fitting = [pair for pair in drafts if int(pair[0].matters[0].priority) in room.priorities]
                outgoing = self._bind(connection, self._lease.name, fitting[: room.messages])
            if outgoing:
                return outgoing

    def _without_judgement(self, drafts: Iterable[tuple[Parcel, Draft | None]]) -> Iterator[tuple[Parcel, Draft]]:
        """What can be sent, alone; the rest of it stays queued."""
        for parcel, draft in drafts:
            kept = draft.matters if draft is not None else ()
            if len(kept) < len(parcel.matters):
                self._passed.add(parcel.recipient_id)
            if draft is not None:
                pairs = zip(parcel.numbers, parcel.matters, strict=True)
                yield parcel._replace(numbers=tuple(n for n, one in pairs if one in kept), matters=kept), draft

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        """As in `Claims`. Raises `LedgerError` if the message that is about to be sent is not ours any more."""
        now = self._clock().timestamp()
        if done is not None and done.state in {State.DEFERRED, State.QUEUED}:
            self.release([done])
            done = None
        work: list[tuple[Any, Sequence[Any]]] = []
        mine = self._lease.name
        if done is not None:
            work.append((self._done, (done.state.value, now, done.code, done.reply, done.key, mine)))
        if sending is not None:
            work.append((self._sending, (State.SENDING.value, now, sending.key, mine, State.CLAIMED.value)))
        if work and not self._store.run(*work) and sending is not None:
            raise LedgerError(
                "This worker was taken for dead, and others have what it had claimed",
                where="ledger.lease_seconds",
                cure="nothing was sent twice; if machines here often stand still for so long, set it higher",
            )

    def release(self, outcomes: list[Outcome]) -> None:
        """As in `Claims`, of what is still ours."""
        keys = [outcome.key for outcome in outcomes]
        with self._store.write(beside=True) as connection:
            query = select(_message.c.id).where(_message.c.id.in_(keys), _message.c.owner == self._lease.name)
            ours = set(connection.scalars(query.with_for_update()))
            super().release([outcome for outcome in outcomes if outcome.key in ours])
