"""Which units travel next, and which of them together: those of one recipient that may, in one message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_, update

from flows.ledger import schema
from flows.ledger.matters import MATTER_COLUMNS, as_matter
from flows.ledger.records import TOGETHER, Matter, Parcel, Purpose

MOST_TOGETHER = 150
"""Vacancies that one message can name within the size at which mail programs cut it off (`flows.mail.fit`)."""

_matter, _unit, _recipient = schema.matter, schema.unit, schema.recipient
_WAKE = (
    update(_unit)
    .where(schema.DEFERRED, _unit.c.not_before <= bindparam("now", type_=schema.Moment))
    .values(state="queued")
)
_FIRST = (
    select(_unit.c.priority)
    .where(schema.QUEUED, _unit.c.priority.in_(bindparam("priorities", expanding=True)))
    .order_by(_unit.c.priority)
    .limit(1)
)
_RECIPIENTS = (
    select(_unit.c.recipient_id)
    .where(schema.QUEUED, _unit.c.priority == bindparam("first"))
    .distinct()
    .order_by(_unit.c.recipient_id)
    .limit(bindparam("size"))
)
_WAITING = (
    select(_unit.c.recipient_id, _unit.c.matter_id, _recipient.c.address)
    .join(_recipient, _recipient.c.id == _unit.c.recipient_id)
    .where(schema.QUEUED, _unit.c.priority.in_(bindparam("together", expanding=True)))
    .order_by(_unit.c.recipient_id, _unit.c.priority, _unit.c.matter_id)
)
_CHOSEN = _WAITING.where(_unit.c.recipient_id.in_(_RECIPIENTS))
_AT_ONCE = 20
"""So many times what one worker claims is looked through for what others are not claiming just now."""
_NOT_PASSED = _unit.c.recipient_id.not_in(bindparam("passed", expanding=True))
_FIRST_FREE = _FIRST.where(_NOT_PASSED)
_some = _RECIPIENTS.where(_NOT_PASSED).subquery()
_FREE = (
    select(_recipient.c.id)
    .join(_some, _some.c.recipient_id == _recipient.c.id)
    .order_by(_recipient.c.id)
    .limit(bindparam("most"))
    # Not FOR UPDATE: that would keep waiting whoever writes a row which names the recipient.
    .with_for_update(of=_recipient, skip_locked=True, key_share=True)
)
_OF_THESE = _WAITING.where(_unit.c.recipient_id.in_(bindparam("recipients", expanding=True))).with_for_update(
    of=_unit,
    skip_locked=True,  # what somebody is taking back at this moment
)
_OVERDUE = (
    select(_unit.c.matter_id, _unit.c.recipient_id)
    .where(schema.DEFERRED, _unit.c.not_before <= bindparam("now", type_=schema.Moment))
    .with_for_update(skip_locked=True)
)
_WAKE_FREE = update(_unit).where(tuple_(_unit.c.matter_id, _unit.c.recipient_id).in_(_OVERDUE)).values(state="queued")


def _together(first: int, priorities: Collection[int]) -> list[int]:
    return [priority for priority in TOGETHER.get(first, (first,)) if priority in priorities]


class Parcels:
    """Reads the queue, and remembers what it read: the same numbers give the very same ``matters`` (`Parcel`)."""

    def __init__(self) -> None:
        self._matters: dict[int, Matter] = {}
        self._together: dict[tuple[int, ...], tuple[Matter, ...]] = {}

    def next(self, connection: Connection, size: int, priorities: Collection[int], now: datetime) -> list[Parcel]:
        """At most ``size``, most pressing first, of these priorities."""
        connection.execute(_WAKE, {"now": now})
        first = connection.scalar(_FIRST, {"priorities": priorities})
        if first is None:
            return []
        chosen = {"first": first, "size": size, "together": _together(first, priorities)}
        return self._packed(connection, connection.execute(_CHOSEN, chosen).all())[:size]

    def next_free(
        self,
        connection: Connection,
        size: int,
        priorities: Collection[int],
        now: datetime,
        passed: Collection[int] = (),
    ) -> list[Parcel]:
        """As `next`, of recipients whom nobody else takes at this moment; they are ours until the transaction ends.
        Not of those ``passed``."""
        passed = list(passed)
        connection.execute(_WAKE_FREE, {"now": now})
        while (first := connection.scalar(_FIRST_FREE, {"priorities": priorities, "passed": passed})) is not None:
            some = {"first": first, "size": size * _AT_ONCE, "most": size, "passed": passed}
            recipients = connection.scalars(_FREE, some).all()
            if not recipients:
                break
            ours = {"recipients": recipients, "together": _together(first, priorities)}
            if parcels := self._packed(connection, connection.execute(_OF_THESE, ours).all()):
                return parcels[:size]
            # Somebody else had just claimed all that waited for them: it is committed, and seen, by now.
        return []

    def _packed(self, connection: Connection, rows: Sequence[Any]) -> list[Parcel]:
        self._learn(connection, {matter for _, matter, _ in rows})
        parcels: list[Parcel] = []
        for recipient, units in groupby(rows, key=itemgetter(0)):
            numbers = []
            for _, number, address in units:
                if self._matters[number].purpose is Purpose.ANNOUNCE:
                    numbers.append(number)
                else:
                    parcels.append(self._parcel(recipient, address, (number,)))
            if numbers:  # what does not fit stays queued, for the next message
                parcels.append(self._parcel(recipient, address, tuple(numbers[:MOST_TOGETHER])))
        return parcels

    def of_message(self, connection: Connection, message: int, recipient: int) -> Parcel:
        """What a message that is kept carries."""
        numbers = connection.scalars(select(_unit.c.matter_id).where(_unit.c.message_id == message)).all()
        address = connection.scalars(select(_recipient.c.address).where(_recipient.c.id == recipient)).one()
        self._learn(connection, set(numbers))
        return self._parcel(recipient, address, tuple(numbers))

    def _parcel(self, recipient: int, address: str, numbers: tuple[int, ...]) -> Parcel:
        matters = self._together.get(numbers)
        if matters is None:
            matters = self._together[numbers] = tuple(self._matters[number] for number in numbers)
        return Parcel(recipient, address, numbers, matters)

    def _learn(self, connection: Connection, numbers: set[int]) -> None:
        unknown = numbers - self._matters.keys()
        if unknown:
            query = select(*MATTER_COLUMNS, _matter.c.id).where(_matter.c.id.in_(unknown))
            self._matters |= {r.id: as_matter(r) for r in connection.execute(query)}
