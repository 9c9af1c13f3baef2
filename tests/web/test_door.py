"""Who comes too often, from elsewhere or with too much, comes no further."""

from __future__ import annotations

import pytest

from flows.web.door import MAX_BODY, MAX_FIELDS, origin_of
from flows.web.rate import REMEMBERED, Rate, neighbourhood
from tests.web.filling import fields
from tests.web.world import World


class TestDoor:
    def test_a_body_is_bounded_before_it_is_read(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        assert visitor.post(path, content=b"a=" + b"x" * MAX_BODY, headers=kind).status_code == 413
        assert visitor.post(path, content=b"&".join([b"a=1"] * (MAX_FIELDS + 1)), headers=kind).status_code == 413

    @pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain"])
    def test_it_takes_forms_alone(self, world: World, kind: str) -> None:
        answer = world.visitor().post(world.form_link(), content=b"{}", headers={"content-type": kind})
        assert answer.status_code == 415

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"origin": "https://jahat.example.com"}, 403),
            ({"origin": "https://karir.example.ac.id.example.com"}, 403),
            ({"origin": "http://karir.example.ac.id"}, 403),
            ({"sec-fetch-site": "cross-site"}, 403),
            ({"sec-fetch-site": "same-site"}, 403),
            ({"origin": "https://karir.example.ac.id", "sec-fetch-site": "same-origin"}, 303),
            ({"origin": "null", "sec-fetch-site": "same-origin"}, 303),
            ({}, 303),
        ],
    )
    def test_only_our_own_pages_post(self, world: World, headers: dict[str, str], status: int) -> None:
        visitor, path = world.visitor(), world.form_link()
        page = fields(visitor.get(path).text) | {"tombol": "simpan"}
        assert visitor.post(path, data=page, headers=headers).status_code == status

    def test_a_form_comes_back_with_what_its_page_held(self, world: World) -> None:
        visitor, path = world.visitor(), world.form_link()
        page = fields(visitor.get(path).text)
        other = fields(world.visitor().get(world.form_link("CV Lain Contoh")).text)
        for token in ("", "x", other["halaman"]):
            assert visitor.post(path, data=page | {"halaman": token}).status_code == 403

    def test_a_hasty_visitor_waits(self, world: World) -> None:
        visitor = world.visitor(patient=False)
        path = world.form_link()
        answers = [visitor.get(path) for _ in range(60)]
        assert [one.status_code for one in answers[:40]] == [200] * 40
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert "Mohon tunggu sebentar" in answers[-1].text

    def test_an_address_that_tries_many_tokens_waits(self, world: World) -> None:
        visitor = world.visitor(patient=False)
        statuses = [visitor.get(f"/umpan-balik/{number}").status_code for number in range(300)]
        assert statuses[:200] == [403] * 200
        assert statuses[-1] == 429

    @pytest.mark.parametrize(
        ("url", "origin"),
        [
            ("https://karir.example.ac.id", "https://karir.example.ac.id"),
            ("https://Karir.Example.ac.id:443/loker/", "https://karir.example.ac.id"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ],
    )
    def test_an_origin_is_as_browsers_write_it(self, url: str, origin: str) -> None:
        assert origin_of(url) == origin


class TestRate:
    def test_it_lets_a_burst_in_and_then_so_many_a_minute(self) -> None:
        now = [100.0]
        rate = Rate(3, 6, lambda: now[0])
        assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, pytest.approx(10)]
        assert rate.wait("b") == 0
        now[0] += 10
        assert [rate.wait("a"), rate.wait("a")] == [0, pytest.approx(10)]
        now[0] += 3600
        assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, pytest.approx(10)]

    def test_its_memory_is_bounded(self) -> None:
        rate = Rate(3, 6, lambda: 0.0)
        for number in range(REMEMBERED + 10):
            rate.wait(str(number))
        assert len(rate._full_at) == REMEMBERED

    def test_a_household_is_one_visitor(self) -> None:
        assert neighbourhood("2001:db8:1:2:3:4:5:6") == neighbourhood("2001:db8:1:2::1") == "2001:db8:1:2::"
        assert neighbourhood("192.0.2.1") == "192.0.2.1"
        assert neighbourhood("unix") == "unix"
