"""The public page, answered by `loker serve`: what the files are, and searches without a script."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from lxml import html
from starlette.testclient import TestClient

from flows.ledger.erasure import Person
from flows.ledger.publications import Publication
from flows.publish import publish
from tests.site.made_up import posting
from tests.web.world import World


def show(world: World, number: int = 1, *, closed: date | None = None, **changes) -> None:
    """A vacancy on the page, as a run leaves it in the ledger."""
    vacancy = posting(number, **changes).vacancy
    world.site.ledger.notes.keep_version(vacancy.id, vacancy.edition, vacancy.content, world.clock())
    at = world.clock() + timedelta(seconds=number)
    world.site.ledger.publications.put([Publication(vacancy.id, vacancy.edition, at, at, closed)])


@pytest.fixture
def visitor(world: World) -> TestClient:
    for number in range(1, 31):
        show(
            world,
            number,
            kind="Magang" if number % 3 == 0 else "Kontrak",
            location="Karimun" if number == 7 else "Batam",
        )
    return world.visitor()


def names(page: str) -> list[str]:
    return [link.text for link in html.fromstring(page).cssselect("#daftar h2 a")]


class TestPages:
    def test_the_home_shows_what_is_open(self, visitor: TestClient) -> None:
        answer = visitor.get("/")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert names(answer.text)[:2] == ["Teknisi Perawatan 30", "Teknisi Perawatan 29"]
        assert "30 lowongan sedang terbuka" in answer.text

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/lowongan/L26-0001", "text/html; charset=utf-8"), ("/lowongan/L26-0001/", "text/html; charset=utf-8"),
            ("/en", "text/html; charset=utf-8"), ("/en/lowongan/L26-0001", "text/html; charset=utf-8"),
            ("/kegiatan", "text/html; charset=utf-8"), ("/prosedur/rekrutmen-kerja", "text/html; charset=utf-8"),
            ("/angka/", "text/html; charset=utf-8"), ("/feed.xml", "application/atom+xml"),
            ("/sitemap.xml", "application/xml"),
            ("/kalender.ics", "text/calendar; charset=utf-8"), ("/robots.txt", "text/plain; charset=utf-8"),
            ("/situs/gaya.css", "text/css; charset=utf-8"), ("/situs/ikon.svg", "image/svg+xml"),
        ],
    )  # fmt: skip
    def test_each_is_there_for_everybody_and_for_search_engines(
        self, visitor: TestClient, path: str, kind: str
    ) -> None:
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.headers["x-robots-tag"] == "all"
        assert answer.headers["cache-control"].startswith("public, max-age=")
        assert "set-cookie" not in answer.headers
        assert visitor.head(path).status_code == 200

    def test_its_policy_lets_our_script_run_and_nothing_else(self, visitor: TestClient) -> None:
        policy = visitor.get("/").headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "'unsafe" not in policy
        assert "default-src 'none'" in policy
        assert visitor.get("/staf/masuk").headers["x-robots-tag"] == "noindex, nofollow"
        assert "script-src" not in visitor.get("/staf/masuk").headers["content-security-policy"]

    def test_what_a_browser_has_is_not_sent_again(self, visitor: TestClient) -> None:
        first = visitor.get("/lowongan/L26-0001/")
        again = visitor.get("/lowongan/L26-0001/", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize(
        "path",
        [
            "/lowongan/L26-9999",
            "/en/tidak-ada",
            "/lowongan/../../loker.toml",
            "/situs/%2e%2e/loker.toml",
            "/prosedur/x%00",
        ],
    )
    def test_what_is_not_there_gets_a_page_that_says_so(self, visitor: TestClient, path: str) -> None:
        answer = visitor.get(path)
        assert answer.status_code == 404
        assert "Mungkin lowongannya tidak ditampilkan lagi" in answer.text or "tidak ditemukan" in answer.text.lower()

    def test_it_is_what_the_files_are_but_for_the_form_that_only_an_answer_has(
        self, world: World, visitor: TestClient, tmp_path
    ) -> None:
        folder, site = tmp_path / "web", world.site
        publish(site.settings, site.ledger, site.catalogue, site.clock(), folder)
        for file in (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
            name = str(file.relative_to(folder))
            served, written = visitor.get("/" + name.removesuffix("index.html")).content, file.read_bytes()
            if name != "404.html" and b'id="saring"' not in written:
                assert served == written, name

    def test_a_change_in_the_ledger_is_seen_at_once(self, world: World, visitor: TestClient) -> None:
        visitor.get("/")
        show(world, 31)
        assert names(visitor.get("/").text)[0] == "Teknisi Perawatan 31"
        world.site.ledger.publications.drop(["L26-0031"])
        assert visitor.get("/lowongan/L26-0031").status_code == 404

    def test_a_deadline_that_passes_is_seen_on_the_next_day(self, world: World, visitor: TestClient) -> None:
        show(world, 31, deadline=date(2026, 11, 24))
        assert "hari ini" in visitor.get("/lowongan/L26-0031").text
        world.clock.at += timedelta(days=1)
        assert "Lowongan ini sudah ditutup" in visitor.get("/lowongan/L26-0031").text

    def test_who_is_erased_is_gone_from_the_text_at_once(self, world: World, visitor: TestClient) -> None:
        show(world, 31, apply="Tulis kepada Sari Dewi, sari@example.com")
        assert "sari@example.com" in visitor.get("/lowongan/L26-0031").text
        world.site.ledger.erasure.forget(Person("sari@example.com", names=("Sari Dewi",)), world.clock())
        shown = visitor.get("/lowongan/L26-0031")
        assert shown.status_code == 200
        assert "sari@example.com" not in shown.text
        assert "Sari Dewi" not in shown.text

    def test_the_form_for_joining_is_named_where_there_is_one(self, world: World) -> None:
        assert 'href="https://karir.example.ac.id/daftar"' in world.visitor().get("/").text


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "meant"),
        [
            ("jenis=magang", 10), ("tempat=karimun", 1), ("q=perawatan+30", 1), ("jenis=magang&tempat=karimun", 0),
            ("prodi=if", 30),
            ("prodi=if&jenis=kontrak&q=perawatan", 20), ("q=tidak+ada", 0), ("prodi=%00&q=", 0), ("q=" + "x" * 5000, 0),
        ],
    )  # fmt: skip
    def test_it_finds_without_a_script(self, visitor: TestClient, query: str, meant: int) -> None:
        answer = visitor.get(f"/?{query}")
        assert answer.status_code == 200
        assert f"{meant} lowongan cocok" in answer.text
        assert len(names(answer.text)) == min(meant, 20)

    def test_it_has_as_many_pages_as_it_needs(self, visitor: TestClient) -> None:
        first = visitor.get("/?prodi=if").text
        assert len(names(first)) == 20
        [there] = set(re.findall(r'href="(/\?[^"]+halaman=2)" rel="next"', first))
        assert len(names(visitor.get(there.replace("&amp;", "&")).text)) == 10

    @pytest.mark.parametrize("page", ["0", "-1", "99", "x", "1e9", "9" * 50, "٣"])
    def test_a_page_that_is_none_is_another(self, visitor: TestClient, page: str) -> None:
        assert visitor.get("/", params={"prodi": "if", "halaman": page}).status_code == 200

    def test_the_form_keeps_what_was_asked_and_search_engines_keep_away(self, visitor: TestClient) -> None:
        page = visitor.get("/en/", params={"q": '"><script>', "jenis": "magang"}).text
        tree = html.fromstring(page)
        assert tree.cssselect("#q")[0].get("value") == '"><script>'
        assert tree.cssselect("#jenis option[selected]")[0].get("value") == "magang"
        assert tree.cssselect("meta[name=robots]")[0].get("content") == "noindex"
        assert "0 vacancies match your search." in page

    def test_an_empty_search_is_the_home(self, visitor: TestClient) -> None:
        assert visitor.get("/?q=&prodi=&jenis=&tempat=").content == visitor.get("/").content
