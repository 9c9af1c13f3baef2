"""Events of the office whose pages are tried: everybody in them is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from playwright.sync_api import Page

from flows.ledger.attendances import Attendance, AttendanceSource
from flows.ledger.guests import Guest
from flows.ledger.rsvps import RsvpSource
from flows.procedure.events import Entry, Occasion
from flows.procedure.models import Audience, Event, Vacancy
from tests.web.world import DAY, NOW, World

HOUR = timedelta(hours=1)
TITLE = "Rekrutmen Bersama PT Contoh Teknologi"
PEOPLE = {
    "3311900001": "Siti Aminah",
    "3311900002": "Budi Santoso",
    "3311900003": "Muhammad Rizky Ramadhan Putra",
    "3311900004": "Dewi Lestari",
}
"""Guests by NIM; each has a mailbox of that number."""


@dataclass(frozen=True)
class Gathering:
    """An event, and what leads to it."""

    world: World
    event: Event
    entry: Entry
    numbers: dict[str, int]
    """Recipients by NIM."""

    def link(self, nim: str = "3311900001") -> str:
        """The path of the page that this guest's invitation leads to."""
        return self.world.path(self.world.links.rsvp(self.entry.number, self.numbers[nim]))

    @property
    def code(self) -> str:
        """The path that the poster's code names."""
        return self.world.path(self.world.links.attend(self.entry.number))

    @property
    def door(self) -> str:
        return f"/staf/hadir/{self.event.id}"

    def call_off(self) -> None:
        """As a run does when staff write ``Batal``."""
        self.world.site.ledger.events.drop([self.event.id])
        entry = replace(self.entry, sequence=self.entry.sequence + 1, cancelled=True)
        self.world.site.ledger.calendar_entries.put(self.event.id, entry)
        told = entry.told.content | {"title": self.event.title}
        self.world.site.ledger.notes.keep_version(self.event.id, str(entry.sequence), told, NOW)


def hold(
    world: World, id: str = "K26-0001", *, title: str = TITLE, begins: timedelta = HOUR, lasts: timedelta = 3 * HOUR,
    seats: int | None = None, vacancies: tuple[str, ...] = (),
) -> Gathering:  # fmt: skip
    """An approved event to which `PEOPLE` are invited; ``begins`` is reckoned from `NOW`, which is 09.00 WIB."""
    ledger, starts = world.site.ledger, NOW + begins
    event = Event(
        id, "Rekrutmen di Kampus", title, "PT Contoh Teknologi Nusantara", starts, starts + lasts,
        "Auditorium Gedung Utama, Lantai 2", seats, vacancies, Audience(everybody=True), "Setuju", "Rina", None,
    )  # fmt: skip
    ledger.events.put([event], NOW)
    entry = ledger.calendar_entries.begin(id, Occasion.of(event), "example.ac.id", NOW)
    boxes = {f"{nim}@example.com": f"{nim}@example.com" for nim in PEOPLE}
    numbers = {address.partition("@")[0]: number for address, number in ledger.outbox.enrol(boxes).items()}
    ledger.guests.put(id, [Guest(nim, name, "IF", numbers[nim]) for nim, name in PEOPLE.items()])
    return Gathering(world, event, entry, numbers)


def advertise(world: World, id: str, position: str) -> None:
    """A vacancy that alumni were told of."""
    vacancy = Vacancy(
        id, "PT Contoh Teknologi", position, "Kontrak", "Batam", "", "", Audience(True), "", "", None, None, "", False,
        False, "Setuju", "Rina", "",
    )  # fmt: skip
    world.site.ledger.notes.keep_version(id, vacancy.edition, vacancy.content, NOW)


def states(
    world: World, staff: Callable[[str], Callable[[Page], object]]
) -> Iterator[tuple[str, Callable[[Page], object]]]:
    """Every page about events in every state that looks different: a name, and how one comes there.

    ``staff`` opens a path as a member of staff.
    """
    base, rsvps = world.site.url, world.site.ledger.rsvps
    advertise(world, "L26-0050", "Teknisi Perawatan Mesin Produksi")
    advertise(world, "L26-0051", "Operator CNC")
    now = hold(world, vacancies=("L26-0050", "L26-0051"), seats=60)
    full = hold(world, "K26-0002", title="Seminar Persiapan Wawancara Kerja", begins=3 * DAY, seats=1)
    off, past = hold(world, "K26-0003", begins=4 * DAY), hold(world, "K26-0004", title="Workshop CV", begins=-4 * DAY)
    off.call_off()
    siti, budi, rizky, dewi = PEOPLE
    for event, nim in ((now, budi), (now, rizky), (now, dewi), (full, budi), (full, rizky), (full, siti)):
        rsvps.answer(
            event.event.id, event.numbers[nim], world.clock(), RsvpSource.LINK, coming=True, seats=event.event.seats
        )

    def at(path: str) -> Callable[[Page], object]:
        return lambda page: page.goto(base + path)

    def press(go: Callable[[Page], object], button: str, **typed: str) -> Callable[[Page], object]:
        def then(page: Page) -> None:
            go(page)
            for label, text in typed.items():
                page.locator(f"#{label}").fill(text)
            page.get_by_role("button", name=button, exact=True).first.click()

        return then

    yield "event-open", at(now.link(siti))
    yield "event-coming", press(at(now.link(siti)), "Hadir")
    yield "event-declined", press(at(now.link(siti)), "Ubah: saya tidak hadir")
    yield "event-full-en", at(full.link(dewi) + "?bahasa=en")
    yield "event-waiting", at(full.link(siti))
    yield "event-cancelled", at(off.link(siti))
    yield "event-over", at(past.link(siti))
    yield "attend", at(now.code)
    yield "attend-wrong", press(at(now.code), "Saya hadir", nim="bukan", nama="Siti")
    yield "attend-noted", press(at(now.code), "Saya hadir", nim=siti, nama="Siti")
    yield "attend-again-en", press(at(now.code + "?bahasa=en"), "I am here", nim=siti, nama="Siti")
    yield "attend-early", at(full.code)
    yield "checkin-events", staff("/staf/kegiatan")
    for nim, name in {budi: "Budi Santoso", "4421900099": "Tamu Baru"}.items():
        came = Attendance(nim, name, "IF", world.clock(), AttendanceSource.STAFF)
        world.site.ledger.attendances.check_in(now.event.id, came)
    yield "checkin-door", staff(now.door)
    yield "checkin-found", press(staff(now.door), "Cari", cari="s")
    yield "checkin-done", press(press(staff(now.door), "Cari", cari="dewi"), "Catat Dewi Lestari")
    yield "checkin-none", press(staff(now.door), "Cari", cari="tak ada")
    yield "checkin-wrong", press(press(staff(now.door), "Cari", cari="zz"), "Catat hadir", nim="4421900077")
    yield "checkin-early", staff(full.door)
