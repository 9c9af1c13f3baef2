"""The public page in a real browser: found by filter with and without a script, light, on a phone, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from flows.procedure.models import Vacancy
from tests.site.folder_server import hosted
from tests.site.made_up import HOSTILE, content, event, posting, varied
from tests.web.browser import NEEDED, chromium
from tests.web.test_access import barriers
from tests.web.test_public import show
from tests.web.world import free_port, served, world

pytestmark = [NEEDED, pytest.mark.early]
PAGES = (
    "/", "/en/", "/lowongan/halaman/2/", "/lowongan/semua/", "/lowongan/prodi/if/", "/lowongan/L26-0004/",
    "/lowongan/L26-0028/", "/en/lowongan/L26-0005/", "/lowongan/tutup/", "/lowongan/tutup/2026-10/", "/kegiatan/",
    "/prosedur/", "/prosedur/kesempatan-kerja/", "/en/prosedur/pendaftaran-alumni/", "/angka/", "/404.html",
)  # fmt: skip

ONE_OF_EACH = {"/", "/lowongan/L26-0004/", "/kegiatan/", "/prosedur/kesempatan-kerja/", "/angka/"}
"""By template."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hosted(varied(), tmp_path_factory.mktemp("public")) as url:
        yield url


@contextmanager
def answered(folder: Path) -> Iterator[str]:
    """The same vacancies, answered by `loker serve`."""
    with free_port() as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with world(folder, url=url, programmes="") as made, served(made.app(), listening):
            for one in varied().open:
                vacancy: Vacancy = replace(one.vacancy)
                show(made, int(vacancy.id[4:]), kind=vacancy.kind, location=vacancy.location, audience=vacancy.audience)
            yield url


def names(page: Page) -> list[str]:
    return page.locator("#daftar h2 a").all_inner_texts()


