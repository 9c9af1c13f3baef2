"""What every answer carries, what no page holds, and what nobody can read in the log."""

from __future__ import annotations

import logging
import re

import pytest

from flows.web.pages import STATIC
from tests.web.filling import FILLED, fill
from tests.web.world import STAFF, World


class TestAnswers:
    @pytest.mark.parametrize(
        "path", ["/umpan-balik/salah", "/tidak-ada", "/staf/masuk", "/aset/gaya.css", "/aset/tidak"]
    )
    def test_each_is_armoured(self, world: World, path: str) -> None:
        headers = world.visitor().get(path).headers
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["x-content-type-options"] == "nosniff"
        assert "max-age" in headers["strict-transport-security"]
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_pages_are_kept_nowhere_and_files_are(self, world: World) -> None:
        assert world.visitor().get(world.form_link()).headers["cache-control"] == "no-store"
        assert "max-age" in world.visitor().get("/aset/gaya.css").headers["cache-control"]

    def test_no_page_names_another_host_or_holds_a_script_or_a_style(self, world: World) -> None:
        staff = world.visitor()
        staff.post(world.staff_link())
        paths = [world.form_link(), "/umpan-balik/x", "/staf/masuk", world.staff_link(), "/staf", "/staf/isi/L26-0001"]
        for path in paths:
            page = staff.get(path).text
            assert not re.search(r"<script|<style| style=| on\w+=|javascript:", page)
            for address in re.findall(r'(?:href|src|action)="([^"]*)"', page):
                assert re.match(r"/(?!/)|#|\?|mailto:", address), address

    def test_a_style_sheet_fetches_nothing(self) -> None:
        assert not re.search(r"url\(|@import", (STATIC / "gaya.css").read_text())

    def test_an_error_of_ours_is_a_friendly_page_and_tells_nothing(self, world: World, caplog) -> None:
        caplog.set_level(logging.INFO)
        world.site.ledger.responses.answer = None  # type: ignore[method-assign]
        path = world.form_link()
        answer = fill(world.visitor(), path, {"L26-0001": {**FILLED, "q_respondent": "Sari Rahasia"}})
        assert answer.status_code == 500
        assert "ada gangguan di pihak kami" in answer.text
        assert answer.headers["x-robots-tag"]
        assert "TypeError in" in caplog.text
        assert "Sari" not in caplog.text

    @pytest.mark.parametrize("path", ["/umpan-balik/x", "/staf/masuk", "/tidak-ada", "/"])
    def test_odd_methods_are_refused_in_good_order(self, world: World, path: str) -> None:
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "ANEH"):
            assert world.visitor().request(method, path).status_code in (404, 405)

    def test_head_is_get_without_a_body(self, world: World) -> None:
        path = world.form_link()
        head, get = world.visitor().head(path), world.visitor().get(path)
        assert (head.status_code, head.headers["content-length"]) == (200, get.headers["content-length"])

    @pytest.mark.parametrize("path", ["/staf/", "/aset", "/umpan-balik/x/"])
    def test_none_leads_to_the_host_that_the_visitor_names(self, world: World, path: str) -> None:
        answer = world.visitor().get(path, headers={"host": "jahat.example.com"})
        assert answer.status_code == 404
        assert "jahat" not in str(answer.headers)

    @pytest.mark.parametrize("path", ["//jahat.example.com/", "/\\jahat.example.com", "/staf/isi///jahat.example.com"])
    def test_no_path_leads_elsewhere(self, world: World, path: str) -> None:
        for query in ("", "?bahasa=//jahat.example.com", "?next=https://jahat.example.com"):
            location = world.visitor().get("https://karir.example.ac.id" + path + query).headers.get("location", "/")
            assert re.match(r"/(?!/)|https://karir\.example\.ac\.id/", location), location


class TestLog:
    def test_it_tells_pages_and_statuses_and_neither_tokens_nor_people(self, world: World, caplog) -> None:
        caplog.set_level(logging.INFO)
        path = world.form_link()
        fill(world.visitor(), path, {"L26-0001": {**FILLED, "q_respondent": "Sari Rahasia"}})
        staff = world.visitor()
        staff.post(world.staff_link())
        staff.post("/staf/masuk", data={"alamat": STAFF})
        lines = [record.getMessage() for record in caplog.records if record.name == "loker.web"]
        assert any(line.startswith("POST form 303 ") for line in lines)
        for secret in (path.rpartition("/")[2], "Sari", STAFF, "testclient", world.staff_link().rpartition("/")[2]):
            assert secret not in "\n".join(lines)
