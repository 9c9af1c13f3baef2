"""Where a vacancy stands at each step of the procedure, and what is missing, in words that an auditor reads. Pure.

A step is *done*, *not needed*, still *to come*, or *lacking*: it should have left a record by now and has not. How long
is waited before something counts as lacking is `Patience`: longer than the office's own rules take, so that what is
merely under way is no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import partial
from zoneinfo import ZoneInfo

from flows.procedure.audit.ways import CANCELLED, NOT_GIVEN, Happening, Way, Ways
from flows.procedure.dates import number, short_day


class Step(Enum):
    """The steps of a vacancy, in their order; the value is the column's heading."""

    RECEIVED = "Diterima"
    APPROVED = "Disetujui"
    ANNOUNCED = "Diumumkan"
    EVENT = "Kegiatan"
    ASKED = "Diminta"
    REMINDED = "Diingatkan"
    ANSWERED = "Jawaban"
    RECAPPED = "Direkap"
    INFORMED = "Diinformasikan"


class State(Enum):
    DONE = auto()
    NOT_NEEDED = auto()
    TO_COME = auto()
    LACKING = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of one vacancy."""

    state: State
    text: str = ""
    """What is known, in a few words; of what lacks, a sentence without its stop."""
    day: date | None = None
    """The office's day of what is done."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger knows of a vacancy besides the trail; all empty once it was disposed of."""

    company: str = ""
    position: str = ""
    approved_by: tuple[str, ...] = ()
    on_campus: bool = False
    in_doubt: int = 0
    """Announcements of which nobody knows whether they arrived (after a crash)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A vacancy and its marks."""

    way: Way
    record: Record
    marks: Mapping[Step, Mark]

    @property
    def lacks(self) -> Sequence[tuple[Step, str]]:
        return [(step, mark.text) for step, mark in self.marks.items() if mark.state is State.LACKING]


@dataclass(frozen=True, slots=True)
class Patience:
    """Days until a step that should follow counts as lacking: weekends and the long holidays are no fault."""

    sending: int = 7
    asking: int = 21
    """After closing."""
    reminding: int | None = 30
    """After asking; ``None`` where nobody is reminded."""
    informing: int = 7

    @classmethod
    def of(cls, due_days: int, reminder_days: Sequence[int]) -> Patience:
        """That of an office that asks so many days after closing, and reminds so many after asking."""
        return cls(asking=due_days + 18, reminding=reminder_days[0] + 23 if reminder_days else None)


PATIENCE = Patience()
_NOT_NEEDED, _TO_COME = Mark(State.NOT_NEEDED), Mark(State.TO_COME)
_lacking = partial(Mark, State.LACKING)


