"""Staff at the door: who comes in is found, checked in with one tap, and counted once."""

from __future__ import annotations

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from flows.ledger.rsvps import RsvpSource
from tests.documents.poppler import flat, pages
from tests.web.filling import fields
from tests.web.occasions import PEOPLE, TITLE, Gathering, hold
from tests.web.world import DAY, World

SITI, BUDI, *_ = PEOPLE


@pytest.fixture
def event(world: World) -> Gathering:
    return hold(world)


@pytest.fixture
def staff(world: World) -> TestClient:
    visitor = world.visitor()
    visitor.post(world.staff_link())
    return visitor


def press(staff: TestClient, event: Gathering, button: str, **typed: str) -> Response:
    """Press a button of the page at the door, and follow where it leads."""
    token = fields(staff.get("/staf/kegiatan").text)["halaman"]
    answer = staff.post(event.door, data={"halaman": token, "tombol": button, **typed})
    return staff.get(answer.headers["location"]) if answer.status_code == 303 else answer


def there(event: Gathering) -> list[tuple[str, str, str]]:
    came = event.world.site.ledger.attendances.of(event.event.id)
    return [(one.nim, one.name, one.programme) for one in came]


class TestSession:
    @pytest.mark.parametrize("page", ["hadir/K26-0001", "daftar-hadir/K26-0001", "poster/K26-0001", "kegiatan"])
    def test_strangers_are_sent_to_sign_in(self, event: Gathering, page: str) -> None:
        answer = event.world.visitor().get(f"/staf/{page}")
        assert answer.headers["location"] == "/staf/masuk"
        assert "Siti" not in answer.text

    def test_another_site_checks_nobody_in(self, event: Gathering, staff: TestClient) -> None:
        assert staff.post(event.door, data={"tombol": "hadir", "nim": SITI}).status_code == 403
        assert there(event) == []


