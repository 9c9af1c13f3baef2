"""Keep who is invited by name to events that are about to begin, for the check-in page, and let go of them afterwards.

The pages never open the workbook. At most two days' names lie in the ledger for them, and none without pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from flows.ledger.guests import Guest
from flows.office import Office
from flows.procedure.audience import meant_for
from flows.procedure.doors import Days
from flows.procedure.events import Occasion
from flows.procedure.models import Event
from flows.steps.observe import Observed

EVE = timedelta(days=1)
"""How long before an event's first day its guests are kept: the machine that reads the sheet may be off in the
morning."""
NOTE = "guests"
"""The note of which guests are kept: event → checksum."""


def keep_guests(office: Office, observed: Observed) -> None:
    """Writes only what has changed; most runs have no such event and look at nothing else."""
    ledger = office.ledger
    near = [event for event in ledger.events.all().values() if _near(office, event, observed)]
    kept: dict[str, str] = ledger.notes.get(NOTE, {})
    if not office.settings.web.url or not (near or kept):
        return
    now = {}
    with ledger.together():
        for event in near:
            guests = list(_guests(office, observed, event))
            now[event.id] = hashlib.sha256(repr(guests).encode()).hexdigest()
            if now[event.id] != kept.get(event.id):
                ledger.guests.put(event.id, guests)
        if now != kept:
            ledger.guests.keep_only(now)
            ledger.notes.put(**{NOTE: now})


def _near(office: Office, event: Event, observed: Observed) -> bool:
    days = Days.of(Occasion.of(event), office.zone)
    return days.begin - EVE <= observed.at < days.end


def _guests(office: Office, observed: Observed, event: Event) -> Iterator[Guest]:
    """The alumni of its *Sasaran* who are written to, by mailing list or one by one."""
    people, lists = observed.desk.alumni, {name: replace(one, address="") for name, one in observed.lists.items()}
    left = office.ledger.outbox.left()
    chosen = people[meant_for(event.audience, people, lists) & ~people["key"].isin(left)]
    numbers = office.ledger.outbox.enrol(dict(zip(chosen["key"], chosen["email"], strict=True)))
    columns = (chosen[name] for name in ("nim", "name", "programme", "key"))
    for nim, name, programme, key in zip(*columns, strict=True):
        if nim:
            yield Guest(nim, name, programme, numbers[key])
