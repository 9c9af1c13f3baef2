"""The way of every vacancy through the procedure, told by the trail alone. Pure; one pass over the entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flows.procedure.cases import CaseState
from flows.procedure.chain import Entry
from flows.procedure.events import attendance

ANSWERED, NOT_GIVEN, CANCELLED = CaseState.ANSWERED, CaseState.NOT_GIVEN, CaseState.CANCELLED


@dataclass
class Mails:
    """One mail's matter, by how many it was meant for and how many got it; ``None`` while that is not settled."""

    at: datetime
    """When it was queued."""
    meant: int = 0
    number: int = 0
    """Of a request to a partner: 0, or which reminder it is."""
    sent: int | None = None
    refused: int = 0


@dataclass
class Happening:
    """An event, as last approved."""

    id: str
    day: date
    attended: int | None
    vacancies: tuple[str, ...]


@dataclass
class Final:
    """A revision of a recap that was archived, and who was told of it."""

    period: str
    revision: int
    first: date
    last: date
    at: datetime
    entry: int
    files: dict[str, str]
    """SHA-256 by path."""
    informed: dict[str, Mails] = field(default_factory=dict)
    """By scope."""

    def covers(self, way: Way) -> bool:
        """Whether it counts a vacancy: that had closed by then, on one of its days."""
        return (
            way.closed is not None
            and way.closed_at is not None
            and way.closed_at <= self.at
            and self.first <= way.closed <= self.last
        )


@dataclass
class Way:
    """What happened to a vacancy, and when first."""

    id: str
    received: datetime | None = None
    approved: datetime | None = None
    announced: datetime | None = None
    announcements: dict[str, Mails] = field(default_factory=dict)
    """By edition."""
    corrections: set[str] = field(default_factory=set)
    """Editions that corrected an earlier one."""
    corrected: dict[str, int] = field(default_factory=dict)
    """How many corrections were sent, by matter: recipients of different editions get different ones."""
    withdrawn: int = 0
    """Recipients from whom it was taken back before it was sent."""
    closed: date | None = None
    closed_at: datetime | None = None
    """When that was noted."""
    asks: list[Mails] = field(default_factory=list)
    """The request, and the reminders."""
    handed_over: datetime | None = None
    """To a member of staff, who is to call."""
    answered: datetime | None = None
    versions: int = 0
    ended: CaseState | None = None
    """How asking ended, when it has."""
    ended_at: datetime | None = None
    entries: list[int] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    """In which something happened, of the office's calendar."""

    @property
    def sent(self) -> int | None:
        """How many announcements were sent; ``None`` while not all of them are settled, or there are none."""
        counts = [mails.sent for mails in self.announcements.values()]
        return None if None in counts or not counts else sum(count for count in counts if count is not None)

    @property
    def asked(self) -> list[Mails]:
        """Those of `asks` that reached somebody."""
        return [mails for mails in self.asks if mails.sent]


