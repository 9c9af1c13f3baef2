"""The invitation as calendars read it: an iCalendar object (RFC 5545) with a method (RFC 5546).

Times are in UTC, which needs no table of time zones and which every calendar shows in its owner's own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from flows.mail.card import Sender
from flows.mail.interface import Calendar
from flows.mail.skeleton import TO_ADDRESS, mark
from flows.mail.typed import one_line, plain
from flows.procedure.events import Entry
from flows.procedure.models import Event

if TYPE_CHECKING:
    from icalendar import vCalAddress

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
NAME, PARTSTAT = "name", "partstat"
"""Slots of an invitation to a person: who they are, and what they have answered as RFC 5545 says it."""
PRODUCT: Final = "-//loker//Kegiatan//ID"


def calendar_part(event: Event, entry: Entry, office: Sender, *, description: str, personal: bool) -> Calendar:
    """``event`` as ``entry`` tells it. To a person it is a request to answer, from the office's address; a mailing
    list, of which nobody could answer for himself, is only told. ``description`` may hold slots' marks."""
    import icalendar

    method: Method = "CANCEL" if entry.cancelled else "REQUEST" if personal else "PUBLISH"
    occasion = entry.occasion
    made = icalendar.Event()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("dtstamp", _utc(entry.at))
    made.add("dtstart", _utc(occasion.starts))
    if occasion.ends:
        made.add("dtend", _utc(occasion.ends))
    made.add("summary", one_line(event.title))
    if place := one_line(occasion.place, 300):
        made.add("location", place)
    made.add("description", plain(description))
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add("organizer", _mailbox(office.address, {"CN": one_line(office.name)}), encode=False)
    if personal:
        who = {"CN": mark(NAME), "ROLE": "REQ-PARTICIPANT", "PARTSTAT": mark(PARTSTAT), "RSVP": "TRUE"}
        made.add("attendee", _mailbox(mark(TO_ADDRESS), who), encode=False)
    whole = icalendar.Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", method)
    whole.add_component(made)
    written = whole.to_ical().decode().replace("\r\n ", "")  # the mail folds lines, around what it fills in
    # The library puts a name into quotation marks if it needs them; a name that is not known yet may.
    return Calendar(method, written.replace(f"CN={mark(NAME)}", f'CN="{mark(NAME)}"'))


def _mailbox(address: str, parameters: dict[str, str]) -> vCalAddress:
    from icalendar import vCalAddress

    mailbox = vCalAddress(f"mailto:{address}")
    mailbox.params.update(parameters)
    return mailbox


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
