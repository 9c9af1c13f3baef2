"""A quarter of an office's events, day by day: of every behaviour, everybody gets the mails that the rules give, no
others, and every calendar ends as the sheet has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.ledger.rsvps import RsvpSource
from tests.steps.local_office import ANI, BUDI, CITRA, LocalOffice, alumnus, local_office
from tests.steps.sheet import WIB
from tests.steps.test_events import activity, invitations

pytestmark = pytest.mark.early

DEWI = "dewi@example.com"
FIRST, LAST = date(2026, 1, 5), date(2026, 3, 31)
JOINED = date(2026, 2, 2)
"""Dewi's row is typed in at noon: she is invited the next morning to what is still to come."""
INVITED, EVE, SEAT, TIME, PLACE, OFF, ON = (
    "Undangan", "Besok", "Kursi untuk Anda", "Waktu berubah", "Tempat berubah", "Dibatalkan", "Jadi diadakan",
)  # fmt: skip


def day(text: str) -> date:
    number, month = text.split()
    return date(2026, {"Jan": 1, "Feb": 2, "Mar": 3}[month], int(number))


@dataclass(frozen=True)
class Behaviour:
    """One event: what is done about it at noon, and what each person is sent for it on which day."""

    starts: str
    mails: dict[str, dict[str, str]]
    """Address → day → how the subject begins."""
    acts: dict[str, Callable[[Quarter, str], None]] = field(default_factory=dict)
    cells: dict[str, Any] = field(default_factory=dict)
    approved: str = "5 Jan"
    """The day on which its row is typed in."""


def says(address: str, *, coming: bool) -> Callable[[Quarter, str], None]:
    return lambda quarter, title: quarter.say(title, address, coming=coming)


def set_to(**cells: Any) -> Callable[[Quarter, str], None]:
    return lambda quarter, title: quarter.office.sheet.set("Kegiatan", title, **cells)


def both(*acts: Callable[[Quarter, str], None]) -> Callable[[Quarter, str], None]:
    def act(quarter: Quarter, title: str) -> None:
        for one in acts:
            one(quarter, title)
            quarter.office.clock.forward(minutes=1)

    return act


THREE = (ANI, BUDI, CITRA)
AT_NOON = {one: {"6 Jan": INVITED} for one in THREE}
"""Typed in at noon of the first day, after that day's announcements."""
TIMELINE: dict[str, Behaviour] = {
    "Biasa": Behaviour(
        "26 Jan 09:00", {ANI: {"6 Jan": INVITED, "25 Jan": EVE}, BUDI: {"6 Jan": INVITED}, CITRA: {"6 Jan": INVITED}},
        {"7 Jan": both(says(ANI, coming=True), says(BUDI, coming=False)), "8 Jan": says(CITRA, coming=True),
         "9 Jan": says(CITRA, coming=False)},
    ),
    "Pindah waktu": Behaviour(
        "28 Jan 09:00",
        {ANI: {"6 Jan": INVITED, "20 Jan": TIME, "10 Feb": EVE}, BUDI: {"6 Jan": INVITED, "20 Jan": TIME},
         CITRA: {"6 Jan": INVITED, "20 Jan": TIME}, DEWI: {"3 Feb": INVITED}},
        {"7 Jan": both(says(ANI, coming=True), says(BUDI, coming=False)), "20 Jan": set_to(Mulai="11/2/2026 13:00")},
    ),
    "Pindah tempat": Behaviour(
        "30 Jan 09:00",
        {ANI: {"6 Jan": INVITED, "20 Jan": PLACE, "29 Jan": EVE}, BUDI: {"6 Jan": INVITED},
         CITRA: {"6 Jan": INVITED, "20 Jan": PLACE}},
        {"7 Jan": both(says(ANI, coming=True), says(BUDI, coming=False)), "20 Jan": set_to(Tempat="Lobi")},
    ),
    "Batal": Behaviour(
        "4 Feb 09:00", {one: {"6 Jan": INVITED, "21 Jan": OFF} for one in THREE},
        {"7 Jan": says(BUDI, coming=False), "21 Jan": set_to(Status="Batal")},
    ),
    "Jadi lagi": Behaviour(
        "6 Feb 09:00",
        {**{one: {"6 Jan": INVITED, "21 Jan": OFF, "23 Jan": ON} for one in (BUDI, CITRA)},
         ANI: {"6 Jan": INVITED, "21 Jan": OFF, "23 Jan": ON, "5 Feb": EVE}, DEWI: {"3 Feb": INVITED}},
        {"7 Jan": says(ANI, coming=True), "21 Jan": set_to(Status="Batal"), "23 Jan": set_to(Status="Setuju")},
    ),
    "Berebut kursi": Behaviour(
        "10 Feb 09:00",
        {ANI: {"6 Jan": INVITED}, BUDI: {"6 Jan": INVITED, "27 Jan": SEAT, "9 Feb": EVE}, CITRA: {"6 Jan": INVITED},
         DEWI: {"3 Feb": INVITED}},
        {"8 Jan": both(*(says(one, coming=True) for one in THREE)), "27 Jan": says(ANI, coming=False)},
        {"Kursi": 1},
    ),
    "Konsep saja": Behaviour("12 Feb 09:00", {}, cells={"Status": "Draf"}),
    "Baris dihapus": Behaviour(
        "16 Feb 09:00", AT_NOON, {"9 Jan": lambda quarter, title: quarter.office.sheet.delete("Kegiatan", title)},
    ),
    "Mendadak": Behaviour(
        "19 Feb 15:00", {one: {"18 Feb": INVITED} for one in (*THREE, DEWI)}, {"19 Feb": says(ANI, coming=True)},
        approved="18 Feb",
    ),
    "Ditarik sebelum terkirim": Behaviour(
        "24 Feb 09:00", {}, {"12 Jan": set_to(Status="Draf")}, approved="12 Jan",
    ),
    "Hanya Informatika": Behaviour(
        "10 Mar 09:00", {one: {"6 Jan": INVITED} for one in (ANI, BUDI)}, cells={"Sasaran": "Teknik Informatika"},
    ),
    "Sesudahnya dicatat": Behaviour("20 Jan 09:00", {}, approved="22 Jan", cells={"Jumlah Hadir": 30}),
}  # fmt: skip


