"""Units by state: counted, or as kept with a matter once none of its units can change any more."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from flows.ledger import schema

_matter, _unit, _message = schema.matter, schema.unit, schema.message
_STATE = func.coalesce(_message.c.state, _unit.c.state)
FINAL = frozenset({"sent", "refused", "withdrawn"})


def tally(connection: Connection, matter: int) -> dict[str, int]:
    """One matter's units by state."""
    rows = connection.execute(
        select(_STATE, func.count())
        .select_from(_unit.outerjoin(_message, _message.c.id == _unit.c.message_id))
        .where(_unit.c.matter_id == matter)
        .group_by(_STATE)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to mypy


def close_tallies(connection: Connection) -> None:
    """Keep the counts of matters whose units are all final, so that counting does not grow with the years."""
    for number in connection.scalars(select(_matter.c.id).where(_matter.c.tally.is_(None))).all():
        counts = tally(connection, number)
        if counts.keys() <= FINAL:
            connection.execute(update(_matter).where(_matter.c.id == number).values(tally=counts))
