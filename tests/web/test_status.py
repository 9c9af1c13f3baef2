"""Staff see how sending goes, and settle what nobody else can."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from flows.ledger.doubts import RESTORED
from flows.web.status import AGAIN, ARRIVED, PATH
from tests.web.filling import fields
from tests.web.troubles import DIGEST, PEOPLE, trouble
from tests.web.world import World


@pytest.fixture
def staff(world: World) -> TestClient:
    visitor = world.visitor()
    assert visitor.post(world.staff_link()).status_code == 303
    return visitor


def answer(world: World, staff: TestClient, button: str, **about: str) -> str:
    """Press a button; returns where it leads."""
    token = fields(staff.get(PATH).text)["halaman"]
    return str(staff.post(PATH, data={"halaman": token, "tombol": button, **about}).headers["location"])


def states(world: World) -> dict[str, int]:
    return {state: count for state, count in world.site.ledger.outbox.states().items() if count}


class TestShown:
    def test_a_stranger_sees_nothing(self, world: World) -> None:
        trouble(world)
        assert world.visitor().get(PATH).headers["location"] == "/staf/masuk"

    def test_it_tells_what_waits_what_is_in_doubt_and_what_failed(self, world: World, staff: TestClient) -> None:
        trouble(world)
        page = staff.get(PATH).text
        for said in ("7 surel, terkirim hari ini", "Pengumuman lowongan", "4 surel", "3, lihat tab Masalah",
                     "Sistem tidak berjalan", "The mail server does not answer", "3 lowongan", *PEOPLE):  # fmt: skip
            assert said in page
        assert "1.996 dari 2.000" in page

    def test_an_office_at_rest_has_nothing_to_settle(self, staff: TestClient) -> None:
        page = staff.get(PATH).text
        assert page.count("Tidak ada") == 3
        assert "Kirim ulang" not in page

    def test_it_says_that_a_restored_office_sends_nothing(self, world: World, staff: TestClient) -> None:
        at = world.clock().isoformat()
        world.site.ledger.notes.put(**{RESTORED: {"at": at, "taken_at": at}})
        assert "loker resume" in staff.get(PATH).text

    def test_it_says_for_how_long_the_limit_holds_mails_back(self, world: World, staff: TestClient) -> None:
        numbers = world.site.ledger.outbox.enrol({f"o{n}@example.com": f"o{n}@example.com" for n in range(4500)})
        world.site.ledger.outbox.queue(DIGEST, numbers.values(), world.clock())
        assert "4.500 surel, semua terkirim paling lama dalam 2 hari" in staff.get(PATH).text


class TestSettled:
    def test_what_arrived_counts_as_sent(self, world: World, staff: TestClient) -> None:
        trouble(world)
        (first, *_) = world.site.ledger.doubts.some(10)
        assert answer(world, staff, ARRIVED, pesan=str(first.message)) == f"{PATH}?beres=1"
        assert states(world) == {"sent": 1, "unknown": 3, "queued": 7}

    def test_what_did_not_is_sent_again(self, world: World, staff: TestClient) -> None:
        trouble(world)
        (first, *_) = world.site.ledger.doubts.some(10)
        answer(world, staff, AGAIN, pesan=str(first.message))
        assert states(world) == {"unknown": 3, "queued": 8}

    def test_all_about_a_vacancy_at_once(self, world: World, staff: TestClient) -> None:
        trouble(world)
        about = {"maksud": "announce", "perihal": "L26-0001", "edisi": "abc", "urutan": "4"}
        assert answer(world, staff, AGAIN, **about) == f"{PATH}?beres=3"
        assert states(world) == {"unknown": 1, "queued": 10}

    def test_twice_is_once(self, world: World, staff: TestClient) -> None:
        trouble(world)
        (first, *_) = world.site.ledger.doubts.some(10)
        answer(world, staff, ARRIVED, pesan=str(first.message))
        assert answer(world, staff, AGAIN, pesan=str(first.message)) == f"{PATH}?beres=0"
        assert states(world)["sent"] == 1

    @pytest.mark.parametrize("number", ["0", "999999", "9" * 18])
    def test_what_is_not_in_doubt_cannot_be_told_from_what_never_was(
        self, world: World, staff: TestClient, number: str
    ) -> None:
        trouble(world)
        assert answer(world, staff, AGAIN, pesan=number) == f"{PATH}?beres=0"
        assert states(world) == {"unknown": 4, "queued": 7}

    def test_another_site_or_a_stranger_settles_nothing(self, world: World, staff: TestClient) -> None:
        trouble(world)
        (first, *_) = world.site.ledger.doubts.some(10)
        typed = {"tombol": AGAIN, "pesan": str(first.message)}
        assert staff.post(PATH, data={**typed, "halaman": "lain"}).status_code == 403
        assert world.visitor().post(PATH, data=typed).headers["location"] == "/staf/masuk"
        assert states(world)["unknown"] == 4

    @pytest.mark.parametrize(
        "form", [{}, {"tombol": "lain"}, {"tombol": AGAIN}, {"tombol": AGAIN, "maksud": "x", "urutan": "9" * 400}]
    )
    def test_what_no_page_of_ours_sends_is_refused(self, world: World, staff: TestClient, form: dict[str, str]) -> None:
        token = fields(staff.get("/staf").text)["halaman"]
        assert staff.post(PATH, data={"halaman": token, **form}).status_code == 400

    def test_the_trail_tells_of_it_and_names_nobody(self, world: World, staff: TestClient) -> None:
        trouble(world)
        world.clock.at += timedelta(minutes=1)
        about = {"maksud": "announce", "perihal": "L26-0001", "edisi": "abc", "urutan": "4"}
        answer(world, staff, ARRIVED, **about)
        entries = [one for one in world.site.ledger.trail if one.step == "settle"]
        assert [(one.subject, dict(one.detail)) for one in entries] == [("", {"messages": 3, "arrived": True})]
