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

    def begin() -> None:
        if web:
            with office.config.open("a") as config:
                config.write(WEB)
        office.sheet.add("Kegiatan", activity(**changes))
        office.tick()
        office.later(minutes=10)

    office.once(f"held {vacancies} {web} {alumni} {changes}", begin)
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

    def test_whom_nothing_is_meant_for_or_who_left_gets_none(self, office: Make) -> None:
        made = office()
        made.sheet.set("Alumni", "Citra", Prodi="Teknik Mesin")
        made.sheet.set("Alumni", BUDI, Status_Email="Berhenti")
        made.sheet.add("Kegiatan", activity(Sasaran="Teknik Informatika"))
        made.tick()
        assert made.inbox() == {ANI: 1}

    def test_a_mailing_list_is_told_once_and_nobody_can_answer_for_it(self, office: Make) -> None:
        made = office()
        made.sheet.add("Daftar", {"Nama Daftar": "Rumpun TI", "Prodi": "IF", "Alamat Milis": "ti@milis.example.com"})
        made.sheet.add("Kegiatan", activity(Sasaran="Rumpun TI"))
        made.tick()
        assert made.inbox() == {"ti@milis.example.com": 1}
        [told] = invitations(made, "ti@milis.example.com")
        assert (told.method, told.attendee) == ("PUBLISH", "")
        made.sheet.set("Kegiatan", "Temu Industri", Status="Batal")
        made.later(minutes=10)
        [_, off] = invitations(made, "ti@milis.example.com")
        assert (off.method, off.sequence, off.uid) == ("CANCEL", 1, told.uid)

    def test_who_joins_later_is_invited_the_next_morning_to_the_event_as_it_is_then(self, office: Make) -> None:
        made = held(office)
        made.sheet.add("Alumni", alumnus(7, "dewi@example.com"))
        made.sheet.set("Kegiatan", "Temu Industri", Tempat="Aula")
        made.later(minutes=10)
        assert "dewi@example.com" not in made.inbox()
        made.later(days=1)
        [dewi] = invitations(made, "dewi@example.com")
        assert (dewi.sequence, dewi.place) == (1, "Aula")

    def test_it_waits_for_the_hour_unless_it_begins_soon(self, office: Make) -> None:
        made = office()
        made.tick()  # today's digests have left
        made.sheet.add("Kegiatan", activity(), activity("Seminar Kilat", Mulai="26/11/2026 08:00", Selesai=None))
        made.later(minutes=10)
        assert [mail.subject for mail in made.mails(ANI)] == ["Undangan: Seminar Kilat · 26 Nov 2026"]
        assert made.sheet.status_of("Temu Industri")["Tahap"] == "Disetujui"
        assert made.sheet.status_of("Temu Industri")["Langkah Berikut"] == "Undangan dikirim 25 Nov 2026 07.00"
        made.later(hours=22)
        assert len(made.mails(ANI)) == 2

    def test_by_hand_it_does_not_wait(self, office: Make) -> None:
        made = office()
        made.tick()
        made.sheet.add("Kegiatan", activity())
        made.clock.forward(minutes=10)
        made.tick(by_hand=True)
        assert len(made.mails(ANI)) == 1

    def test_what_is_held_a_draft_or_being_typed_invites_nobody(self, office: Make) -> None:
        made = office(settle=10)
        made.sheet.add(
            "Kegiatan", activity("Tanpa Nama", Disetujui_Oleh=None), activity("Konsep", Status="Draf"), activity()
        )
        made.tick()
        assert made.inbox() == {}
        assert made.sheet.status_of("Tanpa Nama")["Tahap"] == "Ditahan: ada masalah"
        assert made.sheet.status_of("Konsep")["Tahap"] == "Draf"
        assert made.sheet.status_of("Temu Industri")["Tahap"] == "Menunggu: baris baru saja diubah"

    def test_one_that_has_begun_invites_nobody(self, office: Make) -> None:
        made = office()
        made.sheet.add("Kegiatan", activity(Mulai="24/11/2026 08:00", Selesai=None))
        made.tick()
        assert made.inbox() == {}
        assert made.sheet.status_of("Temu Industri")["Langkah Berikut"].startswith("Isi Jumlah Hadir")