@dataclass(frozen=True)
class Judge:
    """Marks vacancies as they stand at ``now`` (aware)."""

    ways: Ways
    now: datetime
    zone: ZoneInfo
    patience: Patience = PATIENCE

    def row(self, way: Way, record: Record) -> Row:
        rules: Mapping[Step, Callable[[Way, Record], Mark]] = {
            Step.RECEIVED: self._received,
            Step.APPROVED: self._approved,
            Step.ANNOUNCED: self._announced,
            Step.EVENT: self._event,
            Step.ASKED: self._asked,
            Step.REMINDED: self._reminded,
            Step.ANSWERED: self._answered,
            Step.RECAPPED: self._recapped,
            Step.INFORMED: self._informed,
        }
        return Row(way, record, {step: rule(way, record) for step, rule in rules.items()})

    def _received(self, way: Way, record: Record) -> Mark:
        return self._done(way.received) if way.received else _lacking("penerimaan tidak tercatat")

    def _approved(self, way: Way, record: Record) -> Mark:
        if way.approved is None:
            return _lacking("diumumkan tanpa persetujuan yang tercatat") if way.announced else _TO_COME
        if way.announced and way.approved > way.announced:
            return _lacking("persetujuan tercatat sesudah pengumuman")
        if record.company and not record.approved_by:
            return _lacking("nama yang menyetujui tidak tercatat")
        return self._done(way.approved, ", ".join(record.approved_by))

    def _announced(self, way: Way, record: Record) -> Mark:
        if way.announced is None:
            if way.asks or way.answered or way.closed:
                return _lacking("tidak diumumkan lewat sistem")
            late = way.approved is not None and self._over(way.approved, self.patience.sending)
            return _lacking("disetujui, tetapi tidak diumumkan") if late else _TO_COME
        meant = sum(mails.meant for mails in way.announcements.values()) - way.withdrawn
        if way.sent is None and meant <= 0:
            return Mark(State.NOT_NEEDED, "ditarik sebelum terkirim")
        if way.sent is None:
            doubt = f" ({_n(record.in_doubt)} belum pasti)" if record.in_doubt else ""
            late = self._over(way.announced, self.patience.sending)
            return (
                _lacking(f"pengiriman belum tuntas{doubt}") if late else Mark(State.TO_COME, f"sedang dikirim{doubt}")
            )
        if not way.sent:
            return _lacking("tidak satu pun pengumuman diterima server surel penerima")
        return self._done(way.announced, f"{_n(way.sent)} terkirim")

    def _event(self, way: Way, record: Record) -> Mark:
        events = self.ways.events_of(way)
        if not events:
            if record.on_campus and way.announced:
                return _lacking("rekrutmen di kampus tanpa kegiatan") if way.closed else _TO_COME
            return _NOT_NEEDED
        past = [event for event in events if event.day < self._today]
        if not past:
            return Mark(State.TO_COME, ", ".join(event.id for event in events))
        if unknown := [event.id for event in past if event.attended is None]:
            return _lacking(f"kehadiran {', '.join(unknown)} tidak tercatat")
        return Mark(State.DONE, "; ".join(map(_attended, past)), max(event.day for event in past))

    def _asked(self, way: Way, record: Record) -> Mark:
        if way.asked:
            return self._done(way.asked[0].at)
        if way.ended is CANCELLED:
            return Mark(State.NOT_NEEDED, "dibatalkan")
        if way.answered:
            return Mark(State.NOT_NEEDED, "dijawab tanpa diminta")
        late = way.closed is not None and self._today > way.closed + timedelta(days=self.patience.asking)
        if way.ended is NOT_GIVEN or late:
            return _lacking("hasil seleksi belum diminta dari mitra")
        return _TO_COME

    def _reminded(self, way: Way, record: Record) -> Mark:
        reminders = [mails for mails in way.asked[1:] if not way.answered or mails.at <= way.answered]
        if reminders:
            called = "; diserahkan ke staf" if way.handed_over else ""
            return self._done(reminders[-1].at, f"{len(reminders)}×{called}")
        if way.answered or way.ended is CANCELLED:
            return _NOT_NEEDED
        days = self.patience.reminding
        if way.asked and days is not None and (way.ended is NOT_GIVEN or self._over(way.asked[0].at, days)):
            return _lacking("mitra tidak diingatkan")
        return _TO_COME

    def _answered(self, way: Way, record: Record) -> Mark:
        if way.answered:
            return self._done(way.answered, f"{way.versions} versi" if way.versions > 1 else "")
        if way.ended is CANCELLED:
            return _NOT_NEEDED
        if way.ended is NOT_GIVEN:
            return _lacking("hasil tidak diberikan mitra")
        return _TO_COME

    def _recapped(self, way: Way, record: Record) -> Mark:
        if finals := self.ways.recaps(way):
            last = finals[-1]
            return self._done(last.at, f"{last.period} rev. {last.revision}")
        if way.ended is CANCELLED:
            return _NOT_NEEDED
        # Which periods there are is the office's choice; but a year that is over belongs to one.
        late = way.closed is not None and way.closed.year < self._today.year
        return _lacking("belum masuk rekap final") if late else _TO_COME

    def _informed(self, way: Way, record: Record) -> Mark:
        finals = self.ways.recaps(way)
        told = [(final, mails) for final in finals for mails in final.informed.values() if mails.sent]
        if told:
            last = told[-1][0]
            sent = sum(mails.sent or 0 for final, mails in told if final is last)
            return self._done(max(mails.at for final, mails in told if final is last), f"{_n(sent)} surel")
        if way.ended is CANCELLED:
            return _NOT_NEEDED
        late = bool(finals) and self._over(finals[0].at, self.patience.informing)
        return _lacking("rekap tidak terkirim kepada siapa pun") if late else _TO_COME

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def _done(self, at: datetime, text: str = "") -> Mark:
        return Mark(State.DONE, text, at.astimezone(self.zone).date())

    def _over(self, at: datetime, days: int) -> bool:
        return self.now > at + timedelta(days=days)


def _attended(event: Happening) -> str:
    return f"{event.id}, {_n(event.attended or 0)} hadir"


def _n(value: int) -> str:
    return number(value, "id")


def shown(mark: Mark) -> str:
    """A mark in one cell: its day (`–` not needed, `…` to come, `✗` lacks), and on the next line what is known."""
    day = short_day(mark.day, "id") if mark.day else ""
    sign = {State.DONE: day, State.NOT_NEEDED: "–", State.TO_COME: "…", State.LACKING: "✗"}[mark.state]
    return "\n".join(filter(None, [sign, mark.text]))
