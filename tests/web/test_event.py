"""The page that an invitation leads to."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest

from flows.ledger.erasure import Person
from flows.procedure.events import Answer
from tests.web.filling import fields
from tests.web.occasions import HOUR, PEOPLE, TITLE, Gathering, advertise, hold
from tests.web.world import DAY, World

FIRST, SECOND, THIRD, _ = PEOPLE


@pytest.fixture
def event(world: World) -> Gathering:
    advertise(world, "L26-0001", "Teknisi Perawatan")
    return hold(world, begins=2 * DAY, seats=1, vacancies=("L26-0001",))


def say(event: Gathering, nim: str, answer: str) -> str:
    """Press a button of the page; what the page says then."""
    visitor, path = event.world.visitor(), event.link(nim)
    posted = visitor.post(path, data=fields(visitor.get(path).text) | {"jawaban": answer})
    assert posted.status_code == 303
    return visitor.get(posted.headers["location"]).text


def answer(event: Gathering, nim: str) -> Answer | None:
    said = event.world.site.ledger.rsvps.get(event.event.id, event.numbers[nim])
    return said.answer if said else None


class TestAnswering:
    def test_it_shows_what_when_where_and_for_which_vacancies(self, event: Gathering) -> None:
        page = event.world.visitor().get(event.link()).text
        for text in (
            TITLE, "Kamis, 26 November 2026, 09.00–12.00 WIB", "Auditorium Gedung Utama", "Teknisi Perawatan",
            "Sisa 1 kursi", "Hadir", "Tidak hadir",
        ):  # fmt: skip
            assert text in page

    def test_following_the_link_changes_nothing(self, event: Gathering) -> None:
        for query in ("", "?jawaban=hadir", "?tercatat=1"):
            assert event.world.visitor().get(event.link() + query).status_code == 200
        assert answer(event, FIRST) is None

    def test_a_button_answers_and_the_answer_can_be_changed(self, event: Gathering) -> None:
        assert "Sampai jumpa di acara" in say(event, FIRST, "hadir")
        assert answer(event, FIRST) is Answer.COMING
        assert "Terima kasih telah memberi kabar" in say(event, FIRST, "tidak")
        assert answer(event, FIRST) is Answer.DECLINED

    def test_who_comes_too_late_waits_and_is_told_the_turn(self, event: Gathering) -> None:
        say(event, FIRST, "hadir")
        assert "Kursi penuh. Jika menjawab Hadir" in event.world.visitor().get(event.link(SECOND)).text
        say(event, SECOND, "hadir")
        assert "daftar tunggu, urutan ke-2" in say(event, THIRD, "hadir")
        assert answer(event, THIRD) is Answer.WAITING

    def test_no_seats_are_counted_where_they_are_not_bounded(self, world: World) -> None:
        page = world.visitor().get(hold(world, begins=DAY).link()).text
        assert "kursi" not in page.lower()

    def test_it_speaks_english(self, event: Gathering) -> None:
        page = event.world.visitor().get(event.link() + "?bahasa=en").text
        assert "Will you come?" in page
        assert "1 seats left" not in page
        assert "1 seat left" in page

    @pytest.mark.parametrize("form", [{}, {"jawaban": "hadir"}, {"jawaban": "x", "halaman": "x"}])
    def test_what_no_page_of_ours_sent_is_refused(self, event: Gathering, form: dict[str, str]) -> None:
        assert event.world.visitor().post(event.link(), data=form).status_code == 403
        assert answer(event, FIRST) is None


class TestEnding:
    @pytest.mark.parametrize(
        ("after", "words"), [(2 * DAY + HOUR, "sedang berlangsung"), (2 * DAY + 4 * HOUR, "sudah selesai")]
    )
    def test_it_takes_no_answer_once_the_event_has_begun(self, event: Gathering, after: timedelta, words: str) -> None:
        visitor, path = event.world.visitor(), event.link()
        page = fields(visitor.get(path).text)
        event.world.clock.at += after
        assert visitor.post(path, data=page | {"jawaban": "hadir"}).status_code == 303
        assert words in visitor.get(path).text
        assert answer(event, FIRST) is None

    def test_it_says_that_an_event_is_called_off(self, event: Gathering) -> None:
        event.call_off()
        page = event.world.visitor().get(event.link())
        assert "Kegiatan ini dibatalkan" in page.text
        assert f"<h1>{TITLE}</h1>" in page.text
        assert "<form" not in page.text
        assert event.world.visitor().get(event.link() + "/kegiatan.ics").status_code == 410

    def test_the_link_of_who_was_erased_opens_nothing(self, event: Gathering) -> None:
        link = event.link()
        event.world.site.ledger.erasure.forget(Person(f"{FIRST}@example.com", numbers=(FIRST,)), event.world.clock())
        assert event.world.visitor().get(link).status_code == 403
        assert event.world.site.ledger.guests.get(event.event.id, FIRST) is None


class TestCalendar:
    def test_its_entry_is_the_mail_s(self, event: Gathering) -> None:
        file = event.world.visitor().get(event.link() + "/kegiatan.ics")
        assert file.headers["content-type"].startswith("text/calendar")
        assert max(map(len, file.content.split(b"\r\n"))) <= 75
        (entry,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
        assert (entry["UID"], entry["SEQUENCE"]) == (event.entry.uid, 0)
        assert entry.decoded("DTSTART") == event.event.starts
        assert "ATTENDEE" not in entry
