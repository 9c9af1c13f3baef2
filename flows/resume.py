"""After a restore: nothing is sent until a person says how to go on.

What was sent between the backup and the crash is not in the backup, and neither is what became due in between. So
nobody can tell what of all that is due now has left already: it is put in doubt, as a whole, and people settle it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from flows.errors import LokerError
from flows.ledger.doubts import RESTORED
from flows.office import Office
from flows.run import Run
from flows.steps.deliver import settle_past


@dataclass(frozen=True)
class Resumed:
    """What was settled."""

    in_doubt: int
    """Messages that wait for a person's word."""
    waiting: int
    """Units that go out with the next run."""


def held_since(office: Office) -> tuple[datetime, datetime] | None:
    """When the office was restored, and of when its backup is; ``None`` if nothing is held."""
    note = office.ledger.notes.get(RESTORED)
    return None if note is None else (datetime.fromisoformat(note["at"]), datetime.fromisoformat(note["taken_at"]))


def resume(office: Office, *, nothing_sent: bool = False) -> Resumed:
    """Let the office send again: with ``nothing_sent`` all that waits, else only what comes to be due from now on.

    Call it with the run lock held. Raises what a run raises if it cannot be found out what is due: all stays held.
    """
    ledger, now = office.ledger, office.clock()
    if held_since(office) is None:
        raise LokerError("Nothing is held back: this office was not restored, or goes on already")
    settle_past(office)
    in_doubt = ledger.doubts.leave_to_people()
    if not nothing_sent:
        _queue_what_is_due(office)
    with ledger.together(durable=True):
        if not nothing_sent:
            run, domain = secrets.token_hex(12), office.account.address.rpartition("@")[2]
            in_doubt += ledger.doubts.put_waiting_in_doubt(now, lambda number: f"<lost.{run}.{number}.loker@{domain}>")
            ledger.notes.tell(ledger.notes.untold())  # the mail about these problems may have left, and *Masalah* tells
        ledger.notes.forget(RESTORED)
        ledger.trail.append("resume", "", now, in_doubt=in_doubt)
    return Resumed(in_doubt, sum(ledger.outbox.waiting().values()))


def _queue_what_is_due(office: Office) -> None:
    """All that a run could have sent by now, whatever it would wait for: the hour, or rows to stand for a while."""
    announce = office.settings.announce.model_copy(update={"settle_minutes": 0})
    hasty = replace(office, settings=office.settings.model_copy(update={"announce": announce}))
    run = Run(hasty, by_hand=True)
    run.attempt(run.collect)
    run.observe()
    for step in (run.request_feedback, run.recap, run.hold_events, run.announce):
        run.attempt(step)
    run.raise_failures()