class TestChanging:
    def test_another_time_is_an_update_that_calendars_know(self, office: Make) -> None:
        made = held(office)
        made.sheet.set("Kegiatan", "Temu Industri", Mulai="9/12/2026 13:00", Selesai="9/12/2026 15:00")
        report = made.later(minutes=10)
        assert report.invited == 3
        first, second = invitations(made, ANI)
        assert (second.method, second.sequence, second.uid) == ("REQUEST", 1, first.uid)
        assert second.starts == datetime(2026, 12, 9, 13, tzinfo=WIB)
        mail = made.mails(ANI)[-1]
        assert mail.subject == "Waktu berubah: Temu Industri · 9 Des 2026"
        assert "semula Selasa, 8 Desember 2026, 09.00–12.00 WIB" in " ".join(mail.text.split())
        assert made.later(minutes=10).invited == 0

    def test_another_room_is_told_to_all_but_those_who_do_not_come(self, office: Make) -> None:
        made = held(office)
        say(made, ANI, coming=True)
        say(made, BUDI, coming=False)
        made.sheet.set("Kegiatan", "Temu Industri", Tempat="Aula")
        made.later(minutes=10)
        assert [len(invitations(made, one)) for one in (ANI, BUDI, CITRA)] == [2, 1, 2]
        assert [one.partstat for one in invitations(made, ANI)] == ["NEEDS-ACTION", "ACCEPTED"]
        assert "Jawaban Anda sekarang: akan hadir." in " ".join(made.mails(ANI)[-1].text.split())
        made.sheet.set("Kegiatan", "Temu Industri", Mulai="9/12/2026 09:00", Selesai=None)
        made.later(minutes=10)
        assert invitations(made, BUDI)[-1].sequence == 2, "at another time they can come, perhaps"
        assert "semula Auditorium" in " ".join(made.mails(BUDI)[-1].text.split())
        assert "semula Auditorium" not in " ".join(made.mails(ANI)[-1].text.split())

    def test_a_change_that_is_taken_back_before_it_was_told_is_told_to_nobody(self, office: Make) -> None:
        made = held(office)
        made.sheet.set("Kendali", "Jeda", Nilai="Ya")
        made.sheet.set("Kegiatan", "Temu Industri", Tempat="Aula")
        made.later(minutes=10)
        made.sheet.set("Kegiatan", "Temu Industri", Tempat="Auditorium")
        made.later(minutes=10)
        made.sheet.set("Kendali", "Jeda", Nilai="Tidak")
        made.later(minutes=10)
        assert len(invitations(made, ANI)) == 1

    def test_what_calendars_need_not_know_is_told_to_nobody(self, office: Make) -> None:
        made = held(office)
        made.sheet.set("Kegiatan", "Temu Industri", Judul="Temu Industri 2026", Kursi=40, Catatan="tempat ok")
        assert made.later(minutes=10).invited == 0

    def test_batal_takes_it_out_of_calendars(self, office: Make) -> None:
        made = held(office)
        say(made, BUDI, coming=False)
        made.sheet.set("Kegiatan", "Temu Industri", Status="Batal")
        made.later(minutes=10)
        for address in (ANI, BUDI, CITRA):
            first, off = invitations(made, address)
            assert (off.method, off.status, off.sequence, off.uid) == ("CANCEL", "CANCELLED", 1, first.uid)
        assert made.mails(ANI)[-1].subject == "Dibatalkan: Temu Industri · 8 Des 2026"
        assert "3 kabar pembatalan terkirim" in made.sheet.status_of("Temu Industri")["Tahap"]
        assert made.later(minutes=10).invited == 0
        made.sheet.set("Kegiatan", "Temu Industri", Status="Setuju")
        made.later(minutes=10)
        again = invitations(made, ANI)[-1]
        assert (again.method, again.status, again.sequence, again.uid) == ("REQUEST", "CONFIRMED", 2, first.uid)
        assert made.mails(ANI)[-1].subject.startswith("Jadi diadakan: ")

    def test_batal_needs_nothing_else_of_its_row(self, office: Make) -> None:
        """Who calls an event off may empty its time: calendars know when it was to be."""
        made = held(office)
        made.sheet.set("Kegiatan", "Temu Industri", Status="Batal", Mulai=None, Selesai=None)
        made.later(minutes=10)
        for address in (ANI, BUDI, CITRA):
            first, off = invitations(made, address)
            assert (off.method, off.sequence, off.uid, off.starts) == ("CANCEL", 1, first.uid, first.starts)
        assert made.mails(ANI)[-1].subject == "Dibatalkan: Temu Industri · 8 Des 2026"
        assert made.sheet.rows("Masalah") == []
        made.later(minutes=10)
        assert len(invitations(made, ANI)) == 2

    def test_leaving_setuju_takes_back_what_was_not_sent_and_telling_goes_on_later(self, office: Make) -> None:
        made = office(limit=2)  # one is for staff: the event has no vacancy
        made.sheet.add("Kegiatan", activity())
        made.tick()
        assert sum(made.inbox().values()) == 1
        made.sheet.set("Kegiatan", "Temu Industri", Status="Draf")
        made.later(days=1, minutes=10)
        assert sum(made.inbox().values()) == 1
        assert made.sheet.status_of("Temu Industri")["Langkah Berikut"].startswith("Undangan sudah terkirim. Ubah")
        made.configure(limit=10)
        made.sheet.set("Kegiatan", "Temu Industri", Status="Setuju")
        made.later(days=1)
        assert made.inbox() == {ANI: 1, BUDI: 1, CITRA: 1}

    def test_an_invitation_that_waits_is_sent_as_the_event_is_by_then(self, office: Make) -> None:
        made = office(limit=2)  # one is for staff: the event has no vacancy
        made.sheet.add("Kegiatan", activity())
        made.tick()
        [(first, _)] = made.inbox().items()
        made.sheet.set("Kegiatan", "Temu Industri", Tempat="Aula")
        made.configure(limit=10)
        made.later(days=1, minutes=10)
        told = {one: [(i.method, i.sequence, i.place) for i in invitations(made, one)] for one in (ANI, BUDI, CITRA)}
        late = [("REQUEST", 1, "Aula")]
        assert told.pop(first) == [("REQUEST", 0, "Auditorium"), *late]
        assert list(told.values()) == [late, late]

    def test_a_row_that_is_deleted_tells_nobody_and_staff_are_told(self, office: Make) -> None:
        made = held(office)
        made.sheet.delete("Kegiatan", "Temu Industri")
        made.later(minutes=10)
        assert len(invitations(made, ANI)) == 1
        [found] = [row for row in made.sheet.rows("Masalah") if row["ID"] == EVENT]
        assert "“Temu Industri” sudah tidak ada di tab ini" in found["Masalah"]
        assert "kepada 3 orang" in found["Masalah"]


