"""Deliveries in doubt: whether they arrived nobody knows but the mailbox, or a person. They are settled one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from flows.ledger import schema
from flows.ledger.contents import NO_MORE_TRIES
from flows.ledger.matters import MATTER_COLUMNS, as_matter
from flows.ledger.notes import ignoring
from flows.ledger.open_messages import under_way
from flows.ledger.records import Matter, Purpose
from flows.ledger.store import Store
from flows.ledger.tallies import reopen
from flows.mail.interface import State

_matter, _unit, _message, _recipient = schema.matter, schema.unit, schema.message, schema.recipient
RESTORED = "restored"
"""The note that stands from a restore until people say how to go on: when it was, and of when the backup is."""
_UNWRITTEN = "unwritten"
"""The letter of messages that another ledger wrote, which was lost: nothing is known of its bytes."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One message that may have arrived."""

    message: int
    address: str
    """Empty of somebody who was erased."""
    at: datetime
    """Since when."""
    matters: tuple[Matter, ...]


class Doubts:
    """What is in doubt, and its end. Each call is one durable transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self) -> int:
        with self._store.write() as connection:
            return int(connection.scalar(_unknown(func.count())) or 0)

    def some(self, most: int) -> list[Doubt]:
        """The oldest ``most``."""
        with self._store.write() as connection:
            columns = (_message.c.id, _message.c.at, _recipient.c.address)
            query = _unknown(*columns).join(_recipient, _recipient.c.id == _message.c.recipient_id)
            rows = connection.execute(query.order_by(_message.c.id).limit(most)).all()
            return [Doubt(r.id, r.address, r.at, tuple(_carried(connection, r.id))) for r in rows]

    def settle(self, message: int, now: datetime, *, arrived: bool) -> bool:
        """A person's word: it arrived, or it is to be sent anew, if it still may be. Whether it was in doubt."""
        with self._store.write(durable=True) as connection:
            return self._settle(connection, message, now, arrived=arrived)

    def settle_all(self, now: datetime, *, arrived: bool, matter: Matter | None = None) -> int:
        """A person's word about all that is in doubt, or all of it that is about one matter; how many messages."""
        with self._store.write(durable=True) as connection:
            numbers = connection.scalars(_unknown(_message.c.id)).all()
            chosen = [n for n in numbers if matter is None or matter in _carried(connection, n)]
            return sum(self._settle(connection, number, now, arrived=arrived) for number in chosen)

    def by_matter(self) -> dict[Matter, int]:
        """How many messages in doubt are about what."""
        with self._store.write() as connection:
            query = _unknown(*MATTER_COLUMNS, func.count()).join(_unit, _unit.c.message_id == _message.c.id)
            query = query.join(_matter, _matter.c.id == _unit.c.matter_id).group_by(_matter.c.id)
            return {as_matter(row): row[4] for row in connection.execute(query.order_by(_matter.c.id))}

    def _settle(self, connection: Connection, message: int, now: datetime, *, arrived: bool) -> bool:
        doubtful = (_message.c.id == message, schema.IN_DOUBT)
        reopen(connection, [message])
        if arrived:
            done = update(_message).where(*doubtful).values(state=State.SENT.value, at=now)
            return bool(connection.execute(done).rowcount)
        if not connection.execute(delete(_message).where(*doubtful)).rowcount:
            return False
        ours = update(_unit).where(_unit.c.message_id == message)
        connection.execute(ours.values(state=State.QUEUED.value, message_id=None, not_before=None))
        return True

    def leave_to_people(self) -> int:
        """Put in doubt what is on its way, and let nothing in doubt be sent again by itself; how many messages."""
        with self._store.write(durable=True) as connection:
            ours = update(_message).where(or_(schema.IN_DOUBT, under_way(connection)))
            return connection.execute(ours.values(state=State.UNKNOWN.value, tries=NO_MORE_TRIES)).rowcount

    def put_waiting_in_doubt(self, now: datetime, header_id: Callable[[int], str]) -> int:
        """Of all that waits it is not known whether it has left; how many messages that is.

        ``header_id`` gives each, by its number, a Message-ID that no mail has.
        """
        with self._store.write(durable=True) as connection:
            letter = ignoring(insert(schema.skeleton), self._store)
            connection.execute(letter.values(id=_UNWRITTEN, body=b""))
            number = first = 1 + (connection.scalar(select(func.max(_message.c.id))) or 0)
            for recipient, matters in list(_waiting(connection)):
                connection.execute(insert(_message).values(_row(number, recipient, header_id(number), now)))
                tied = update(_unit).where(_unit.c.recipient_id == recipient, _unit.c.matter_id.in_(matters))
                connection.execute(tied.values(state=State.CLAIMED.value, message_id=number, not_before=None))
                number += 1
            return number - first


def _unknown(*columns: Any) -> Any:
    return select(*columns).select_from(_message).where(schema.IN_DOUBT)


def _carried(connection: Connection, message: int) -> list[Matter]:
    query = select(*MATTER_COLUMNS).join(_unit).where(_unit.c.message_id == message).order_by(_matter.c.id)
    return [as_matter(row) for row in connection.execute(query)]


def _waiting(connection: Connection) -> Iterator[tuple[int, Sequence[int]]]:
    """Recipients and the matters that wait for them, as messages would carry them."""
    query = select(_unit.c.recipient_id, _unit.c.matter_id, _matter.c.purpose).join(_matter)
    query = query.where(or_(schema.QUEUED, schema.DEFERRED)).order_by(_unit.c.recipient_id, _unit.c.matter_id)
    for recipient, units in groupby(connection.execute(query).all(), key=itemgetter(0)):
        together = []
        for _, matter, purpose in units:
            if purpose == Purpose.ANNOUNCE:
                together.append(matter)
            else:
                yield recipient, [matter]
        if together:
            yield recipient, together


def _row(number: int, recipient: int, header_id: str, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "header_id": header_id,
        "recipient_id": recipient,
        "skeleton_id": _UNWRITTEN,
        "slots": "{}",
        "state": State.UNKNOWN.value,
        "owner": "",
        "boot": "",
        "claimed_at": now,
        "at": now,
        "tries": NO_MORE_TRIES,
    }
