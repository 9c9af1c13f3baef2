"""Every record that has come to its end, and until when it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from flows.ledger.expiring import Expiring
from flows.ledger.records import Purpose
from flows.ledger.removal import letter
from flows.office import Office
from flows.procedure.announcing import approved, expired
from flows.procedure.cases import CaseState
from flows.procedure.events import Occasion
from flows.procedure.names import fold
from flows.procedure.retention import Entry, Kind, kept_until
from flows.steps.observe import Observed
from flows.workbook.tabs import VACANCIES

REPORT = "disposal"
"""The kind of a disposal's report among the archive's entries: reports are kept for ever."""
Dated = tuple[str, date, str]
"""Subject, day of the last thing that happened to it, `Entry.about`."""


class Ended:
    """Records by kind. What is still under way is none of them: an open vacancy, a case that is being asked about."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._office, self._observed, self._ledger = office, observed, office.ledger
        self._expiring = Expiring(office.ledger.store)

    def of(self, kind: Kind) -> dict[str, Entry]:
        """All records of a kind that have ended and were not removed, by subject."""
        years, gone = self._office.settings.retention.years[kind], self._ledger.disposals.gone(kind)
        promised = {one.path: one.keep_until for one in self._ledger.archive.entries()} if kind is Kind.RECAP else {}
        found: dict[str, Entry] = {}
        for subject, since, about in self._dated(kind):
            if subject not in gone:
                until = kept_until(since, years)
                found[subject] = Entry(subject, since, max(until, promised.get(subject, until)), about)
        return found

    def _dated(self, kind: Kind) -> Iterator[Dated]:
        match kind:
            case Kind.VACANCY:
                return self._vacancies()
            case Kind.RECAP:
                files = (one for one in self._ledger.archive.entries() if one.kind != REPORT)
                return ((one.path, self._day(one.at), one.subject) for one in files)
            case Kind.EVENT:
                return ((event, day, "") for event, day in self._events().items())
            case Kind.LETTER:
                return self._letters()
            case Kind.PAGE_CHECK:
                days = dict.fromkeys(map(self._day, self._expiring.page_checks()))
                return ((day.isoformat(), day, "") for day in days)

    def _vacancies(self) -> Iterator[Dated]:
        """Those that alumni were told of or a partner was asked about, and that are closed or called off."""
        closed = self._ledger.closings.days()
        asked = {case.vacancy for case in self._ledger.responses.cases() if case.state is CaseState.OPEN}
        rows = {row.id: row for row in self._observed.lines.get(VACANCIES.title, ())}
        for vacancy, at in self._expiring.vacancies().items():
            if vacancy in asked or self._announced_now(vacancy):
                continue
            row = rows.get(vacancy)
            called_off = row is None or fold(str(row.cells.get("Status") or "")) == "batal"
            if vacancy in closed or called_off:
                last, day = self._day(at), closed.get(vacancy)
                yield vacancy, max(last, day or last), day.isoformat() if day else ""

    def _announced_now(self, vacancy: str) -> bool:
        row = self._observed.vacancies.get(vacancy)
        return row is not None and approved(row) and not expired(row, self._observed.at, self._office.zone)

    def _events(self) -> dict[str, date]:
        """The last day of each, also of those that were called off after calendars were told of them."""
        told = {one: entry.occasion for one, entry in self._ledger.calendar_entries.all().items()}
        held = {one: Occasion.of(event) for one, event in self._ledger.events.all().items()}
        return {one: self._day(occasion.ends or occasion.starts) for one, occasion in (told | held).items()}

    def _letters(self) -> Iterator[Dated]:
        """All but what goes with its vacancy or its event."""
        vacancies, events = self._expiring.vacancies(), self._events()
        for matter, at in self._expiring.letters():
            with_vacancy = matter.purpose is Purpose.PREVIEW and matter.subject in vacancies
            if not (with_vacancy or matter.subject in events):
                yield letter(matter.purpose, matter.subject, matter.edition), self._day(at), ""

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._office.zone).date()
