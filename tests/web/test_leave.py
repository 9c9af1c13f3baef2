"""Leaving the list: by the button, or by a mail program's one click."""

from __future__ import annotations

import pytest

from tests.web.world import World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(world: World) -> str:
    number = world.site.ledger.outbox.enrol({"sari@example.com": "Sari@example.com"})["sari@example.com"]
    return world.path(world.links.opt_out(number))


def test_it_asks_first(world: World, path: str) -> None:
    assert "Ya, berhenti" in world.visitor().get(path).text
    assert world.site.ledger.outbox.left() == set()


def test_it_leaves_by_the_button(world: World, path: str) -> None:
    assert "Anda sudah berhenti" in world.visitor().post(path, data={}).text
    assert world.site.ledger.outbox.left() == {"sari@example.com"}


def test_it_leaves_by_one_click_of_a_mail_program_which_comes_from_anywhere(world: World, path: str) -> None:
    """RFC 8058: a POST without cookies, without our page and without a redirect."""
    for headers in ({}, {"origin": "https://mail.example.com", "sec-fetch-site": "cross-site"}):
        assert world.visitor().post(path, data=ONE_CLICK, headers=headers).status_code == 200
    assert world.site.ledger.outbox.left() == {"sari@example.com"}


def test_it_takes_a_mail_program_s_multipart_form(world: World, path: str) -> None:
    assert world.visitor().post(path, files={"List-Unsubscribe": (None, "One-Click")}).status_code == 200
    assert world.site.ledger.outbox.left() == {"sari@example.com"}


def test_a_forged_link_takes_nobody_off(world: World, path: str) -> None:
    assert world.visitor().post(path[:-2] + "xx", data=ONE_CLICK).status_code == 403
    assert world.site.ledger.outbox.left() == set()
