"""Who said to come to an event, and who waits for a seat: the latest word of each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from flows.ledger import schema
from flows.ledger.store import Store
from flows.procedure.events import Answer

_rsvp, _recipient = schema.rsvp, schema.recipient
_COLUMNS = (_rsvp.c.recipient_id, _rsvp.c.coming, _rsvp.c.waiting, _rsvp.c.at, _rsvp.c.source)


class RsvpSource(StrEnum):
    """How an answer came."""

    LINK = "link"
    """By themselves, on the page that their mail leads to."""
    STAFF = "staff"
    """Entered by staff: by mail, by telephone."""


@dataclass(frozen=True, slots=True)
class Rsvp:
    """The word of one invited person."""

    recipient_id: int
    answer: Answer
    at: datetime
    """Since when it is this word: it gives the order in which seats become theirs."""
    source: str


@dataclass(frozen=True, slots=True)
class Places:
    """How many of those invited are what."""

    coming: int
    waiting: int
    declined: int

    def free(self, seats: int | None) -> bool:
        """Whether who says yes now has a seat: those who wait come first."""
        return seats is None or self.coming + self.waiting < seats


class Rsvps:
    """Answers by event and recipient. Who was erased holds no seat."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, event: str) -> list[Rsvp]:
        """All answers, in the order in which they were given."""
        with self._store.write() as connection:
            rows = connection.execute(_ours(event).order_by(_rsvp.c.at, _rsvp.c.recipient_id)).all()
        return [_as_rsvp(row) for row in rows]

    def get(self, event: str, recipient_id: int) -> Rsvp | None:
        with self._store.write() as connection:
            row = connection.execute(_ours(event).where(_rsvp.c.recipient_id == recipient_id)).first()
        return _as_rsvp(row) if row else None

    def places(self, event: str) -> Places:
        with self._store.write() as connection:
            return _places(connection, event)

    def answer(
        self, event: str, recipient_id: int, at: datetime, source: RsvpSource, *, coming: bool, seats: int | None
    ) -> Answer:
        """Keep what somebody says, as a whole and durably, and say what they are now.

        The same word again changes nothing: who waits keeps their place. ``seats`` bounds how many have one.
        """
        with self._store.write(durable=True) as connection:
            before = self.get(event, recipient_id)
            if before is not None and (before.answer is not Answer.DECLINED) == coming:
                return before.answer
            waiting = coming and not _places(connection, event).free(seats)
            key = (_rsvp.c.event == event, _rsvp.c.recipient_id == recipient_id)
            connection.execute(delete(_rsvp).where(*key))
            connection.execute(
                insert(_rsvp).values(
                    event=event, recipient_id=recipient_id, coming=coming, waiting=waiting, at=at, source=source
                )
            )
        return _answer(coming=coming, waiting=waiting)

    def promote(self, event: str, seats: int | None) -> Sequence[int]:
        """Give the seats that are free to those who wait, first come first; returns who they are now."""
        with self._store.write() as connection:
            waiting = _ours(event).where(_rsvp.c.waiting).order_by(_rsvp.c.at, _rsvp.c.recipient_id)
            if seats is not None:
                waiting = waiting.limit(max(seats - _places(connection, event).coming, 0))
            lucky = [row.recipient_id for row in connection.execute(waiting)]
            if lucky:
                theirs = (_rsvp.c.event == event, _rsvp.c.recipient_id.in_(lucky))
                connection.execute(update(_rsvp).where(*theirs).values(waiting=False))
        return lucky


def _ours(event: str) -> Select[tuple[int, bool, bool, datetime, str]]:
    living = _recipient.c.address != ""
    return select(*_COLUMNS).join(_recipient).where(_rsvp.c.event == event, living)


def _places(connection: Connection, event: str) -> Places:
    said = _ours(event).subquery()
    query = select(said.c.coming, said.c.waiting, func.count()).group_by(said.c.coming, said.c.waiting)
    counts = {_answer(coming=coming, waiting=waiting): count for coming, waiting, count in connection.execute(query)}
    return Places(*(counts.get(answer, 0) for answer in (Answer.COMING, Answer.WAITING, Answer.DECLINED)))


def _as_rsvp(row: Row[tuple[int, bool, bool, datetime, str]]) -> Rsvp:
    return Rsvp(row.recipient_id, _answer(coming=row.coming, waiting=row.waiting), row.at, row.source)


def _answer(*, coming: bool, waiting: bool) -> Answer:
    if not coming:
        return Answer.DECLINED
    return Answer.WAITING if waiting else Answer.COMING
