"""Messages that are under way (claimed or being sent), and how one goes back to where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from flows.ledger import schema
from flows.mail.interface import Outcome, State

FIRST_DELAY, LONGEST_DELAY, MOST_ATTEMPTS = timedelta(minutes=15), timedelta(hours=6), 12
"""A deferred unit waits 15 minutes, twice as long each time, at most 6 hours; after 12 attempts it is refused."""

_message, _unit = schema.message, schema.unit
UNDER_WAY = (State.CLAIMED.value, State.SENDING.value)
_MARK = "low_water"


def under_way(connection: Connection) -> ColumnElement[bool]:
    """Whether a message is claimed or being sent: looked for from the low-water mark on, below which none is."""
    return and_(_message.c.id >= _low_water(connection), _message.c.state.in_(UNDER_WAY))


def raise_low_water(connection: Connection) -> None:
    """To the oldest message that is under way, or, if none is, above the newest."""
    oldest = connection.scalar(select(func.min(_message.c.id)).where(under_way(connection)))
    _mark(connection, oldest or 1 + (connection.scalar(select(func.max(_message.c.id))) or 0))


def lower_low_water(connection: Connection, number: int) -> None:
    """So that this old message can be under way again."""
    if number < _low_water(connection):
        _mark(connection, number)


def _low_water(connection: Connection) -> int:
    mark = connection.scalar(select(schema.note.c.value).where(schema.note.c.name == _MARK))
    return int(mark or 0)


def _mark(connection: Connection, number: int) -> None:
    connection.execute(delete(schema.note).where(schema.note.c.name == _MARK))
    connection.execute(insert(schema.note).values(name=_MARK, value=number))


def requeue(connection: Connection, messages: Sequence[int]) -> None:
    """Undo claims: the units wait again, the messages never were. But one that was in doubt before is so again: if it
    was delivered after all, only its Message-ID can tell."""
    for number in messages:
        tried = update(_message).where(_message.c.id == number, _message.c.tries > 1)
        if connection.execute(tried.values(state=State.UNKNOWN.value, tries=_message.c.tries - 1)).rowcount:
            continue
        connection.execute(update(_unit).where(_unit.c.message_id == number).values(state="queued", message_id=None))
        connection.execute(delete(_message).where(_message.c.id == number))


def defer(connection: Connection, outcome: Outcome, now: datetime) -> None:
    """The message's units wait, longer each time, and are refused at last; one in doubt before stays so."""
    tried = update(_message).where(_message.c.id == outcome.key, _message.c.tries > 1)
    settled = {"at": now, "code": outcome.code, "reply": outcome.reply}
    if connection.execute(tried.values(state=State.UNKNOWN.value, **settled)).rowcount:
        return
    ours = _unit.c.message_id == outcome.key
    attempts = 1 + (connection.scalar(select(_unit.c.attempts).where(ours).limit(1)) or 0)
    state = State.DEFERRED if attempts < MOST_ATTEMPTS else State.REFUSED
    connection.execute(update(_message).where(_message.c.id == outcome.key).values(state=state.value, **settled))
    if state is State.REFUSED:
        return
    delay = outcome.retry_after or min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY)
    connection.execute(
        update(_unit)
        .where(ours)
        .values(state=State.DEFERRED.value, message_id=None, attempts=attempts, not_before=now + delay)
    )
