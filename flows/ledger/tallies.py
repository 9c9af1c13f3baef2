"""Units by state: counted, or as kept with a matter once none of its units changes any more by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from flows.ledger import schema
from flows.ledger.records import ON_RECORD, Purpose
from flows.ledger.trail import Trail

_matter, _unit, _message = schema.matter, schema.unit, schema.message
_STATE = func.coalesce(_message.c.state, _unit.c.state)
_FINAL = frozenset({"sent", "refused", "withdrawn"})
_AT_REST = _FINAL | {"unknown"}
"""What is in doubt stays so until somebody knows more, which may be never (`reopen`)."""


def tally(connection: Connection, matter: int) -> dict[str, int]:
    """One matter's units by state."""
    rows = connection.execute(
        select(_STATE, func.count())
        .select_from(_unit.outerjoin(_message, _message.c.id == _unit.c.message_id))
        .where(_unit.c.matter_id == matter)
        .group_by(_STATE)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to mypy


def close_tallies(
    connection: Connection, trail: Trail, purpose: Purpose | None = None
) -> Mapping[int, Mapping[str, int]]:
    """Keep the counts of matters whose units are all at rest, so that counting does not grow with the years, and tell
    the trail once of each, when all are final, how many it reached. Returns the counts of those that stay open, and of
    those just closed; of one ``purpose``, if it is given.
    """
    open_ = select(*(_matter.c[name] for name in ("id", "purpose", "subject", "edition", "at"))).where(
        _matter.c.tally.is_(None)
    )
    if purpose is not None:
        open_ = open_.where(_matter.c.purpose == purpose)
    counted: dict[int, Mapping[str, int]] = {}
    # Locked, so that who reopens one meanwhile comes after us, and not in between.
    for matter in connection.execute(open_.order_by(_matter.c.id).with_for_update()).all():
        counts = counted[matter.id] = tally(connection, matter.id)
        if counts.keys() <= _AT_REST:
            connection.execute(update(_matter).where(_matter.c.id == matter.id).values(tally=counts))
            reached = {state: counts[state] for state in ("sent", "refused") if counts.get(state)}
            if counts.keys() <= _FINAL and reached and matter.purpose in ON_RECORD:
                at = _last_outcome(connection, matter.id) or matter.at
                trail.append("sent", matter.subject, at, purpose=matter.purpose, edition=matter.edition, **reached)
    return counted


def reopen(connection: Connection, messages: Collection[int]) -> None:
    """Count anew what those of these messages are about that are in doubt. Call it before they are so no more."""
    theirs = select(_unit.c.matter_id).join(_message, _message.c.id == _unit.c.message_id)
    theirs = theirs.where(_message.c.id.in_(messages), schema.IN_DOUBT)
    # In order, or two workers would wait for each other.
    matters = select(_matter.c.id).where(_matter.c.id.in_(theirs)).order_by(_matter.c.id).with_for_update()
    numbers = connection.scalars(matters).all()
    connection.execute(update(_matter).where(_matter.c.id.in_(numbers)).values(tally=None))


def _last_outcome(connection: Connection, matter: int) -> datetime | None:
    last = select(func.max(_message.c.at, type_=schema.Moment())).join(_unit, _unit.c.message_id == _message.c.id)
    at: datetime | None = connection.scalar(last.where(_unit.c.matter_id == matter))
    return at
