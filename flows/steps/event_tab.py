"""*Hadir*: who was invited to which event, what they answered, who was there; and what staff type in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from flows.ledger.attendances import Attendance, AttendanceSource
from flows.ledger.records import Purpose
from flows.ledger.rsvps import Rsvp, RsvpSource
from flows.office import Office
from flows.procedure.dates import short_moment
from flows.procedure.doors import Days
from flows.procedure.events import Answer, Occasion
from flows.procedure.models import Event
from flows.procedure.problems import Problem
from flows.procedure.values import fault, text
from flows.procedure.wording import problem
from flows.steps.events import Events
from flows.steps.observe import Observed
from flows.steps.readership import Readership
from flows.workbook.flow_tabs import ATTENDANCE
from flows.workbook.interface import Cell, Grid
from flows.workbook.reading import columns

COLUMN = "Dicatat Staf"
COMES, COMES_NOT, WAS_THERE = ATTENDANCE.column(COLUMN).choices
SILENT = timedelta(days=7)
"""So long after an event those are still shown who never answered: staff note who was there after all."""
_NOTE = "typed_in_attendance"
"""What stood in staff's column and was done, until it is emptied: it is done once, whatever is answered meanwhile."""
_ANSWERS: Mapping[Answer | None, str] = {
    None: "Belum menjawab", Answer.COMING: "Akan hadir", Answer.WAITING: "Daftar tunggu",
    Answer.DECLINED: "Tidak hadir",
}  # fmt: skip
_SOURCES: Mapping[str, str] = {
    AttendanceSource.STAFF: "Dicatat staf", AttendanceSource.CODE: "Kode QR", RsvpSource.LINK: "Tautan undangan",
}  # fmt: skip
Key = tuple[str, str]
"""An event's ID and a NIM."""


@dataclass(frozen=True, slots=True)
class _Person:
    """An alumnus of the sheet, by the recipient's number."""

    nim: str
    name: str
    programme: str