@dataclass
class Quarter:
    """The office, and the IDs of its events by title."""

    office: LocalOffice

    def run(self) -> None:
        today = FIRST
        while today <= LAST:
            self.office.clock.now = datetime.combine(today, time(7, 5), WIB)
            self.office.tick()
            self.office.clock.now = datetime.combine(today, time(12), WIB)
            if self._noon(today):
                self.office.later(minutes=10)
            today += timedelta(days=1)

    def say(self, title: str, address: str, *, coming: bool) -> None:
        with self.office.open() as opened:
            [event] = [one for one in opened.ledger.events.all().values() if one.title == title]
            recipient = opened.ledger.recipients.find(address)
            assert recipient
            opened.ledger.rsvps.answer(
                event.id, recipient.id, self.office.clock(), RsvpSource.LINK, coming=coming, seats=event.seats
            )

    def got(self, title: str) -> dict[str, dict[str, str]]:
        """What was sent for an event: address → day → how the subject begins."""
        found: dict[str, dict[str, str]] = {}
        for address in (*THREE, DEWI):
            for message, mail in zip(self._of(address), self.office.mails(address), strict=True):
                beginning, about = mail.subject.split(": ", 1)
                if about.startswith(f"{title} · "):
                    on = f"{message.day} {message.strftime('%b')}"
                    assert on not in found.setdefault(address, {}), "two on one day"
                    found[address][on] = beginning
        return found

    def _of(self, address: str) -> list[datetime]:
        from email import message_from_bytes, policy

        return [
            message_from_bytes(one.data, policy=policy.default)["Date"].datetime.astimezone(WIB)
            for one in self.office.server.messages
            if one.recipient == address
        ]

    def _noon(self, today: date) -> bool:
        done = False
        for title, behaviour in TIMELINE.items():
            if day(behaviour.approved) == today:
                on, hour = behaviour.starts.rsplit(" ", 1)
                starts = f"{day(on):%d/%m/%Y} {hour}"
                self.office.sheet.add("Kegiatan", activity(title, Mulai=starts, Selesai=None) | behaviour.cells)
                done = True
        if today == JOINED:
            self.office.sheet.add("Alumni", alumnus(9, DEWI, Prodi="Teknik Mesin"))
            done = True
        for title, behaviour in TIMELINE.items():
            for on, act in behaviour.acts.items():
                if day(on) == today:
                    act(self, title)
                    done = True
        return done


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quarter]:
    people = [alumnus(0, ANI), alumnus(1, BUDI), alumnus(2, CITRA, Prodi="Teknik Mesin")]
    folder: Path = tmp_path_factory.mktemp("quarter")
    with local_office(folder, alumni=people) as office:
        office.clock.now = datetime.combine(FIRST, time(7), WIB)
        with office.sheet.open():
            pass  # the sheet is as old as the quarter
        made = Quarter(office)
        made.run()
        yield made


@pytest.mark.parametrize("title", TIMELINE)
def test_everybody_gets_what_the_rules_give(quarter: Quarter, title: str) -> None:
    assert quarter.got(title) == TIMELINE[title].mails


@pytest.mark.parametrize("address", [*THREE, DEWI])
def test_every_calendar_ends_as_the_sheet_has_it(quarter: Quarter, address: str) -> None:
    last: dict[str, Any] = {}
    for one in invitations(quarter.office, address):
        assert one.uid not in last or one.sequence > last[one.uid].sequence
        last[one.uid] = one
    rows = {row["Judul"]: row for row in quarter.office.sheet.rows("Kegiatan")}
    for one in last.values():
        title = one.subject.split(": ", 1)[1].rpartition(" · ")[0]
        if title in rows:
            assert (one.status == "CANCELLED") == (rows[title]["Status"] == "Batal")
            assert one.starts == datetime.strptime(rows[title]["Mulai"], "%d/%m/%Y %H:%M").replace(tzinfo=WIB)
