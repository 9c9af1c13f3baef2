"""How many were at an event, told to the trail."""

from __future__ import annotations

from datetime import datetime

from flows.ledger.ledger import Ledger
from flows.procedure.events import Occasion

_STEP = _NOTE = "attended"
"""The trail's step, and the note of what it was told last."""


def tell_turnout(ledger: Ledger, at: datetime) -> None:
    """How many were recorded one by one, once an event is over; again if more are recorded afterwards."""
    counted = ledger.events.attended()
    if not counted:
        return
    told: dict[str, int] = ledger.notes.get(_NOTE, {})
    over = {one for one, event in ledger.events.all().items() if Occasion.of(event).over(at)}
    new = {one: count for one, count in counted.items() if one in over and told.get(one) != count}
    if new:
        with ledger.together():
            ledger.notes.put(**{_NOTE: told | new})
            ledger.trail.extend(_STEP, ((one, {"count": count}) for one, count in sorted(new.items())), at)
