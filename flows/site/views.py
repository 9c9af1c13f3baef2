"""What the templates show of vacancies and events: texts in one language, and nothing to decide any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flows.mail.card import SOON, Card, Sender, card
from flows.mail.typed import one_line
from flows.mail.wording import days_left, work_kind
from flows.procedure.dates import day, moment, short_day, zone_name
from flows.procedure.models import Event, Language
from flows.procedure.names import words
from flows.site import addresses
from flows.site.facets import codes, places_of, programme_name, slug
from flows.site.model import Content, Posting, Publisher
from flows.translations import translations

_NAMED = 3
"""Study programmes that a list names; of more, how many more there are."""


@dataclass(frozen=True, slots=True)
class Item:
    """A vacancy in a list."""

    page: str
    position: str
    company: str
    kind: str
    location: str
    programmes: str
    deadline: str
    """``4 Des 2026``, or ``""`` while there is none."""
    left: str
    """``besok``, or ``""`` unless the deadline is near."""
    closed: str
    """``4 Des 2026``, or ``""`` while it is open."""
    marks: tuple[tuple[str, str], ...]
    """By what a program in the page filters: attribute and slugs; ``*`` is every study programme."""

    @property
    def said(self) -> str:
        """What a search for words goes through."""
        return " ".join(words(" ".join((self.position, self.company, self.kind, self.location, self.programmes))))


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in a list."""

    id: str
    kind: str
    title: str
    company: str
    when: str
    """``Selasa, 24 November 2026, 09.00–12.00 WIB``."""
    day: str
    month: str
    place: str
    seats: int | None
    start: str
    """As ISO 8601, for machines."""


@lru_cache(16)
def office(publisher: Publisher, language: Language) -> Sender:
    return Sender(publisher.name, publisher.email, publisher.url, str(publisher.zone), language)


def whole(posting: Posting, content: Content, language: Language) -> Card:
    """All texts of a vacancy."""
    return card(posting.vacancy, language, office(content.publisher, language), today=content.today)


def item(posting: Posting, content: Content, language: Language) -> Item:
    vacancy = posting.vacancy
    left = (vacancy.deadline - content.today).days if vacancy.deadline and not posting.closed else -1
    marks = {
        "prodi": ("*",) if posting.everybody else tuple(slug(code) for code in codes(posting, content.catalogue)),
        "jenis": (slug(posting.vacancy.kind),),
        "tempat": tuple(dict.fromkeys(place for place, _ in places_of(posting))),
    }
    return Item(
        page=addresses.posting(posting.id),
        position=one_line(vacancy.position),
        company=one_line(vacancy.company),
        kind=work_kind(one_line(vacancy.kind), language),
        location=one_line(vacancy.location),
        programmes=audience(posting, content, language, most=_NAMED),
        deadline=short_day(vacancy.deadline, language) if vacancy.deadline else "",
        left=days_left(left, language) if 0 <= left <= SOON else "",
        closed=short_day(posting.closed, language) if posting.closed else "",
        marks=tuple((name, " ".join(slugs)) for name, slugs in marks.items()),
    )


def audience(posting: Posting, content: Content, language: Language, *, most: int = 0) -> str:
    """Whom a vacancy is for: ``D3 Teknik Informatika, D4 Animasi dan 2 lainnya``. Without ``most`` all are named."""
    _ = translations("public", language).gettext
    if posting.everybody:
        return _("Semua program studi")
    names = [programme_name(content.catalogue, code, language) for code in codes(posting, content.catalogue)]
    more = len(names) - most if most else 0
    if more <= 1:  # "and 1 more" is no shorter than its name
        return ", ".join(names)
    return _("%(names)s dan %(more)s lainnya") % {"names": ", ".join(names[:most]), "more": more}


def happening(event: Event, content: Content, language: Language) -> Happening:
    start = event.starts.astimezone(content.publisher.zone)
    return Happening(
        id=event.id,
        kind=event_kind(event.kind, language),
        title=one_line(event.title),
        company=one_line(event.company),
        when=_span(event, content, language),
        day=str(start.day),
        month=short_day(start, language, year=False).partition(" ")[2],
        place=one_line(event.place),
        seats=event.seats,
        start=start.isoformat(),
    )


def event_kind(kind: str, language: Language) -> str:
    _ = translations("public", language).gettext
    return {
        "Rekrutmen di Kampus": _("Rekrutmen di Kampus"),
        "Workshop": _("Workshop"),
        "Diseminasi/Sosialisasi": _("Diseminasi/Sosialisasi"),
        "Seminar": _("Seminar"),
        "Pendampingan": _("Pendampingan"),
    }.get(kind, kind)


def month_name(first: date, language: Language) -> str:
    """``November 2026``."""
    return day(first, language).partition(", ")[2].partition(" ")[2]


def _span(event: Event, content: Content, language: Language) -> str:
    zone = content.publisher.zone
    start = event.starts.astimezone(zone)
    if event.ends is None or event.ends <= event.starts:
        return moment(start, zone, language)
    end = event.ends.astimezone(zone)
    if start.date() != end.date():
        return f"{moment(start, zone, language)} – {moment(end, zone, language)}"
    clock = "%H.%M" if language == "id" else "%H:%M"
    return f"{day(start, language)}, {start:{clock}}–{end:{clock}} {zone_name(start)}"
