"""Letters about events: invitation, change, cancellation, a seat that became free, reminder. Pure, as
`flows.mail.compose`.

What differs by person is a slot: ``name``, with a public address ``unsubscribe`` and ``rsvp``, ``answer`` (what they
have answered, in words) and ``partstat`` (the same as calendars say it). Letters to a mailing list have no slots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from flows.mail.calendar_part import calendar_part
from flows.mail.card import Sender, mailto, page
from flows.mail.fit import fit
from flows.mail.headers import LEAVE, alumni_headers, by_page, leave_link
from flows.mail.interface import Letter
from flows.mail.render import render_bodies, render_subject
from flows.mail.skeleton import mark
from flows.mail.typed import one_line
from flows.mail.wording import event_kind, translations
from flows.procedure.dates import short_day, span
from flows.procedure.events import Answer, Entry, Told
from flows.procedure.models import Event, Language, Vacancy

RSVP, ANSWER = "rsvp", "answer"
"""Slots, see above."""
COMES, COMES_NOT = "Hadir", "Tidak hadir"
"""With these a mail's subject begins that answers an invitation; the same in every language, as staff sort by them."""
PARTSTAT: Final[Mapping[Answer | None, str]] = {
    None: "NEEDS-ACTION", Answer.COMING: "ACCEPTED", Answer.WAITING: "TENTATIVE", Answer.DECLINED: "DECLINED",
}  # fmt: skip
_SOME = (200, 60, 30, 10)
"""How many vacancies a letter names, if it is too long with all."""
Stem = Literal["invitation", "event-update", "event-cancel", "event-seat", "event-reminder"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event as its letters tell it: when and where as calendars are told, the rest as it stands in the sheet."""

    event: Event
    entry: Entry
    vacancies: Sequence[Vacancy]
    """For which it is held."""


class Was(NamedTuple):
    """When and where it was to be before; ``""`` for what has not changed."""

    when: str = ""
    place: str = ""


def invitation(told: Occurrence, language: Language, office: Sender, *, personal: bool = True) -> Letter:
    """To somebody it is meant for, with the invitation that calendars read."""
    return _letter("invitation", told, language, office, personal=personal)


def update(before: Told, told: Occurrence, language: Language, office: Sender, *, personal: bool = True) -> Letter:
    """What has changed since ``before``; calendars move the entry that they have."""
    old, new = before.occasion, told.entry.occasion
    was = Was(
        "" if old.same_time(new) else span(old.starts, old.ends, ZoneInfo(office.timezone), language),
        "" if old.place == new.place else one_line(old.place, 300),
    )
    return _letter("event-update", told, language, office, personal=personal, was=was, again=before.cancelled)


def cancellation(told: Occurrence, language: Language, office: Sender, *, personal: bool = True) -> Letter:
    """The event is off; calendars strike it out."""
    return _letter("event-cancel", told, language, office, personal=personal)


def seat(told: Occurrence, language: Language, office: Sender) -> Letter:
    """To who waited for a seat, and has one now."""
    return _letter("event-seat", told, language, office, personal=True)


def reminder(told: Occurrence, language: Language, office: Sender, *, today: date) -> Letter:
    """To who comes, the day before (or, if mail was held up, on the day). ``today`` is the office's day."""
    starts = told.entry.occasion.starts.astimezone(ZoneInfo(office.timezone))
    left = (starts.date() - today).days
    return _letter("event-reminder", told, language, office, personal=True, tomorrow=left == 1, today=left == 0)


def in_words(answer: Answer | None, language: Language) -> str:
    """For the slot ``answer``."""
    _ = translations(language).gettext
    return {
        None: _("belum ada"),
        Answer.COMING: _("akan hadir"),
        Answer.WAITING: _("menunggu kursi"),
        Answer.DECLINED: _("tidak hadir"),
    }[answer]


def _letter(
    stem: Stem,
    told: Occurrence,
    language: Language,
    office: Sender,
    *,
    personal: bool,
    was: Was = Was(),  # noqa: B008 - frozen
    **values: Any,
) -> Letter:
    event, occasion = told.event, told.entry.occasion
    zone = ZoneInfo(office.timezone)
    title, day = one_line(event.title, 70), short_day(occasion.starts.astimezone(zone).date(), language)
    subject = render_subject(stem, language, title=title, day=day, was=was, **values)
    values |= _answering(told, office, personal=personal)
    card: dict[str, Any] = {
        "title": one_line(event.title),
        "kind": event_kind(one_line(event.kind), language),
        "company": one_line(event.company),
        "when": span(occasion.starts, occasion.ends, zone, language),
        "place": one_line(occasion.place, 300),
        "seats": event.seats,
    }
    jobs = [_job(vacancy, language, office) for vacancy in told.vacancies]

    def draw(most: int) -> Letter:
        text, html = render_bodies(
            stem, language, subject=subject, office=office, event=card, jobs=jobs[:most],
            others=max(0, len(jobs) - most), personal=personal, name=mark("name") if personal else "",
            leave=leave_link(office) if personal else "", leave_by_mail=not by_page(office), leave_subject=LEAVE,
            was=was, **values,
        )  # fmt: skip
        return Letter(subject, text, html, alumni_headers(office, personal=personal))

    letter = fit(_SOME, draw)
    if stem in {"event-seat", "event-reminder"}:
        return letter
    part = calendar_part(
        event, told.entry, office, personal=personal, description=_description(card, jobs, values, language, office)
    )
    return replace(letter, calendar=part)


def _answering(told: Occurrence, office: Sender, *, personal: bool) -> dict[str, str]:
    """How one answers: by a page of one's own, or by mail, with a subject by which staff see what it is about."""
    about = f"{told.event.id}: {one_line(told.event.title, 60)}"
    page_of_ones_own = personal and by_page(office)
    return {
        "rsvp": mark(RSVP) if page_of_ones_own else "",
        "yes": mailto(office.address, f"{COMES} {about}"),
        "no": mailto(office.address, f"{COMES_NOT} {about}"),
        "yes_subject": f"{COMES} {told.event.id}",
        "no_subject": f"{COMES_NOT} {told.event.id}",
        "answer": mark(ANSWER) if personal else "",
    }


def _job(vacancy: Vacancy, language: Language, office: Sender) -> dict[str, str]:
    return {
        "position": one_line(vacancy.position),
        "company": one_line(vacancy.company),
        "until": short_day(vacancy.deadline, language) if vacancy.deadline else "",
        "page": page(vacancy, office),
    }


def _description(
    card: Mapping[str, Any], jobs: Sequence[Mapping[str, str]], values: Mapping[str, str], language: Language,
    office: Sender,
) -> str:  # fmt: skip
    """What a calendar shows with the entry."""
    _ = translations(language).gettext
    lines = [" · ".join(filter(None, (card["kind"], card["company"])))]
    lines += [f"- {job['position']} · {job['company']}" for job in jobs[:20]]
    if values["rsvp"]:
        lines += ["", _("Jawab atau ubah jawaban Anda") + f": {values['rsvp']}"]
    lines += ["", office.name, office.address]
    return "\n".join(lines)
