"""What messages said: kept for as long as delivery may need it, and no longer. That they were sent stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from flows.ledger import schema
from flows.ledger.claims import MOST_TRIES
from flows.ledger.notes import Notes, ignoring
from flows.ledger.store import Store
from flows.mail.interface import State

_message, _skeleton = schema.message, schema.skeleton
_NOTHING = ""
"""The skeleton of a message whose contents are gone."""
_REACHED = "emptied"
"""The note of the message up to which contents are gone."""
BATCH = 500
MOST = 10_000
"""Messages emptied in one run: a run every ten minutes keeps up with 60,000 an hour."""


class Contents:
    """The contents of messages, skeletons and what was filled into them."""

    def __init__(self, store: Store) -> None:
        self._store, self._notes = store, Notes(store)

    def empty_old(self, before: datetime) -> int:
        """Empty messages that have stood as they are since before that moment; returns how many.

        In batches, each a plain commit, so that nobody waits long. Messages are made in the order of their numbers, so
        that the first one that is too young ends it. One in doubt is not sent again after so long.
        """
        emptied = 0
        while emptied < MOST:
            with self._store.write() as connection:
                reached = int(self._notes.get(_REACHED, 0))
                some = connection.execute(
                    select(_message.c.id, _message.c.skeleton_id, _message.c.at)
                    .where(_message.c.id > reached)
                    .order_by(_message.c.id)
                    .limit(BATCH)
                ).all()
                old = []
                for row in some:
                    if row.at >= before:
                        break
                    old.append(row)
                if not old:
                    break
                empty(connection, self._store, _message.c.id.between(old[0].id, old[-1].id))
                self._notes.put(**{_REACHED: old[-1].id})
                _drop_unused(connection, {row.skeleton_id for row in old}, after=old[-1].id)
            emptied += len(old)
        return emptied


def empty(connection: Connection, store: Store, which: ColumnElement[bool], **further: Any) -> int:
    """Take out what messages said, who was named in it, and what the server answered; returns how many."""
    connection.execute(ignoring(insert(_skeleton), store).values(id=_NOTHING, body=b""))
    gone = {"slots": "{}", "skeleton_id": _NOTHING, "reply": "", **further}
    doubtful = _message.c.state == State.UNKNOWN.value
    connection.execute(update(_message).where(which, doubtful).values(tries=MOST_TRIES))
    return connection.execute(update(_message).where(which).values(gone)).rowcount


def _drop_unused(connection: Connection, skeletons: set[str], *, after: int) -> None:
    """Letters that no message with a higher number is made from; those with a lower one are empty."""
    later = select(_message.c.skeleton_id).where(_message.c.id > after, _message.c.skeleton_id.in_(skeletons))
    unused = skeletons - {_NOTHING} - set(connection.scalars(later.distinct()))
    if unused:
        connection.execute(delete(_skeleton).where(_skeleton.c.id.in_(unused)))
