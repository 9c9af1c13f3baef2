"""Letters about events, and what calendars read in them: by the library that wrote it and by one that did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from flows.mail import invitations
from flows.mail.fit import LIMIT, encoded_size
from flows.mail.interface import Letter
from flows.mail.invitations import PARTSTAT, Occurrence, in_words
from flows.mail.skeleton import Skeleton
from flows.procedure.events import Answer, Told
from flows.procedure.models import Language
from tests.mail.reading import arrived, html_of, text_of
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, many, occurrence

ALL = ("invitation", "update", "cancellation", "seat", "reminder")
typed = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


def letter(kind: str, told: Occurrence | None = None, language: Language = "id", office=OFFICE) -> Letter:
    told = told or occurrence()
    match kind:
        case "update":
            moved = replace(told.entry.occasion, starts=told.entry.occasion.starts - timedelta(days=1), ends=None)
            return invitations.update(Told(moved, cancelled=False), told, language, office)
        case "cancellation":
            return invitations.cancellation(occurrence(status="Batal"), language, office)
        case "seat":
            return invitations.seat(told, language, office)
        case "reminder":
            return invitations.reminder(told, language, office, today=date(2026, 12, 7))
        case _:
            return invitations.invitation(told, language, office)


def calendar(made: Letter) -> str:
    [part] = [part for part in arrived(made).walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == made.calendar.method
    return part.get_content()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("office", [OFFICE, OFFICE_BY_MAIL])
@pytest.mark.parametrize("kind", ALL)
def test_both_bodies_tell_when_where_and_how_to_answer(kind: str, office, language: Language) -> None:
    message = arrived(letter(kind, language=language, office=office))
    when = "Selasa, 8 Desember 2026, 09.00–12.00 WIB" if language == "id" else "Tuesday, 8 December 2026, 09:00–12:00"
    for body in (text_of(message), html_of(message)):
        words = " ".join(body.split())
        assert when in words
        assert "Auditorium, Gedung Utama lantai 4" in words
        assert "Siti Nurhaliza Putri" in words
    answered = (
        "https://karir.example.ac.id/undangan/x" if office is OFFICE else "mailto:karir@example.ac.id?subject=Hadir"
    )
    assert (answered in html_of(message)) == (kind != "cancellation")


def test_a_mailing_list_has_no_slots_and_nobody_to_answer_for_it() -> None:
    told, off = occurrence(), occurrence(status="Batal")
    for made in (
        invitations.invitation(told, "id", OFFICE, personal=False),
        invitations.cancellation(off, "id", OFFICE, personal=False),
        invitations.update(off.entry.told, told, "id", OFFICE, personal=False),
    ):
        assert Skeleton.compile(made, sender="a@example.com").slots == {"to_name", "to_address", "date", "message_id"}
        assert "ATTENDEE" not in made.calendar.content
        assert made.calendar.method == ("CANCEL" if "CANCELLED" in made.calendar.content else "PUBLISH")


@given(title=typed, place=typed, company=typed)
@example(title="Temu\r\nEND:VEVENT\r\nBEGIN:VALARM", place="Aula; lt. 2, sayap \\ timur", company='"PT"')
@example(title="DTSTART:x" * 20, place="https://meet.example/a;b,c?d=e&f", company="é" * 100)
@example(title="0", place="0", company="0000000000¡¡¡¡ࠀ𐀀𐀀𐀀𐀀𐀀0000000¡")  # before the link a fold, then one blank
def test_what_staff_type_stays_in_its_place_by_two_readers(title: str, place: str, company: str) -> None:
    text = calendar(letter("invitation", occurrence(title=title, place=place, company=company)))
    whole, other = icalendar.Calendar.from_ical(text), vobject.readOne(text)
    [event] = whole.walk("VEVENT")
    assert [one.name for one in whole.walk()] == ["VCALENDAR", "VEVENT"]
    assert [key for key, _ in event.property_items(recursive=False)].count("DTSTART") == 1
    assert event.start == datetime(2026, 12, 8, 2, tzinfo=UTC) == other.vevent.dtstart.value
    assert event.end == datetime(2026, 12, 8, 5, tzinfo=UTC) == other.vevent.dtend.value
    assert str(event["SUMMARY"]) == other.vevent.summary.value
    assert str(event["DESCRIPTION"]) == other.vevent.description.value
    assert event["ATTENDEE"] == other.vevent.attendee.value == "mailto:siti@example.com"
    assert event["ORGANIZER"] == other.vevent.organizer.value == "mailto:karir@example.ac.id"
    assert event["ATTENDEE"].params["CN"] == "Siti Nurhaliza Putri" == other.vevent.attendee.params["CN"][0]
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert all(line.strip() and len(line.encode()) <= 75 for line in text.split("\r\n")[:-1])


def test_it_has_what_the_standard_asks_of_a_request() -> None:
    [event] = icalendar.Calendar.from_ical(calendar(letter("invitation"))).walk("VEVENT")
    for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER", "ATTENDEE", "SUMMARY"):
        assert name in event, name
    assert "https://karir.example.ac.id/undangan/x" in event["DESCRIPTION"]
    assert "- Teknisi Otomasi · PT Contoh Maju Elektronika" in event["DESCRIPTION"]
    assert event["DTSTAMP"].dt == datetime(2026, 11, 24, tzinfo=UTC), "the moment at which this SEQUENCE came to be"


def test_an_event_without_end_or_place_tells_none() -> None:
    text = calendar(letter("invitation", occurrence(ends=None, place="")))
    assert "DTEND" not in text
    assert "LOCATION" not in text
    assert "Tempat:" not in text_of(arrived(letter("invitation", occurrence(place=""))))


def test_a_letter_with_very_many_vacancies_is_not_cut_off() -> None:
    told = replace(occurrence(), vacancies=many(2000))
    made = letter("invitation", told)
    assert encoded_size(made) <= LIMIT
    assert "dan 1.800 lowongan lain" in text_of(arrived(made)) or "lowongan lain" in text_of(arrived(made))
    assert len(calendar(made)) < 20_000


def test_a_long_title_leaves_room_for_the_day() -> None:
    subject = letter("invitation", occurrence(title="Rekrutmen bersama " * 20)).subject
    assert subject.endswith("· 8 Des 2026")
    assert len(subject) < 110


@pytest.mark.parametrize(
    ("today", "beginning"),
    [(date(2026, 12, 7), "Besok"), (date(2026, 12, 8), "Hari ini"), (date(2026, 12, 5), "Pengingat")],
)
def test_a_reminder_says_besok_only_the_day_before(today: date, beginning: str) -> None:
    made = invitations.reminder(occurrence(), "id", OFFICE, today=today)
    assert made.subject.startswith(f"{beginning}: ")
    assert ("Sampai jumpa besok" in made.text) == (beginning == "Besok")


def test_an_event_of_several_days_tells_both() -> None:
    ends = datetime(2026, 12, 9, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
    text = " ".join(text_of(arrived(letter("invitation", occurrence(ends=ends)))).split())
    assert "Selasa, 8 Desember 2026, 09.00 – Rabu, 9 Desember 2026, 12.00 WIB" in text


def test_every_answer_has_its_words_and_its_word_for_calendars() -> None:
    for answer in (None, *Answer):
        assert in_words(answer, "id") != in_words(answer, "en")
        assert PARTSTAT[answer].isupper()