class TestSeats:
    def test_they_are_bounded_and_who_waits_moves_up_and_is_told(self, office: Make) -> None:
        made = held(office, Kursi=1)
        assert say(made, ANI, coming=True, seats=1) is Answer.COMING
        made.clock.forward(minutes=1)
        assert say(made, BUDI, coming=True, seats=1) is Answer.WAITING
        made.clock.forward(minutes=1)
        assert say(made, CITRA, coming=True, seats=1) is Answer.WAITING
        made.later(minutes=10)
        assert "1 dari 1 kursi terisi · 2 menunggu kursi" in made.sheet.status_of("Temu Industri")["Tahap"]
        say(made, ANI, coming=False, seats=1)
        assert say(made, ANI, coming=True, seats=1) is Answer.WAITING, "the seat is Budi's, who waited longest"
        made.later(minutes=10)
        assert made.mails(BUDI)[-1].subject == "Kursi untuk Anda: Temu Industri · 8 Des 2026"
        assert len(made.mails(CITRA)) == 1
        made.sheet.set("Kegiatan", "Temu Industri", Kursi=None)
        made.later(minutes=10)
        assert made.mails(CITRA)[-1].subject.startswith("Kursi untuk Anda")
        assert made.mails(ANI)[-1].subject.startswith("Kursi untuk Anda")
        assert made.later(minutes=10).invited == 0

    def test_fewer_seats_send_nobody_away(self, office: Make) -> None:
        made = held(office, Kursi=2)
        for address in (ANI, BUDI):
            say(made, address, coming=True, seats=2)
        made.sheet.set("Kegiatan", "Temu Industri", Kursi=1)
        made.later(minutes=10)
        assert "2 dari 1 kursi terisi" in made.sheet.status_of("Temu Industri")["Tahap"]
        assert say(made, CITRA, coming=True, seats=1) is Answer.WAITING


class TestReminding:
    def remind(self, made: LocalOffice, *hours: int) -> list[str]:
        """Subjects of what Ani gets at these hours from 7 December on."""
        before = len(made.mails(ANI))
        for hour in hours:
            made.clock.now = datetime(2026, 12, 7 + hour // 24, hour % 24, 5, tzinfo=WIB)
            made.tick()
        return [mail.subject for mail in made.mails(ANI)[before:]]

    def test_who_comes_is_reminded_once_on_the_eve_at_the_hour(self, office: Make) -> None:
        made = held(office)
        say(made, ANI, coming=True)
        assert self.remind(made, 6) == []
        assert self.remind(made, 7, 8, 24 + 7) == ["Besok: Temu Industri · 8 Des 2026"]
        assert len(made.mails(BUDI)) == 1, "who has not answered is left alone"

    def test_late_is_better_than_never_but_not_once_it_has_begun(self, office: Make) -> None:
        made = held(office)
        say(made, ANI, coming=True)
        assert self.remind(made, 24 + 8) == ["Hari ini: Temu Industri · 8 Des 2026"]
        assert self.remind(made, 24 + 9) == []

    def test_who_says_so_on_the_eve_needs_none(self, office: Make) -> None:
        made = held(office)
        made.clock.now = datetime(2026, 12, 7, 8, 0, tzinfo=WIB)
        say(made, ANI, coming=True)
        assert self.remind(made, 9, 24 + 8) == []

    def test_one_that_was_queued_while_jeda_stood_is_taken_back_from_who_no_longer_comes(self, office: Make) -> None:
        made = held(office)
        say(made, ANI, coming=True)
        made.sheet.set("Kendali", "Jeda", Nilai="Ya")
        assert self.remind(made, 8) == []
        say(made, ANI, coming=False)
        made.sheet.set("Kendali", "Jeda", Nilai="Tidak")
        assert self.remind(made, 9) == []

    def test_an_event_that_is_moved_is_reminded_of_anew(self, office: Make) -> None:
        made = held(office)
        say(made, ANI, coming=True)
        assert self.remind(made, 8) == ["Besok: Temu Industri · 8 Des 2026"]
        made.sheet.set("Kegiatan", "Temu Industri", Mulai="10/12/2026 09:00", Selesai=None)
        assert self.remind(made, 9) == ["Waktu berubah: Temu Industri · 10 Des 2026"]
        assert self.remind(made, 48 + 8) == ["Besok: Temu Industri · 10 Des 2026"]