class AttendanceTab:
    """The tab, of one reading."""

    def __init__(self, office: Office, observed: Observed, events: Events, readership: Readership) -> None:
        self._office, self._observed, self._events = office, observed, events
        self._ledger, self._readership = office.ledger, readership

    def heed(self) -> None:
        """Do what staff typed since: an answer that came by mail or telephone, or that somebody was there."""
        typed = _typed(self._observed.reading.grids.get(ATTENDANCE.title, []))
        known: dict[str, str] = self._ledger.notes.get(_NOTE, {})
        if not typed and not known:
            return
        now: dict[str, str] = {}
        with self._ledger.together(durable=True):
            for (event_id, nim), word in typed.items():
                name, event = f"{event_id}/{nim}", self._held.get(event_id)
                if known.get(name) == word or (event and self._done(event, nim, word)):
                    now[name] = word
            if now != known:
                self._ledger.notes.put(**{_NOTE: now})

    def emptied(self) -> None:
        """The tab was written: what stands in staff's column from now on was typed anew."""
        if self._ledger.notes.get(_NOTE):
            self._ledger.notes.put(**{_NOTE: {}})

    def grid(self, before: Grid) -> Grid:
        """The whole tab: events to come first, the next one on top. What was typed since it was read stays."""
        rows = [row for event in self._in_order() for row in self._rows(event)]
        if not rows and len(before) <= 1:
            return before
        typed, done = _typed(before), self._ledger.notes.get(_NOTE, {})
        for row in rows:
            key = (str(row["ID Kegiatan"]), str(row["NIM"] or ""))
            word = typed.get(key)
            row[COLUMN] = word if word and done.get("/".join(key)) != word else None
        return [list(ATTENDANCE.headings), *([row.get(name) for name in ATTENDANCE.headings] for row in rows)]

    def _done(self, event: Event, nim: str, word: str) -> bool:
        """Whether it could be done now: nobody is there before the event's day."""
        at, ledger = self._observed.at, self._ledger
        begun = Days.of(self._occasion(event), self._office.zone).begun(at)
        recipient, person = self._by_nim.get(nim, (None, _Person(nim, "", "")))
        if word == WAS_THERE:
            if begun:
                there = Attendance(nim, person.name, person.programme, at, AttendanceSource.STAFF)
                ledger.attendances.check_in(event.id, there)
            return begun
        if word == COMES_NOT and begun and ledger.attendances.undo(event.id, nim, at):
            return True
        if word in {COMES, COMES_NOT} and recipient is not None:
            ledger.rsvps.answer(event.id, recipient, at, RsvpSource.STAFF, coming=word == COMES, seats=event.seats)
            return True
        return False

    def _rows(self, event: Event) -> Iterator[dict[str, Cell]]:
        answers = {one.recipient_id: one for one in self._ledger.rsvps.of(event.id)}
        there = {one.nim: one for one in self._attendances.get(event.id, ())}
        invited = set(answers)
        if self._observed.at < event.starts + SILENT:
            invited |= self._ledger.outbox.served(event.id, Purpose.INVITE)
        people = []
        for number in invited & self._people.keys():
            nims = self._nims[number]
            nim = next((one for one in nims if one in there), nims[0])
            people.append((replace(self._people[number], nim=nim), answers.get(number), there.pop(nim, None), True))
        people += [(_Person(one.nim, one.name, one.programme), None, one, False) for one in there.values()]
        for person, answer, was, expected in sorted(people, key=lambda one: (one[0].name.casefold(), one[0].nim)):
            yield self._row(event, person, answer, was, expected=expected)

    def _row(
        self, event: Event, person: _Person, answer: Rsvp | None, was: Attendance | None, *, expected: bool
    ) -> dict[str, Cell]:
        programme = self._office.catalogue.find(was.programme if was else person.programme)
        source = was.source if was else answer.source if answer else ""
        return {
            "ID Kegiatan": event.id,
            "Kegiatan": event.title,
            "NIM": person.nim,
            "Nama": person.name,
            "Prodi": programme.title if programme else person.programme,
            "Jawaban": _ANSWERS[answer.answer if answer else None] if expected else None,
            "Hadir": short_moment(was.at, self._office.zone, "id") if was else None,
            "Sumber": _SOURCES.get(source),
        }

    def _in_order(self) -> list[Event]:
        now = self._observed.at
        return sorted(
            self._held.values(),
            key=lambda one: (one.starts < now, abs(one.starts - now), one.id),
        )

    def _occasion(self, event: Event) -> Occasion:
        entry = self._events.entries.get(event.id)
        return entry.occasion if entry else Occasion.of(event)

    @cached_property
    def _held(self) -> Mapping[str, Event]:
        """Approved events, also those whose row is gone."""
        return self._ledger.events.all()

    @cached_property
    def _attendances(self) -> Mapping[str, list[Attendance]]:
        return self._ledger.attendances.all()

    @cached_property
    def _nims(self) -> Mapping[int, list[str]]:
        """By recipient's number: one address may have several."""
        found: dict[int, list[str]] = {}
        people, numbers = self._observed.desk.alumni, self._readership.numbers
        for nim, key in zip(people["nim"].tolist(), people["key"].tolist(), strict=True):
            found.setdefault(numbers[key], []).append(nim)
        return found

    @cached_property
    def _people(self) -> Mapping[int, _Person]:
        people, numbers = self._observed.desk.alumni, self._readership.numbers
        columns_ = (people[name].tolist() for name in ("key", "nim", "name", "programme"))
        found: dict[int, _Person] = {}
        for key, nim, name, programme in zip(*columns_, strict=True):
            found.setdefault(numbers[key], _Person(nim, name, programme))
        return found

    @cached_property
    def _by_nim(self) -> Mapping[str, tuple[int | None, _Person]]:
        return {nim: (number, self._people[number]) for number, nims in self._nims.items() for nim in nims}


def attendance_problems(office: Office, observed: Observed) -> Iterator[Problem]:
    """What is typed in staff's column and is none of its choices."""
    for (event, nim), word in _typed(observed.reading.grids.get(ATTENDANCE.title, [])).items():
        if word not in ATTENDANCE.column(COLUMN).choices:
            yield problem(
                fault("event_answer_unknown"), language=office.settings.office.language, tab=ATTENDANCE.title,
                id=event, column=COLUMN, value=f"{word} ({nim})", blocking=False,
            )  # fmt: skip


def _typed(grid: Grid) -> dict[Key, str]:
    """What stands in staff's column, by event and NIM."""
    places = columns(ATTENDANCE, grid)[0]
    wanted = ("ID Kegiatan", "NIM", COLUMN)
    found: dict[Key, str] = {}
    if set(wanted) <= places.keys():
        for line in grid[1:]:
            event, nim, word = (text(line[places[one]]) if places[one] < len(line) else "" for one in wanted)
            if event and nim and word:
                found.setdefault((event, nim), word)
    return found
