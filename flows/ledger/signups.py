"""Who wants to be on the list: asked, confirmed by a link, accepted or refused by staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from flows.ledger import schema
from flows.ledger.outbox import Outbox
from flows.ledger.records import Matter, Priority, Purpose
from flows.ledger.store import Store
from flows.procedure.joining import REFUSED, Decision, SignUp

_signup = schema.signup
_COLUMNS = tuple(_signup.c[field.name] for field in fields(SignUp))


class SignUps:
    """Of each address at most what was asked last and is not confirmed, and what was confirmed last."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        self._store, self._outbox = store, outbox

    def ask(self, one: SignUp) -> None:
        """Keep what somebody typed; what was typed before and is not confirmed gives way."""
        with self._store.write() as connection:
            connection.execute(delete(_signup).where(_is(one.key, pending=True)))
            connection.execute(insert(_signup).values(asdict(one) | {"pending": True}))

    def pending(self, key: str) -> SignUp | None:
        """What waits to be confirmed by whoever has this normalised address."""
        return next(iter(self._all(_is(key, pending=True))), None)

    def confirmed(self) -> list[SignUp]:
        """All that are confirmed, oldest first."""
        return self._all(_signup.c.pending.is_(False))

    def all_pending(self) -> list[SignUp]:
        return self._all(_signup.c.pending)

    def is_confirmed(self, key: str) -> bool:
        return bool(self._all(_is(key, pending=False)))

    def confirm(self, one: SignUp, at: datetime) -> None:
        """The address is theirs: this takes the place of what they confirmed before, and their opt-out back.

        What staff said of the same NIM holds on; of another they are asked.
        """
        with self._store.write(durable=True) as connection:
            before = next(iter(self._all(_is(one.key, pending=False))), None)
            known: dict[str, Any] = {}
            if before and before.nim == one.nim:
                known = {"decision": before.decision, "decided_at": before.decided_at}
            connection.execute(delete(_signup).where(_is(one.key, pending=False)))
            confirmed = update(_signup).where(_is(one.key, pending=True))
            connection.execute(confirmed.values(pending=False, confirmed_at=at, **known))
            self._outbox.come_back(one.key)

    def decide(self, key: str, decision: Decision, at: datetime) -> None:
        """Staff accepted or refused, or took it back (``""``)."""
        decided = update(_signup).where(_is(key, pending=False))
        with self._store.write(durable=True) as connection:
            connection.execute(decided.values(decision=decision, decided_at=at if decision else None))

    def forget(self, *, asked_before: datetime, refused_before: datetime) -> int:
        """Remove who did not confirm and who was refused since before these moments; returns how many."""
        never = and_(_signup.c.pending, _signup.c.asked_at < asked_before)
        refused = and_(_signup.c.decision == REFUSED, _signup.c.decided_at < refused_before)
        with self._store.write() as connection:
            return connection.execute(delete(_signup).where(or_(never, refused))).rowcount

    def mail(self, recipient: int, day: str, at: datetime) -> None:
        """Have the link mailed to this recipient. A unit exists once ever: one mail to an address a day."""
        self._outbox.queue(_letters(day), [recipient], at)

    def mailed(self, day: str) -> set[int]:
        """To whom a link was to be mailed on a day of the office's (ISO 8601), whatever became of it."""
        unit, matter = schema.unit, schema.matter
        query = select(unit.c.recipient_id).join(matter).where(matter.c.purpose == Purpose.CONFIRM)
        with self._store.write() as connection:
            return set(connection.scalars(query.where(matter.c.edition == day)))

    def _all(self, *which: ColumnElement[bool]) -> list[SignUp]:
        order = func.coalesce(_signup.c.confirmed_at, _signup.c.asked_at)
        with self._store.write() as connection:
            rows: Iterable[Any] = connection.execute(select(*_COLUMNS).where(*which).order_by(order, _signup.c.key))
            return [SignUp(*row) for row in rows]


def _letters(day: str) -> Matter:
    return Matter(Purpose.CONFIRM, day, day, Priority.STAFF)


def _is(key: str, *, pending: bool) -> ColumnElement[bool]:
    return and_(_signup.c.key == key, _signup.c.pending.is_(pending))
