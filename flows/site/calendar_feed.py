"""Deadlines and events as a calendar (RFC 5545) that one subscribes to."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from flows.mail.typed import one_line, plain
from flows.procedure.events import Entry
from flows.procedure.models import Event, Language
from flows.site import addresses
from flows.site.addresses import Addresses
from flows.site.model import Content, Posting
from flows.translations import translations

if TYPE_CHECKING:
    import icalendar

_REFRESHED = timedelta(hours=6)


def calendar(content: Content, language: Language) -> bytes:
    """All open vacancies with a deadline, and the events to come. The same content gives the same bytes."""
    from icalendar import Calendar

    _ = translations("public", language).gettext
    made = Calendar()
    made.add("prodid", "-//loker//ID")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Lowongan dan kegiatan: %(office)s") % {"office": content.publisher.name})
    made.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    where = Addresses(content.publisher.url, language)
    for posting in content.open:
        if posting.vacancy.deadline:
            made.add_component(_deadline(posting, content, where, language))
    for event in content.upcoming:
        entry = content.entries.get(event.id)
        if entry and not entry.cancelled:
            made.add_component(_event(event, entry, where))
    return bytes(made.to_ical())


def _deadline(posting: Posting, content: Content, where: Addresses, language: Language) -> icalendar.Event:
    from icalendar import Event as Entry

    _ = translations("public", language).gettext
    vacancy, entry = posting.vacancy, Entry()
    assert vacancy.deadline  # noqa: S101 - asked by the caller
    title = f"{one_line(vacancy.position)} · {one_line(vacancy.company)}"
    entry.add("uid", f"lowongan-{posting.id}@{content.publisher.host}")
    entry.add("dtstamp", posting.updated.replace(microsecond=0))
    entry.add("dtstart", vacancy.deadline)
    entry.add("dtend", vacancy.deadline + timedelta(days=1))  # exclusive, by RFC 5545
    entry.add("summary", _("Batas lamaran: %(title)s") % {"title": title})
    entry.add("description", plain(vacancy.apply))
    entry.add("url", where.absolute(addresses.posting(posting.id)))
    entry.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    return entry


def _event(event: Event, told: Entry, where: Addresses) -> icalendar.Event:
    """With the UID and SEQUENCE of the invitations: a calendar that has the one takes the other for the same."""
    from icalendar import Event as Component

    entry, occasion = Component(), told.occasion
    entry.add("uid", told.uid)
    entry.add("sequence", told.sequence)
    entry.add("dtstamp", told.at.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", occasion.starts.astimezone(UTC))
    if occasion.ends:
        entry.add("dtend", occasion.ends.astimezone(UTC))
    entry.add("summary", one_line(event.title))
    entry.add("location", one_line(occasion.place))
    entry.add("url", where.absolute(addresses.EVENTS) + f"#{event.id}")
    return entry
