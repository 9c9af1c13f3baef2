"""What messages said: kept for as long as delivery may need it, and no longer. That they were sent stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from flows.ledger import schema
from flows.ledger.notes import Notes
from flows.ledger.store import Store

_message, _skeleton = schema.message, schema.skeleton
_NOTHING = "{}"
_REACHED = "emptied"
"""The note of the message up to which contents are gone."""
BATCH = 500
MOST = 10_000
"""Messages emptied in one run: a run every ten minutes keeps up with 60,000 an hour."""
NO_MORE_TRIES = 99


class Contents:
    """The contents of messages: letters (skeletons) and what was filled into them."""

    def __init__(self, store: Store) -> None:
        self._store, self._notes = store, Notes(store)

    def empty_old(self, before: datetime) -> int:
        """Empty messages that have stood as they are since before that moment; returns how many.

        In batches, each a plain commit, so that nobody waits long. Messages are made in the order of their numbers, so
        that the first one that is too young ends it.
        """
        emptied = 0
        while emptied < MOST and (count := self._empty_batch(before)):
            emptied += count
        return emptied

    def _empty_batch(self, before: datetime) -> int:
        with self._store.write() as connection:
            reached = int(self._notes.get(_REACHED, 0))
            next_ones = select(_message.c.id, _message.c.skeleton_id, _message.c.at).where(_message.c.id > reached)
            some = connection.execute(next_ones.order_by(_message.c.id).limit(BATCH)).all()
            young = next((place for place, row in enumerate(some) if row.at >= before), len(some))
            old = some[:young]
            if old:
                last = old[-1].id
                empty(connection, _message.c.id.between(old[0].id, last))
                self._notes.put(**{_REACHED: last})
                letters = {row.skeleton_id for row in old}
                later = select(_message.c.skeleton_id).where(_message.c.id > last, _message.c.skeleton_id.in_(letters))
                empty_letters(connection, letters - set(connection.scalars(later.distinct())))
            return len(old)


def empty(connection: Connection, which: ColumnElement[bool], **further: Any) -> int:
    """Take out who was named in messages and what the server answered; returns how many. ``further`` are columns to
    set besides. One in doubt is not sent again."""
    doubtful = update(_message).where(which, schema.IN_DOUBT)
    connection.execute(doubtful.values(tries=NO_MORE_TRIES))
    return connection.execute(update(_message).where(which).values(slots=_NOTHING, reply="", **further)).rowcount


def empty_letters(connection: Connection, letters: Collection[str]) -> None:
    """Take out what letters said that no message needs any more. Their names stay: to delete one, the database would
    look through all messages ever. Whoever sends the same again fills it in again."""
    connection.execute(update(_skeleton).where(_skeleton.c.id.in_(letters)).values(body=b""))