class TestFilter:
    def test_of_files_without_a_script_by_links(self, browser: Browser, files: str) -> None:
        with browser.new_context(java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(files)
            expect(page.get_by_role("search")).to_be_hidden()  # it would find nothing
            page.get_by_role("navigation", name="Pilih lowongan menurut").get_by_text("Tempat").click()
            page.get_by_role("link", name="Singapura").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Lowongan di Singapura")
            assert names(page) == [f"Teknisi Perawatan {number}" for number in (23, 18, 13, 8, 3)]
            page.get_by_role("link", name="Teknisi Perawatan 13").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Teknisi Perawatan 13")

    def test_of_files_with_a_script_as_one_types(self, browser: Browser, files: str) -> None:
        page = browser.new_page()
        page.goto(files)
        assert len(names(page)) == 20
        page.get_by_label("Tempat").select_option(label="Singapura")
        expect(page.get_by_role("status")).to_have_text("5 lowongan cocok")
        page.get_by_label("Kata kunci").fill("TEKNISI 13")
        expect(page.get_by_role("status")).to_have_text("1 lowongan cocok")
        assert names(page) == ["Teknisi Perawatan 13"]
        expect(page).to_have_url(re.compile(r"\?q=TEKNISI\+13&tempat=singapura$"))
        page.get_by_label("Kata kunci").fill("tidak ada")
        expect(page.get_by_role("status")).to_contain_text("Tidak ada lowongan yang cocok")
        page.get_by_role("link", name="Kosongkan pencarian").click()
        expect(page.get_by_role("search")).to_be_visible()
        assert len(names(page)) == 20
        page.close()

    def test_an_address_that_was_shared_shows_what_was_found(self, browser: Browser, files: str) -> None:
        page = browser.new_page()
        page.goto(f"{files}/?tempat=singapura&q=teknisi")
        expect(page.get_by_role("status")).to_have_text("5 lowongan cocok")
        expect(page.get_by_label("Tempat")).to_have_value("singapura")
        page.close()

    def test_one_for_every_study_programme_is_found_under_each(self, browser: Browser, files: str) -> None:
        page = browser.new_page()
        page.goto(f"{files}/en/")
        page.get_by_label("Study programme").select_option("if")
        expect(page.get_by_role("status")).to_contain_text("match")
        assert {"Teknisi Perawatan 10", "Teknisi Perawatan 20"} <= set(names(page))
        page.close()

    @pytest.mark.parametrize("scripted", [True, False])
    def test_of_answers_with_and_without_a_script(self, browser: Browser, tmp_path: Path, scripted: bool) -> None:
        with answered(tmp_path) as url, browser.new_context(java_script_enabled=scripted) as context:
            page = context.new_page()
            page.goto(url)
            page.get_by_label("Jenis pekerjaan").select_option(label="Magang")
            page.get_by_label("Kata kunci").fill("perawatan 13")
            page.get_by_role("button", name="Cari").click()
            expect(page.get_by_text("1 lowongan cocok")).to_be_visible()
            assert names(page) == ["Teknisi Perawatan 13"]
            page.get_by_role("link", name="Kosongkan pencarian").click()
            expect(page.get_by_text("27 lowongan sedang terbuka")).to_be_visible()
            assert len(names(page)) == 20


class TestWeight:
    @pytest.mark.parametrize("scripted", [True, False])
    def test_the_first_page_is_light_and_asks_no_other_host(self, browser: Browser, files: str, scripted: bool) -> None:
        weight: dict[str, int] = {}
        with browser.new_context(java_script_enabled=scripted) as context:
            page = context.new_page()
            page.on("response", lambda answer: weight.update({answer.url: len(answer.body())}))
            page.goto(files, wait_until="networkidle")
            assert {urlsplit(url).netloc for url in weight} == {urlsplit(files).netloc}
        assert len(weight) >= 2
        assert sum(weight.values()) < 100_000

    def test_no_page_asks_another_host_or_breaks_its_own_policy(self, browser: Browser, files: str) -> None:
        asked, said = set(), []
        page = browser.new_page()
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in PAGES:
            page.goto(files + path, wait_until="networkidle")
        page.close()
        assert (asked, said) == ({urlsplit(files).netloc}, [])


class TestEverybody:
    @pytest.mark.parametrize(
        "path", [pytest.param(path, marks=() if path in ONE_OF_EACH else pytest.mark.soak) for path in PAGES]
    )
    def test_no_page_keeps_anybody_out(self, browser: Browser, files: str, path: str) -> None:
        """axe-core at 320 and 1280 pixels, light and dark; nor does any scroll sideways."""
        page = browser.new_page()
        page.goto(files + path)
        page.evaluate(AXE_SCRIPT)
        found = list(barriers(page))
        page.close()
        assert found == []

    def test_whatever_is_typed_fits_and_does_nothing(self, browser: Browser, tmp_path: Path) -> None:
        texts: dict[str, Any] = dict.fromkeys(
            ("company", "position", "kind", "location", "description", "apply"), HOSTILE
        )
        arabic = {"position": "مهندس " * 20, "company": "שלום " * 30, "location": "A" * 200}
        made = content([posting(1, **texts), posting(2, **arabic)], [event(title=HOSTILE, place="P" * 200)])
        with hosted(made, tmp_path) as url:
            page = browser.new_page(viewport={"width": 320, "height": 800})
            page.on("dialog", lambda dialog: pytest.fail(dialog.message))
            for path in ("/", "/lowongan/L26-0001/", "/lowongan/L26-0002/", "/kegiatan/", "/en/lowongan/L26-0001/"):
                page.goto(url + path)
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            page.close()

    def test_a_keyboard_is_enough(self, browser: Browser, files: str) -> None:
        page = browser.new_page()
        page.goto(files)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Kata kunci")).to_be_focused()
        page.keyboard.type("perawatan 23")
        expect(page.get_by_role("status")).to_have_text("1 lowongan cocok")
        page.close()

    def test_it_prints_without_what_only_a_screen_can_do(self, browser: Browser, files: str) -> None:
        page = browser.new_page()
        page.goto(f"{files}/lowongan/L26-0004/")
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation")).to_be_hidden()
        expect(page.get_by_role("link", name="Bagikan ke WhatsApp")).to_be_hidden()
        expect(page.get_by_role("heading", name="Cara melamar")).to_be_visible()
        page.close()
