"""Which units travel next, and which of them together: those of one recipient that may, in one message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, bindparam, select, update

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
_CHOSEN = (
    select(_unit.c.recipient_id, _unit.c.matter_id, _recipient.c.address)
    .join(_recipient, _recipient.c.id == _unit.c.recipient_id)
    .where(
        schema.QUEUED,
        _unit.c.priority.in_(bindparam("together", expanding=True)),
        _unit.c.recipient_id.in_(_RECIPIENTS),
    )
    .order_by(_unit.c.recipient_id, _unit.c.priority, _unit.c.matter_id)
)


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
        together = [priority for priority in TOGETHER.get(first, (first,)) if priority in priorities]
        rows = connection.execute(_CHOSEN, {"first": first, "size": size, "together": together}).all()
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
        return parcels[:size]

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
