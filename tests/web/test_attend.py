"""Guests who scan the poster: once each, on the event's day, and nobody is greeted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx2 import Response

from flows.ledger.attendances import AttendanceSource
from tests.web.occasions import PEOPLE, TITLE, Gathering, hold
from tests.web.world import DAY, World

SITI, *_ = PEOPLE


@pytest.fixture
def event(world: World) -> Gathering:
    return hold(world)


def come(event: Gathering, nim: str, name: str) -> Response:
    return event.world.visitor().post(event.code, data={"nim": nim, "nama": name})


def there(event: Gathering) -> list[tuple[str, str, str]]:
    came = event.world.site.ledger.attendances.of(event.event.id)
    return [(one.nim, one.name, one.source) for one in came]


class TestAttend:
    def test_following_the_code_notes_nobody(self, event: Gathering) -> None:
        page = event.world.visitor().get(f"{event.code}?nim={SITI}&nama=Siti")
        assert TITLE in page.text
        assert there(event) == []

    def test_the_button_does_once(self, event: Gathering) -> None:
        assert "Kehadiran tercatat" in come(event, SITI, "siti").text
        assert "Sudah tercatat" in come(event, f" {SITI} ", "Orang Lain").text
        assert there(event) == [(SITI, "Siti Aminah", AttendanceSource.CODE)]

    def test_staff_and_code_count_one_person_once(self, event: Gathering) -> None:
        staff = event.world.visitor()
        staff.post(event.world.staff_link())
        token = staff.get(event.door).text.partition('name="halaman" value="')[2].partition('"')[0]
        staff.post(event.door, data={"halaman": token, "tombol": "hadir", "nim": SITI})
        assert "Sudah tercatat" in come(event, SITI, "Siti").text
        assert len(there(event)) == 1

    def test_it_does_not_tell_who_is_invited(self, event: Gathering) -> None:
        """Whoever is typed, the page is the same: it names nobody."""
        invited, stranger = come(event, SITI, "X Y").text, come(event, "4421900099", "X Y").text
        assert invited.replace(SITI, "") == stranger.replace("4421900099", "")
        assert "Siti" not in invited
        for nim in (SITI, "4421900099"):
            assert come(event, nim, "").status_code == 422
        assert come(event, SITI, "").text.replace(SITI, "") == come(event, "4421900099", "").text.replace(
            "4421900099", ""
        )

    @pytest.mark.parametrize(("nim", "name"), [("", "Siti"), ("bukan", "Siti"), ("4421900099", " "), ("9" * 400, "S")])
    def test_what_is_missing_is_asked_for(self, event: Gathering, nim: str, name: str) -> None:
        page = come(event, nim, name)
        assert page.status_code == 422
        assert "Belum tercatat" in page.text
        assert there(event) == []

    @pytest.mark.parametrize(
        ("begins", "words"), [(2 * DAY, "pada hari kegiatan"), (-2 * DAY, "sudah selesai")], ids=["before", "after"]
    )
    def test_it_is_open_on_the_event_s_day_alone(self, world: World, begins: timedelta, words: str) -> None:
        event = hold(world, begins=begins)
        page = come(event, SITI, "Siti")
        assert words in page.text
        assert "<form" not in page.text
        assert there(event) == []

    def test_it_is_open_from_the_morning_to_midnight(self, event: Gathering) -> None:
        event.world.clock.at += timedelta(hours=14, minutes=59)  # 23.59 WIB
        assert "Kehadiran tercatat" in come(event, SITI, "Siti").text
        event.world.clock.at += timedelta(minutes=1)
        assert "sudah selesai" in come(event, "3311900002", "Budi").text

    def test_one_that_is_called_off_notes_nobody(self, event: Gathering) -> None:
        event.call_off()
        assert "dibatalkan" in come(event, SITI, "Siti").text
        assert there(event) == []

    def test_a_code_is_typed_in_any_case_and_none_is_guessed(self, event: Gathering) -> None:
        visitor = event.world.visitor()
        assert visitor.get(f"/hadir/{event.code.rpartition('/')[2].upper()}").status_code == 200
        number, _, mark = event.code.rpartition("/")[2].partition("-")
        for wrong in (
            f"{number}-{mark[:-1]}",
            f"{number}-aaaaaaaa",
            f"0{number}-{mark}",
            f"2-{mark}",
            mark,
            "1-é",
            "²-a",
        ):
            assert visitor.get(f"/hadir/{wrong}").status_code == 403, wrong

    def test_a_hall_full_of_guests_behind_one_address_gets_in_and_a_flood_does_not(self, event: Gathering) -> None:
        visitor = event.world.visitor(patient=False)
        answers = [visitor.get(event.code).status_code for _ in range(1000)]
        assert set(answers[:900]) == {200}
        assert 429 in answers[900:]