@dataclass
class Ways:
    """Feed it all entries in order with `take`."""

    zone: ZoneInfo
    vacancies: dict[str, Way] = field(default_factory=dict)
    """In the order in which the trail first names them."""
    events: dict[str, Happening] = field(default_factory=dict)
    finals: list[Final] = field(default_factory=list)
    steps: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    """How often each step stands in the trail, by year."""
    _counted: dict[str, int] = field(default_factory=dict)
    """How many were recorded at an event one by one."""
    _asks: dict[tuple[str, str], Mails] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Raises `KeyError`, `TypeError` or `ValueError` for an entry that tells what none of ours does."""
        at, detail = entry.at, dict(entry.detail)
        year = at.astimezone(self.zone).year
        self.steps[year][entry.step] += 1
        match entry.step:
            case "receive" | "approve" | "announce" | "correct" | "withdraw" | "close" | "answer":
                self._vacancy(self._way(entry, year), entry.step, at, detail)
            case "request":
                mails = Mails(at, detail["recipients"], detail["number"])
                self._asks[entry.subject, detail["edition"]] = mails
                for one in self._ways(entry, year):
                    one.asks.append(mails)
            case "escalate":
                for one in self._ways(entry, year):
                    one.handed_over = one.handed_over or at
            case "sent":
                self._sent(entry, year, detail)
            case "event":
                self._event(entry, detail)
            case "attended":
                self._counted[entry.subject] = detail["count"]
                if event := self.events.get(entry.subject):
                    event.attended = detail["count"]
            case "recap":
                self._recap(entry, detail)
            case "inform":
                self._informed(entry.subject, detail["edition"], at).meant += detail["recipients"]
            case CaseState.ANSWERED | CaseState.NOT_GIVEN | CaseState.CANCELLED:
                way = self._way(entry, year)
                way.ended, way.ended_at = CaseState(entry.step), at

    def of(self, year: int) -> list[Way]:
        """Vacancies to which something happened in that year, by ID."""
        return sorted((way for way in self.vacancies.values() if year in way.years), key=lambda way: way.id)

    def recaps(self, way: Way) -> list[Final]:
        """The revisions that count a vacancy, oldest first."""
        return [final for final in self.finals if final.covers(way)]

    def events_of(self, way: Way) -> list[Happening]:
        return [event for event in self.events.values() if way.id in event.vacancies]

    def _way(self, entry: Entry, year: int, subject: str = "") -> Way:
        way = self.vacancies.setdefault(subject or entry.subject, Way(subject or entry.subject))
        way.entries.append(entry.number)
        way.years.add(year)
        return way

    def _ways(self, entry: Entry, year: int) -> Iterable[Way]:
        return [self._way(entry, year, subject) for subject in entry.detail["vacancies"]]

    @staticmethod
    def _vacancy(way: Way, step: str, at: datetime, detail: dict[str, Any]) -> None:
        match step:
            case "receive":
                way.received = way.received or at
            case "approve":
                way.approved = way.approved or at
            case "announce":
                way.announced = way.announced or at
                way.announcements.setdefault(detail["edition"], Mails(at)).meant += detail["recipients"]
            case "correct":
                way.corrections.add(detail["edition"])
            case "withdraw":
                way.withdrawn += detail["units"]
            case "close":
                way.closed = date.fromisoformat(detail["day"]) if detail["day"] else None
                way.closed_at = at
            case "answer":
                way.answered, way.versions = way.answered or at, way.versions + 1

    def _sent(self, entry: Entry, year: int, detail: dict[str, Any]) -> None:
        purpose, edition = detail["purpose"], detail["edition"]
        if purpose == "announce":
            mails = self._way(entry, year).announcements.setdefault(edition, Mails(entry.at))
        elif purpose == "correct":
            self._way(entry, year).corrected[edition] = detail.get("sent", 0)
            return
        elif purpose == "request":
            mails = self._asks.setdefault((entry.subject, edition), Mails(entry.at))
        elif purpose == "recap":
            mails = self._informed(entry.subject, edition, entry.at)
        else:
            return
        mails.sent, mails.refused = detail.get("sent", 0), detail.get("refused", 0)

    def _event(self, entry: Entry, detail: dict[str, Any]) -> None:
        if not detail["approved"]:
            self.events.pop(entry.subject, None)
            return
        day = date.fromisoformat(detail["day"])
        attended = attendance(detail["attended"], self._counted.get(entry.subject))
        self.events[entry.subject] = Happening(entry.subject, day, attended, tuple(detail["vacancies"]))

    def _recap(self, entry: Entry, detail: dict[str, Any]) -> None:
        first, last = (date.fromisoformat(detail[name]) for name in ("first", "last"))
        files = dict(detail["files"])
        self.finals.append(Final(entry.subject, detail["revision"], first, last, entry.at, entry.number, files))

    def _informed(self, period: str, edition: str, at: datetime) -> Mails:
        revision, _, scope = edition.partition(":")
        for final in reversed(self.finals):
            if final.period == period and f"R{final.revision}" == revision:
                return final.informed.setdefault(scope, Mails(at))
        return Mails(at)
