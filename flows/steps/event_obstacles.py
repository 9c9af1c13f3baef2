"""What staff are told in *Masalah* of events: what is late, what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.ledger.records import Purpose
from flows.office import Office
from flows.procedure.checklist import LATEST, Sight
from flows.procedure.dates import number, short_day
from flows.procedure.models import Event
from flows.procedure.problems import Problem
from flows.procedure.values import Fault, fault, text
from flows.procedure.wording import problem
from flows.steps.events import INVITED, Events
from flows.steps.observe import Observed
from flows.workbook.tabs import EVENTS

ON_CAMPUS = "Rekrutmen di Kampus"
"""The kind of event whose results a partner is asked for, by its vacancies."""


def event_obstacles(office: Office, observed: Observed, events: Events) -> Iterator[Problem]:
    """All warnings: none of them holds a row back."""
    return _Obstacles(office, observed, events).all()


class _Obstacles:
    def __init__(self, office: Office, observed: Observed, events: Events) -> None:
        self._office, self._events, self._language = office, events, office.settings.office.language
        self._rows = {row.id: row for row in observed.lines.get(EVENTS.title, ())}
        self._tab_is_there, self._at = EVENTS.title in observed.lines, observed.at
        self._today = observed.at.astimezone(office.zone).date()
        self._counted = office.ledger.events.attended()

    def all(self) -> Iterator[Problem]:
        invited = self._invited()
        for event in self._events.all.values():
            if event.status == "Setuju" or (event.status == "Draf" and event.starts > self._at):
                yield from self._late(event, invited=event.id in invited)
            counted = self._counted.get(event.id)
            if event.status == "Setuju" and counted and event.attended not in {None, counted}:
                yield self._say(
                    event.id, "Jumlah Hadir", fault("event_count_differs", counted=number(counted, self._language)),
                    str(event.attended),
                )  # fmt: skip
            recruits = event.kind == ON_CAMPUS and event.company and not event.vacancies
            if event.status == "Setuju" and recruits and self._today - self._day(event) <= LATEST:
                yield self._say(event.id, "Lowongan", fault("event_without_vacancy"))
        yield from self._gone()

    def _late(self, event: Event, *, invited: bool) -> Iterator[Problem]:
        seen: set[Sight] = {"invitations"} if invited else set()
        if event.attended is not None or self._counted.get(event.id):
            seen.add("attendance")
        row, day = self._rows.get(event.id), self._day(event)
        note = text(row.cells.get("Catatan")) if row else ""
        for item in self._office.checklists.late(event.kind, day, note, seen, self._today):
            late = fault(
                "event_item_late", name=item.name, what=item.told(self._language),
                day=short_day(item.due(day), self._language),
            )  # fmt: skip
            yield self._say(event.id, "Catatan", late, item.name)

    def _gone(self) -> Iterator[Problem]:
        """Invited to, still to come, and taken out of the sheet, which tells nobody that it is off."""
        if not self._tab_is_there:
            return
        for one, entry in self._events.entries.items():
            if one not in self._rows and not entry.cancelled and entry.occasion.starts > self._at:
                count = len(self._office.ledger.outbox.reached(one, INVITED))
                if count:
                    kept = self._office.ledger.events.all().get(one)
                    told = fault(
                        "event_gone", title=kept.title if kept else one, count=number(count, self._language), id=one
                    )
                    yield self._say(one, "ID", told)

    def _invited(self) -> set[str]:
        told = self._office.ledger.outbox.announced(Purpose.INVITE)
        return {one for one, announced in told.items() if announced.tally.keys() - {"withdrawn"}}

    def _day(self, event: Event) -> date:
        return event.starts.astimezone(self._office.zone).date()

    def _say(self, event: str, column: str, told: Fault, value: str = "") -> Problem:
        row = self._rows.get(event)
        return problem(
            told, language=self._language, tab=EVENTS.title, id=event, row=row.number if row else None,
            column=column, value=value, blocking=False,
        )  # fmt: skip
