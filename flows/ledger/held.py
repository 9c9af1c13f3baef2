"""Events as guests and staff see them: when and where as calendars are told, the rest as the sheet was last read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from flows.procedure.dates import day, span
from flows.procedure.doors import Days
from flows.procedure.events import Entry, Occasion
from flows.procedure.models import Event, Language, Vacancy

if TYPE_CHECKING:
    from flows.ledger.ledger import Ledger

State = Literal["ahead", "on", "over", "cancelled"]


@dataclass(frozen=True, slots=True)
class Held:
    """One event."""

    id: str
    event: Event | None
    """``None`` for one that is called off: of it no more is kept than calendars were told."""
    entry: Entry | None
    """``None`` for one that was approved a moment ago: calendars are told at the next run."""
    occasion: Occasion
    zone: ZoneInfo
    title: str
    """``""`` if it was called off before titles were kept."""

    @property
    def days(self) -> Days:
        return Days.of(self.occasion, self.zone)

    def state(self, now: datetime) -> State:
        if self.event is None or (self.entry and self.entry.cancelled):
            return "cancelled"
        if now < self.occasion.starts:
            return "ahead"
        # One without an end may last until its day does.
        return "on" if now < (self.occasion.ends or self.days.end) else "over"

    def when(self, language: Language) -> str:
        return span(self.occasion.starts, self.occasion.ends, self.zone, language)

    def day(self, language: Language) -> str:
        return day(self.occasion.starts.astimezone(self.zone).date(), language)


class HeldEvents:
    """The office's events."""

    def __init__(self, ledger: Ledger, zone: ZoneInfo) -> None:
        self._ledger, self._zone = ledger, zone

    def get(self, id: str) -> Held | None:
        """The event with this ID."""
        return self._held(id, self._ledger.events.all().get(id), self._ledger.calendar_entries.of(id))

    def numbered(self, number: int) -> Held | None:
        """The event that a link names."""
        event = self._ledger.calendar_entries.numbered(number)
        return self.get(event) if event is not None else None

    def all(self) -> list[Held]:
        """Those that are not called off, in the order in which they begin."""
        entries = self._ledger.calendar_entries.all()
        every = (self._held(one, event, entries.get(one)) for one, event in self._ledger.events.all().items())
        standing = (one for one in every if one and not (one.entry and one.entry.cancelled))
        return sorted(standing, key=lambda one: (one.occasion.starts, one.id))

    def vacancies(self, event: Event | None) -> list[Vacancy]:
        """Those it is held for, as alumni were told of them last."""
        if event is None or not event.vacancies:
            return []
        kept = self._ledger.notes.versions(event.vacancies)
        latest = {one: list(editions.values())[-1] for one, editions in kept.items()}
        return [Vacancy.from_content(one, latest[one]) for one in event.vacancies if one in latest]

    def _held(self, id: str, event: Event | None, entry: Entry | None) -> Held | None:
        if event is None and entry is None:
            return None
        occasion = entry.occasion if entry else Occasion.of(event) if event else None
        assert occasion  # noqa: S101 - one of the two there is
        return Held(id, event, entry, occasion, self._zone, event.title if event else self._title_told(id, entry))

    def _title_told(self, id: str, entry: Entry | None) -> str:
        """Of one that is called off."""
        told = self._ledger.notes.version(id, str(entry.sequence)) if entry else None
        return str((told or {}).get("title", ""))
