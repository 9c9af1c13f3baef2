"""Leaving the list: by the button, or by a mail program's one click; and coming back."""

from __future__ import annotations

import pytest

from flows.ledger.erasure import Person
from flows.ledger.records import Matter, Priority, Purpose
from tests.web.world import World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
SARI = "sari@example.com"


@pytest.fixture
def number(world: World) -> int:
    return world.site.ledger.outbox.enrol({SARI: "Sari@example.com"})[SARI]


@pytest.fixture
def path(world: World, number: int) -> str:
    return world.path(world.links.opt_out(number))


class TestLeaving:
    def test_it_asks_first(self, world: World, path: str) -> None:
        assert "Ya, berhenti" in world.visitor().get(path).text
        assert world.site.ledger.outbox.left() == set()

    def test_it_leaves_by_the_button(self, world: World, path: str) -> None:
        assert "Anda sudah berhenti" in world.visitor().post(path, data={}).text
        assert world.site.ledger.outbox.left() == {SARI}

    def test_it_leaves_by_one_click_of_a_mail_program_which_comes_from_anywhere(self, world: World, path: str) -> None:
        """RFC 8058: a POST without cookies, without our page and without a redirect."""
        for headers in ({}, {"origin": "https://mail.example.com", "sec-fetch-site": "cross-site"}):
            assert world.visitor().post(path, data=ONE_CLICK, headers=headers).status_code == 200
        assert world.site.ledger.outbox.left() == {SARI}

    def test_it_takes_a_mail_program_s_multipart_form(self, world: World, path: str) -> None:
        assert world.visitor().post(path, files={"List-Unsubscribe": (None, "One-Click")}).status_code == 200
        assert world.site.ledger.outbox.left() == {SARI}

    def test_the_trail_tells_it_once_and_names_nobody(self, world: World, number: int, path: str) -> None:
        for where in (path, path, f"{path}/kembali", f"{path}/kembali"):
            world.visitor().post(where)
        told = [(one.step, one.subject, one.detail) for one in world.site.ledger.trail]
        assert told == [("leave", "", {"recipient": number}), ("come back", "", {"recipient": number})]

    def test_what_is_queued_is_taken_back_at_once(self, world: World, number: int, path: str) -> None:
        outbox = world.site.ledger.outbox
        outbox.queue(Matter(Purpose.ANNOUNCE, "L26-0001", "a1", Priority.DIGEST), [number], world.clock())
        world.visitor().post(path)
        assert outbox.states() == {"withdrawn": 1}

    def test_a_forged_link_takes_nobody_off(self, world: World, path: str) -> None:
        assert world.visitor().post(path[:-2] + "xx", data=ONE_CLICK).status_code == 403
        assert world.site.ledger.outbox.left() == set()

    def test_it_speaks_the_language_of_the_mail(self, world: World, number: int) -> None:
        english = world.path(world.links.opt_out(number, "en"))
        assert "Yes, unsubscribe" in world.visitor().get(english).text
        assert "You are unsubscribed" in world.visitor().post(english).text


class TestComingBack:
    def test_the_page_says_how_it_stands_whenever_it_is_opened_and_offers_the_way_back(
        self, world: World, path: str
    ) -> None:
        world.visitor().post(path)
        for _ in range(2):
            page = world.visitor().get(path).text
            assert "Anda sudah berhenti" in page
            assert "Terima surel lagi" in page
            assert "Ya, berhenti" not in page

    def test_the_button_takes_the_opt_out_back(self, world: World, path: str) -> None:
        visitor = world.visitor()
        visitor.post(path)
        answer = visitor.post(f"{path}/kembali")
        page = visitor.get(answer.headers["location"].removeprefix(world.site.url))
        assert "Anda menerima surel lagi" in page.text
        assert "Berhenti lagi" in page.text
        assert world.site.ledger.outbox.left() == set()

    def test_following_a_link_there_changes_nothing(self, world: World, path: str) -> None:
        visitor = world.visitor()
        visitor.post(path)
        assert visitor.get(f"{path}/kembali").status_code == 405
        assert visitor.get(f"{path}?kembali=1").status_code == 200
        assert world.site.ledger.outbox.left() == {SARI}

    def test_no_other_site_brings_anybody_back(self, world: World, path: str) -> None:
        visitor = world.visitor()
        visitor.post(path)
        for headers in ({"origin": "https://mail.example.com"}, {"sec-fetch-site": "cross-site"}):
            assert visitor.post(f"{path}/kembali", headers=headers).status_code == 403
        assert visitor.post(f"{path[:-2]}xx/kembali").status_code == 403
        assert world.site.ledger.outbox.left() == {SARI}

    def test_who_was_erased_stays_erased(self, world: World, path: str) -> None:
        ledger, visitor = world.site.ledger, world.visitor()
        ledger.erasure.forget(Person(SARI), world.clock())
        for answer in (visitor.get(path), visitor.post(path)):
            assert "Alamat Anda tidak ada di daftar kami" in answer.text
            assert "Terima surel lagi" not in answer.text
        assert visitor.post(f"{path}/kembali").status_code == 303
        assert set(ledger.erasure.marks([SARI])) == {SARI}
        assert ledger.outbox.left() == set()
