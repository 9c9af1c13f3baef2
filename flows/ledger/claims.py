"""Delivery's side of the ledger: units are claimed as messages, sent once, and found again after a crash.

States of a message: ``claimed → sending → sent | deferred | refused | unknown``. A claim is committed durably;
``sending`` before the first byte of its data and the outcome after the server's answer, each as a plain commit.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from flows.ledger import schema
from flows.ledger.allowance import Allowance
from flows.ledger.notes import ignoring
from flows.ledger.open_messages import defer, lower_low_water, requeue
from flows.ledger.parcels import Parcels
from flows.ledger.records import Compiled, Draft, Parcel
from flows.ledger.store import Store
from flows.ledger.tallies import reopen
from flows.mail.interface import Outcome, Outgoing, State

MOST_TRIES = 3
"""How often a message in doubt is sent under ``mail.in_doubt = "resend"``."""

_unit, _message = schema.unit, schema.message
_WRITTEN = (
    "id", "header_id", "recipient_id", "skeleton_id", "slots", "state", "owner", "boot", "claimed_at", "at", "tries",
    "code", "reply",
)  # fmt: skip
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Compose = Callable[[Parcel], Draft | None]


class Claims:
    """The journal of delivery (`flows.mail.interface.Journal`) for the process that holds the office's run lock.

    ``compose`` makes a parcel into a draft, or ``None`` if nothing in it may be sent any more; ``load`` makes kept
    bytes a wire again (for ``resend``). A batch costs one durable commit, a message one plain commit.
    """

    def __init__(
        self,
        store: Store,
        *,
        boot: str,
        clock: Callable[[], datetime],
        compose: Compose,
        load: Callable[[bytes], Compiled],
        allowance: Allowance,
        batch: int = 100,
        resend: bool = False,
    ) -> None:
        self._store, self._boot, self._clock, self._compose, self._load = store, boot, clock, compose, load
        self._allowance, self._batch = allowance, batch
        self._again_after = 0 if resend else None
        """The last message in doubt that was looked at; ``None`` when there is no further one to send again."""
        self._claiming = threading.Lock()
        self._kept: set[str] = set()
        self._parcels = Parcels()
        by_number = update(_message).where(_message.c.id == bindparam("number"))
        self._done = store.prepare(
            by_number.values(state=bindparam("s"), at=bindparam("t"), code=bindparam("c"), reply=bindparam("r")),
            ("s", "t", "c", "r", "number"),
        )
        self._sending = store.prepare(
            by_number.values(state=State.SENDING.value, at=bindparam("t")), ("state", "t", "number")
        )
        self._insert = store.prepare(insert(_message).values({name: bindparam(name) for name in _WRITTEN}), _WRITTEN)
        by_unit = update(_unit).where(_unit.c.matter_id == bindparam("m"), _unit.c.recipient_id == bindparam("r"))
        self._tie = store.prepare(
            by_unit.values(state=bindparam("s"), message_id=bindparam("number")), ("s", "number", "m", "r")
        )

    def claim(self, owner: str) -> list[Outgoing]:
        """The next batch, most pressing first, within the account's allowance; empty when nothing may be sent now."""
        with self._claiming:  # or two connections would both spend what is left of the limit
            return self._claim(owner)

    def _claim(self, owner: str) -> list[Outgoing]:
        while room := self._allowance.room():
            with self._store.write(durable=True) as connection:
                size = min(self._batch, room.messages)
                outgoing = self._again(connection, owner, size, room.priorities)
                if not outgoing:
                    parcels = self._parcels.next(connection, size, room.priorities, self._clock())
                    if not parcels:
                        return []
                    outgoing = self._bind(connection, owner, ((parcel, self._draft(parcel)) for parcel in parcels))
            if outgoing:
                self._allowance.spend(len(outgoing))
                return outgoing
        return []

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        """In one commit: one message's outcome, and that the next one's data is about to be written."""
        now = self._clock()
        if done is not None and done.state in {State.DEFERRED, State.QUEUED}:
            self.release([done])
            done = None
        work: list[tuple[Any, Sequence[Any]]] = []
        if done is not None:
            work.append((self._done, (done.state.value, now.timestamp(), done.code, done.reply, done.key)))
            if done.state is State.REFUSED:
                self._allowance.spend(-1)
        if sending is not None:
            work.append((self._sending, (State.SENDING.value, now.timestamp(), sending.key)))
        if work:
            self._store.run(*work)

    def release(self, outcomes: list[Outcome]) -> None:
        """Messages that were not tried go back to the queue; deferred ones wait, longer each time.

        What was in doubt before this try stays in doubt, with its Message-ID.
        """
        now = self._clock()
        with self._store.write() as connection:
            for outcome in outcomes:
                if outcome.state is State.QUEUED:
                    requeue(connection, [outcome.key])
                else:
                    defer(connection, outcome, now)
        self._allowance.spend(-len(outcomes))

    def _draft(self, parcel: Parcel) -> Draft | None:
        return self._compose(parcel) if parcel.address else None  # else of somebody who was erased

    def _bind(
        self, connection: Connection, owner: str, parcels: Iterable[tuple[Parcel, Draft | None]]
    ) -> list[Outgoing]:
        """Write the messages of these parcels, and tie their units to them; withdraw what may not be sent."""
        now = self._clock().timestamp()
        number = 1 + (connection.scalar(select(func.max(_message.c.id))) or 0)
        outgoing: list[Outgoing] = []
        messages: list[tuple[Any, ...]] = []
        ties: list[tuple[Any, ...]] = []
        for parcel, draft in parcels:
            kept = draft.matters if draft is not None else ()
            for matter_id, matter in zip(parcel.numbers, parcel.matters, strict=True):
                if kept is parcel.matters or matter in kept:
                    ties.append(("claimed", number, matter_id, parcel.recipient_id))
                else:
                    ties.append(("withdrawn", None, matter_id, parcel.recipient_id))
            if draft is not None:
                if draft.skeleton_id not in self._kept:
                    self._keep(connection, draft)
                outgoing.append(Outgoing(number, parcel.address, draft.wire, draft.slots))
                fixed = (draft.header_id, parcel.recipient_id, draft.skeleton_id, _as_json(draft.slots))
                messages.append((number, *fixed, "claimed", owner, self._boot, now, now, 1, 0, ""))
                number += 1
        self._store.many(connection, self._insert, messages)
        self._store.many(connection, self._tie, ties)
        return outgoing

    def _keep(self, connection: Connection, draft: Draft) -> None:
        kept, body = schema.skeleton, draft.wire.dump()
        connection.execute(ignoring(insert(kept), self._store).values(id=draft.skeleton_id, body=body))
        emptied = kept.c.id == draft.skeleton_id, kept.c.body == b""  # its messages were old (`flows.ledger.contents`)
        connection.execute(update(kept).where(*emptied).values(body=body))
        self._kept.add(draft.skeleton_id)

    def _again(self, connection: Connection, owner: str, size: int, priorities: Collection[int]) -> list[Outgoing]:
        """Messages in doubt, with the bytes and the Message-ID they had, if what they say may still be sent.

        Each once a run: what comes to be in doubt again is left to the next.
        """
        if self._again_after is None:
            return []
        admitted = exists().where(_unit.c.message_id == _message.c.id, _unit.c.priority.in_(priorities))
        doubtful = connection.execute(
            select(_message.c.id, _message.c.slots, _message.c.recipient_id, schema.skeleton.c.body)
            .join(schema.skeleton, schema.skeleton.c.id == _message.c.skeleton_id)
            .where(
                _message.c.id > self._again_after,
                schema.IN_DOUBT,
                _message.c.tries < MOST_TRIES,
                admitted,
            )
            .order_by(_message.c.id)
            .limit(size)
            .with_for_update(of=_message, skip_locked=True)
        ).all()
        self._again_after = doubtful[-1].id if doubtful else None
        if doubtful:
            lower_low_water(connection, doubtful[0].id)
            reopen(connection, [r.id for r in doubtful])
        outgoing: list[Outgoing] = []
        for r in doubtful:
            parcel = self._parcels.of_message(connection, r.id, r.recipient_id)
            change: dict[str, Any] = {"tries": MOST_TRIES}
            if parcel.address and self._compose(parcel) is not None:
                change = {
                    "tries": _message.c.tries + 1,
                    "state": State.CLAIMED.value,
                    "owner": owner,
                    "boot": self._boot,
                    "claimed_at": self._clock(),
                }
                outgoing.append(Outgoing(r.id, parcel.address, self._load(r.body), json.loads(r.slots)))
            connection.execute(update(_message).where(_message.c.id == r.id).values(change))
        return outgoing