class TestDoor:
    def test_it_lists_today_s_events_apart_from_others(self, event: Gathering, staff: TestClient) -> None:
        hold(event.world, "K26-0002", title="Seminar Nanti", begins=3 * DAY)
        hold(event.world, "K26-0003", title="Workshop Lalu", begins=-3 * DAY)
        hold(event.world, "K26-0004", title="Tahun Lalu", begins=-300 * DAY)
        page = staff.get("/staf/kegiatan").text
        assert page.index(TITLE) < page.index("Akan datang") < page.index("Seminar Nanti")
        assert page.index("30 hari terakhir") < page.index("Workshop Lalu")
        assert "Tahun Lalu" not in page

    @pytest.mark.parametrize("typed", ["siti", "AMINAH siti", "11900001", " 3311900001 "])
    def test_a_guest_is_found_by_parts_of_name_or_nim(self, event: Gathering, staff: TestClient, typed: str) -> None:
        page = press(staff, event, "cari", cari=typed).text
        assert "Siti Aminah" in page
        assert "Budi Santoso" not in page

    def test_signs_that_mean_something_to_the_database_mean_nothing(self, event: Gathering, staff: TestClient) -> None:
        assert "Tidak ditemukan" in press(staff, event, "cari", cari="%").text
        assert "Tidak ditemukan" in press(staff, event, "cari", cari="_").text

    def test_one_tap_checks_in_and_a_second_is_not_counted(self, event: Gathering, staff: TestClient) -> None:
        assert "Siti Aminah tercatat hadir" in press(staff, event, "hadir", nim=SITI).text
        assert "Siti Aminah sudah tercatat pukul 09.00" in press(staff, event, "hadir", nim=SITI).text
        assert there(event) == [(SITI, "Siti Aminah", "IF")]

    def test_a_slip_is_taken_back(self, event: Gathering, staff: TestClient) -> None:
        press(staff, event, "hadir", nim=SITI)
        assert "Dibatalkan" in press(staff, event, "batal", nim=SITI).text
        assert there(event) == []

    def test_the_trail_tells_who_was_checked_in_by_whom_without_names(
        self, event: Gathering, staff: TestClient
    ) -> None:
        for button in ("hadir", "hadir", "batal", "batal"):
            press(staff, event, button, nim=SITI)
        told = [(one.step, one.subject, one.detail) for one in event.world.site.ledger.trail]
        assert told == [("check in", event.event.id, {"source": "staff"}), ("undo check in", event.event.id, {})]

    def test_who_is_on_no_list_is_typed_in(self, event: Gathering, staff: TestClient) -> None:
        typed = {"nim": "44 2190 0099", "nama": "Tamu <b>Baru</b>", "prodi": "AK"}
        page = press(staff, event, "hadir", **typed).text
        assert "Tamu &lt;b&gt;Baru&lt;/b&gt; tercatat hadir" in page
        assert there(event) == [("4421900099", "Tamu <b>Baru</b>", "AK")]

    def test_a_guest_s_name_is_the_list_s_and_not_what_was_typed(self, event: Gathering, staff: TestClient) -> None:
        press(staff, event, "hadir", nim=BUDI.lower(), nama="Bukan Budi")
        assert there(event) == [(BUDI, "Budi Santoso", "IF")]

    @pytest.mark.parametrize("typed", [{"nim": "bukan nim"}, {"nim": ""}, {"nim": "4421900099"}, {"nama": "Tanpa NIM"}])
    def test_what_is_missing_is_asked_for(self, event: Gathering, staff: TestClient, typed: dict[str, str]) -> None:
        page = press(staff, event, "hadir", **typed)
        assert page.status_code == 422
        assert "Belum tercatat" in page.text
        assert there(event) == []

    def test_who_said_yes_is_at_hand_until_they_come(self, event: Gathering, staff: TestClient) -> None:
        event.world.site.ledger.rsvps.answer(
            event.event.id, event.numbers[BUDI], event.world.clock(), RsvpSource.LINK, coming=True, seats=None
        )
        assert "belum datang" in staff.get(event.door).text
        assert "belum datang" not in press(staff, event, "hadir", nim=BUDI).text

    def test_nobody_is_checked_in_before_the_day(self, world: World, staff: TestClient) -> None:
        event = hold(world, begins=2 * DAY)
        assert "Check-in dibuka pada hari kegiatan" in staff.get(event.door).text
        assert press(staff, event, "hadir", nim=SITI).status_code == 403
        assert there(event) == []

    def test_what_was_called_off_or_never_was_is_not_found(self, event: Gathering, staff: TestClient) -> None:
        event.call_off()
        assert staff.get(event.door).status_code == 404
        assert staff.get("/staf/hadir/K99-0001").status_code == 404


class TestPaper:
    def test_the_list_names_who_came_in_their_order(self, event: Gathering, staff: TestClient) -> None:
        press(staff, event, "hadir", nim=BUDI)
        press(staff, event, "hadir", nim="4421900099", nama="Tamu Baru", prodi="AK")
        file = staff.get("/staf/daftar-hadir/K26-0001")
        assert file.headers["content-type"] == "application/pdf"
        (page,) = pages(file.content)
        assert flat(page).index("Budi Santoso") < flat(page).index("Tamu Baru") < flat(page).index("Petugas kegiatan")
        for words in ("Daftar Hadir Kegiatan", "DH/K26-0001", "D3 Akuntansi", "09.00", "petugas", "2 orang", "DRAF"):
            assert words in flat(page)
        event.world.clock.at += DAY
        assert "DRAF" not in flat(pages(staff.get("/staf/daftar-hadir/K26-0001").content)[0])

    def test_without_anybody_it_has_rows_to_be_filled_in_by_hand(self, event: Gathering, staff: TestClient) -> None:
        assert "Belum ada yang tercatat" in flat(pages(staff.get("/staf/daftar-hadir/K26-0001").content)[0])

    def test_the_poster_tells_the_code_s_address(self, event: Gathering, staff: TestClient) -> None:
        (page,) = pages(staff.get("/staf/poster/K26-0001").content)
        for words in (TITLE, "Auditorium Gedung Utama", f"karir.example.ac.id{event.code}"):
            assert words in flat(page)
