"""Events from a row in *Kegiatan* to what arrives: invitation, change, cancellation, seats, reminder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import icalendar
import vobject

from flows.ledger.rsvps import RsvpSource
from flows.procedure.events import Answer
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice, alumnus, vacancy
from tests.steps.sheet import WIB, cells

Make = Callable[..., LocalOffice]
EVENT = "K26-0001"
WEB = '[web]\npublic_url = "https://karir.example.ac.id"\n'


def activity(title: str = "Temu Industri", **changes: Any) -> dict[str, Any]:
    """A sound and approved event for everybody, two weeks ahead."""
    sound = {
        "Jenis": "Rekrutmen di Kampus",
        "Judul": title,
        "Perusahaan": "PT Juru Las Nusantara",
        "Mulai": "8/12/2026 09:00",
        "Selesai": "8/12/2026 12:00",
        "Tempat": "Auditorium",
        "Sasaran": "Semua",
        "Status": "Setuju",
        "Disetujui Oleh": "Rina",
    }
    return sound | cells(changes)


@dataclass(frozen=True)
class Invitation:
    """What a calendar reads in a mail, by a library that did not write it."""

    subject: str
    method: str
    uid: str
    sequence: int
    starts: datetime
    place: str
    status: str
    attendee: str
    partstat: str


def invitations(office: LocalOffice, recipient: str) -> list[Invitation]:
    """What a recipient's calendar was sent, oldest first."""
    return [
        _read(message.data) for message in office.server.messages
        if message.recipient == recipient and b"text/calendar" in message.data
    ]  # fmt: skip


def _read(data: bytes) -> Invitation:
    message = message_from_bytes(data, policy=policy.default)
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    text = part.get_content()
    whole = icalendar.Calendar.from_ical(text)
    [event] = whole.walk("VEVENT")
    other = vobject.readOne(text)
    assert part["Content-Type"].params["method"] == whole["METHOD"] == other.method.value
    assert (other.vevent.uid.value, other.vevent.summary.value) == (event["UID"], event["SUMMARY"])
    assert other.vevent.dtstart.value == event.start
    attendee = event.get("ATTENDEE")
    if attendee is not None:
        assert other.vevent.attendee.value == attendee
    return Invitation(
        subject=str(message["Subject"]),
        method=str(whole["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        starts=event.start.astimezone(WIB),
        place=str(event.get("LOCATION", "")),
        status=str(event["STATUS"]),
        attendee=str(attendee or ""),
        partstat=attendee.params["PARTSTAT"] if attendee else "",
    )


def say(office: LocalOffice, address: str, *, coming: bool, seats: int | None = None) -> Answer:
    """What the page does when somebody presses its button."""
    with office.open() as opened:
        recipient = opened.ledger.recipients.find(address)
        assert recipient
        return opened.ledger.rsvps.answer(
            EVENT, recipient.id, office.clock(), RsvpSource.LINK, coming=coming, seats=seats
        )


def held(make: Make, *vacancies: Any, web: bool = True, alumni: Any = (), **changes: Any) -> LocalOffice:
    """An office with an event that was approved a while ago, and whose first run is over."""
    office = make(*vacancies, alumni=alumni)
    if web:
        with office.config.open("a") as config:
            config.write(WEB)
    office.sheet.add("Kegiatan", activity(**changes))
    office.tick()
    office.later(minutes=10)
    return office


class TestInviting:
    def test_everybody_gets_an_invitation_that_calendars_read(self, office: Make) -> None:
        made = held(office, vacancy(Tampil_di_Web="Ya"), Lowongan="L26-0001")
        assert made.inbox() == {ANI: 2, BUDI: 2, CITRA: 2}, "the vacancy, and the invitation"
        [ani], [budi] = invitations(made, ANI), invitations(made, BUDI)
        assert (ani.method, ani.sequence, ani.status) == ("REQUEST", 0, "CONFIRMED")
        assert ani.starts == datetime(2026, 12, 8, 9, tzinfo=WIB)
        assert ani.attendee == f"mailto:{ANI}"
        assert budi.attendee == f"mailto:{BUDI}"
        assert ani.partstat == "NEEDS-ACTION"
        assert ani.uid == budi.uid
        [mail] = [mail for mail in made.mails(ANI) if mail.subject.startswith("Undangan")]
        assert mail.subject == "Undangan: Temu Industri · 8 Des 2026"
        assert "Selasa, 8 Desember 2026, 09.00–12.00 WIB" in mail.text
        assert "- Juru Las · PT Juru Las Nusantara" in mail.text
        assert "https://karir.example.ac.id/undangan/" in mail.text
