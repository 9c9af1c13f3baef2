"""What is public, as typed records. No person is among it, but for those whom a vacancy's own text names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.procedure.events import Entry
from flows.procedure.kpi import GATHERINGS, RECRUITMENT
from flows.procedure.models import Event, Language, Vacancy
from flows.procedure.programmes import Catalogue
from flows.site.procedures import Procedure

KINDS_OF_EVENTS = GATHERINGS | {RECRUITMENT}
"""Those that graduates come to; the others are between offices, and nobody else's business."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A vacancy on the page, as it was announced."""

    vacancy: Vacancy
    everybody: bool
    programmes: tuple[str, ...]
    """Codes of whom it is for, those of its lists among them."""
    since: datetime
    updated: datetime
    closed: date | None
    """The office's day on which it ended; ``None`` while it is open."""

    @property
    def id(self) -> str:
        return self.vacancy.id


@dataclass(frozen=True, slots=True)
class Figures:
    """One year in public figures; ``None`` is unknown."""

    year: int
    vacancies: int | None
    events: int | None
    alumni: int | None


@dataclass(frozen=True)
class Publisher:
    """Whose page it is, and where."""

    name: str
    email: str
    """An address, or ``""``."""
    url: str
    """Where the pages are, without a slash at the end."""
    zone: ZoneInfo
    colour: str
    """As ``#rrggbb``."""
    forms: str = ""
    """Where the form for joining the list is (`joining`); ``""`` if there is none."""
    answers: bool = False
    """Whether a program answers that searches; else the pages are files."""

    @property
    def base(self) -> str:
        """The path before all pages' paths, such as ``/karir``, or ``""``."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def joining(self, language: Language) -> str:
        """Where an alumnus joins the list (`flows.web.join`)."""
        return f"{self.forms}/daftar" + ("" if language == "id" else f"?bahasa={language}")


@dataclass(frozen=True)
class Content:
    """All that the pages show."""

    publisher: Publisher
    today: date
    """In the office's time zone."""
    catalogue: Catalogue
    postings: Sequence[Posting]
    """In any order."""
    events: Sequence[Event]
    """Approved ones of `KINDS_OF_EVENTS`."""
    figures: Sequence[Figures]
    """The newest year first."""
    procedures: Sequence[Procedure]
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """What calendars are told of events, by ID; of one that was approved a moment ago, nothing yet."""

    @cached_property
    def open(self) -> list[Posting]:
        """The newest first."""
        return sorted((one for one in self.postings if not one.closed), key=_newest_first)

    @cached_property
    def closed(self) -> list[Posting]:
        """What ended last first."""
        ended = [one for one in self.postings if one.closed]
        return sorted(ended, key=lambda one: (_days(one.closed), _newest_first(one)))

    @cached_property
    def upcoming(self) -> list[Event]:
        """Events that are not over, to the end of their last day; the next one first."""
        return sorted((one for one in self.events if self._last_day(one) >= self.today), key=_by_start)

    @cached_property
    def past(self) -> list[Event]:
        """The latest first."""
        over = [one for one in self.events if self._last_day(one) < self.today]
        return sorted(over, key=_by_start, reverse=True)

    def _last_day(self, event: Event) -> date:
        return (event.ends or event.starts).astimezone(self.publisher.zone).date()


def _newest_first(posting: Posting) -> tuple[float, str]:
    return -posting.since.timestamp(), posting.id


def _days(day: date | None) -> int:
    return -day.toordinal() if day else 0


def _by_start(event: Event) -> tuple[datetime, str]:
    return event.starts, event.id
