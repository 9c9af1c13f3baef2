"""What the KPIs count in the ledger, by the database itself where it grows with the years."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, func, select

from flows.ledger import schema
from flows.ledger.outbox import TOLD
from flows.ledger.store import Store
from flows.mail.interface import State
from flows.procedure.cases import ACCEPTED, APPLIED

_recipient, _matter, _unit, _message, _response, _trail = (
    schema.recipient, schema.matter, schema.unit, schema.message, schema.response, schema.trail,
)  # fmt: skip
SETTLES = timedelta(days=30)
"""A message is sent, or its doubt is settled, within so long of its claim."""


class Told(NamedTuple):
    """What a partner answered about a vacancy: when first, and the numbers of the latest version."""

    first: datetime
    applied: int | None
    accepted: int | None


class Measures:
    """Moments are UTC; a span includes its start and not its end."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def began(self) -> datetime | None:
        """When the first step was recorded."""
        with self._store.write() as connection:
            return connection.scalar(select(_trail.c.at).order_by(_trail.c.number).limit(1))

    def reached(self, start: datetime, end: datetime) -> int:
        """To how many different addresses at least one announcement or correction was sent."""
        oldest = select(func.min(_message.c.id)).where(_message.c.claimed_at >= start - SETTLES).scalar_subquery()
        # The sum keeps SQLite from looking for the least matter from the beginning of time on.
        since = select(func.min(_unit.c.matter_id + 0)).where(_unit.c.message_id >= oldest).scalar_subquery()
        # For each person until the first message is found: to count all messages of a year takes ten times as long.
        told = exists().where(
            _matter.c.purpose.in_(TOLD),
            _matter.c.id >= since,
            _matter.c.at < end,
            _unit.c.matter_id == _matter.c.id,
            _unit.c.recipient_id == _recipient.c.id,
            _message.c.id == _unit.c.message_id,
            _message.c.at >= start,
            _message.c.at < end,
            _message.c.state == State.SENT.value,
        )
        query = select(func.count()).select_from(_recipient).where(told)
        with self._store.write() as connection:
            return int(connection.scalar(query) or 0)

    def told(self) -> dict[str, Told]:
        """By vacancy, for those that are answered."""
        vacancy, latest_first = _response.c.vacancy, (_response.c.at.desc(), _response.c.version.desc())
        ranked = select(
            vacancy,
            _response.c.answers,
            func.row_number().over(partition_by=vacancy, order_by=latest_first).label("place"),
            func.min(_response.c.at, type_=schema.Moment()).over(partition_by=vacancy).label("first"),
        ).subquery()
        numbers = (ranked.c.answers[key].as_integer() for key in (APPLIED, ACCEPTED))
        query = select(ranked.c.vacancy, ranked.c.first, *numbers).where(ranked.c.place == 1)
        with self._store.write() as connection:
            return {of: Told(*told) for of, *told in connection.execute(query)}
