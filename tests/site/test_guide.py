"""The guide explains all that there is, and nothing that is gone; it has its pictures, and keeps nobody out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from lxml import html
from playwright.sync_api import Browser

import flows
from flows.commands.run import FLOWS
from flows.procedure import event_status, period_status, status
from flows.share import share
from flows.site.addresses import chapter as page_of
from flows.site.guide import PICTURES, READERS, chapter, chapters
from flows.site.pages import pages
from flows.workbook.tabs import CONTROL_NAMES, EVENTS, GUIDE_TITLE, PERIODS, TABS, VACANCIES
from tests.site.folder_server import hosted
from tests.site.made_up import content, publisher, text
from tests.test_documents import commands, settings
from tests.web.browser import NEEDED, chromium
from tests.web.test_access import barriers
from tests.web.world import world

pytestmark = pytest.mark.early

HEAVIEST = 60_000
TOGETHER = 900_000


@cache
def page(reader: str) -> html.HtmlElement:
    """The page as it is shown."""
    shown = text(pages(content()), f"{page_of(reader)}index.html")
    return html.fromstring(shown).get_element_by_id("isi")


def terms(reader: str, heading: str) -> list[str]:
    """What the lists after a heading (by its anchor), and before the next one, explain; none without a meaning."""
    found: list[str] = []
    for one in page(reader).get_element_by_id(heading).itersiblings():
        if re.fullmatch("h[23]", one.tag):
            break
        for line in one.iter("div") if one.tag == "dl" else ():
            term, meaning = line.find("dt"), line.find("dd")
            assert meaning.text_content().strip().endswith((".", ")")), term.text_content()
            for aside in term.find_class("default"):
                aside.drop_tree()
            found.append(term.text_content().strip())
    return found


def anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def said(reader: str, tag: str) -> list[str]:
    return [one.text_content() for one in page(reader).iter(tag)]


class TestWorkbook:
    @pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
    def test_it_explains_every_tab_and_column_and_no_other(self, tab) -> None:
        assert terms("staf", f"tab-{anchor(tab.title)}") == list(tab.headings)

    def test_it_explains_no_tab_that_is_not_there(self) -> None:
        titles = [one.removeprefix("Tab ") for one in said("staf", "h3") if one.startswith("Tab ")]
        assert sorted(titles) == sorted(tab.title for tab in TABS)

    @pytest.mark.parametrize(
        ("heading", "tab", "column"),
        [
            ("status-lowongan", VACANCIES, "Status"), ("status-kegiatan", EVENTS, "Status"),
            ("status-periode", PERIODS, "Status"), ("jenis-pekerjaan", VACANCIES, "Jenis"),
            ("tempat-rekrutmen", VACANCIES, "Tempat Rekrutmen"), ("jenis-kegiatan", EVENTS, "Jenis"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )  # fmt: skip
    def test_it_explains_every_value_of_a_drop_down_and_no_other(self, heading: str, tab, column: str) -> None:
        assert terms("staf", heading) == list(tab.column(column).choices)

    def test_what_other_drop_downs_offer_is_explained_together(self) -> None:
        own = {("Lowongan", "Status"), ("Kegiatan", "Status"), ("Periode", "Status"), ("Lowongan", "Jenis"),
               ("Lowongan", "Tempat Rekrutmen"), ("Kegiatan", "Jenis")}  # fmt: skip
        others = {
            choice
            for tab in TABS
            for column in tab.columns
            if (tab.title, column.heading) not in own
            for choice in column.choices
        }
        explained = terms("staf", "pilihan-lain")
        assert len(explained) == len(set(explained))
        assert set(explained) == others

    @pytest.mark.parametrize(
        ("heading", "stages", "besides"),
        [
            ("tahap-lowongan", status._ID, {"kosong", "⚠ …"}),
            ("tahap-kegiatan", event_status._ID, set()),
            ("tahap-periode", period_status._ID, set()),
        ],
        ids=["vacancies", "events", "periods"],
    )
    def test_it_explains_every_stage_and_no_other(self, heading: str, stages, besides: set[str]) -> None:
        told = {re.sub(r"{\w+}", "…", stage) for stage, _ in stages.values()}
        assert set(terms("staf", heading)) == told | besides

    def test_it_names_every_switch(self) -> None:
        assert set(CONTROL_NAMES) <= set(said("staf", "em"))

    @pytest.mark.parametrize("reader", ["staf", "mitra", "alumni"])
    def test_what_it_sets_in_italics_is_in_the_workbook_or_on_a_page(self, reader: str) -> None:
        known = {*CONTROL_NAMES, GUIDE_TITLE, *(tab.title for tab in TABS)} | ELSEWHERE
        known |= {heading for tab in TABS for heading in tab.headings}
        templates = (share() / "templates").glob("[wp]*/*.html")
        shown = "\n".join(file.read_text("utf-8") for file in templates)
        assert {one for one in set(said(reader, "em")) - known if one not in shown} == set()


ELSEWHERE = {"diisi staf", "Terkirim", "Berhenti berlangganan"}
"""A mark of the guide's own, and what mail programs show."""


class TestAdministration:
    def test_it_explains_every_setting_and_no_other(self) -> None:
        assert sorted(self._code("setting")) == sorted(settings())

    def test_it_speaks_of_no_setting_that_is_not_there(self) -> None:
        sections = {key.partition(".")[0] for key in settings()}
        named = {one for one in said("administrator", "code") if re.fullmatch(r"[a-z]+\.[a-z_0-9]+(?<!\.toml)", one)}
        assert {one for one in named if one.partition(".")[0] in sections} <= settings().keys()

    def test_it_explains_every_command_and_no_other(self) -> None:
        told = {one.split()[1] for one in self._code("command")}
        assert told == {name for name, _ in commands()}

    @pytest.mark.parametrize(("name", "options"), list(commands()))
    def test_it_names_every_option_and_no_other(self, name: str, options: list[str]) -> None:
        named = {
            option
            for line in page("administrator").iter("div")
            if line.find("dt") is not None and line.find("dt").text_content().split()[:2] == ["loker", name]
            for option in re.findall(r"--[\w-]+", line.find("dd").text_content())
        }
        assert named == set(options)

    def test_it_names_every_flow_that_can_be_run(self) -> None:
        (line,) = (one for one in page("administrator").iter("div") if one.get("id") == "loker-run")
        assert set(FLOWS) <= {code.text_content() for code in line.iter("code")}

    def test_it_speaks_of_no_command_that_is_not_there(self) -> None:
        everything = page("administrator").text_content() + page("staf").text_content()
        names = {name for name, _ in commands()}
        called = set(re.findall(r"(?:bin/)loker ([a-z]+)", everything))
        called |= {one.split()[1] for one in said("administrator", "code") if re.match(r"loker [a-z]+", one)}
        assert called <= names

    def test_every_message_in_its_table_of_troubles_is_one_that_is_said(self) -> None:
        source = "".join(file.read_text("utf-8") for file in Path(flows.__file__).parent.rglob("*.py"))
        (table,) = page("administrator").iter("table")
        messages = [row.find("td/code").text_content() for row in table.iter("tr") if row.find("td/code") is not None]
        assert len(messages) > 10
        assert [one for one in messages if one.strip("… ") not in source] == []

    def _code(self, kind: str) -> list[str]:
        starts = {"setting": r"[a-z]+\.[a-z_0-9]+", "command": r"loker .+"}[kind]
        found = [one.text_content() for term in page("administrator").iter("dt") for one in term.findall("code")]
        return [one for one in found if re.fullmatch(starts, one)]


class TestPictures:
    def test_it_has_every_picture_that_it_names_and_no_other(self) -> None:
        named = {name for one in chapters() for name in re.findall(r'src="gambar:([^"]+)"', one.html)}
        assert named == {file.name for file in PICTURES.iterdir()}

    def test_they_are_light_enough_to_travel_with_the_package(self) -> None:
        sizes = {file.name: file.stat().st_size for file in PICTURES.iterdir()}
        assert {name: size for name, size in sizes.items() if size > HEAVIEST} == {}
        assert sum(sizes.values()) < TOGETHER

    def test_each_is_told_to_those_who_do_not_see_it(self) -> None:
        assert all(len(one.get("alt")) > 8 for reader in READERS for one in page(reader).iter("img"))

    def test_one_that_is_missing_shows_its_words_and_breaks_nothing(self) -> None:
        made = chapter("coba", '# Coba\n\nCoba.\n\n![Sebuah tab](gambar:tak-ada.webp "Judul")\n')
        assert 'alt="Sebuah tab"' in made.body({}, lambda name: name)


class TestPages:
    def test_every_link_within_the_guide_leads_to_something(self) -> None:
        made = pages(content())
        base = publisher().base
        for reader in READERS:
            ids = {one.get("id") for one in page(reader).iter() if one.get("id")}
            for link in page(reader).iter("a"):
                there, _, part = link.get("href").partition("#")
                if there.startswith("https://"):
                    continue
                if there:
                    file = f"{there.removeprefix(base + '/')}index.html"
                    assert file in made.files
                    ids_there = re.findall(r'id="([^"]+)"', text(made, file))
                    assert not part or part in ids_there
                else:
                    assert part in ids

    def test_no_page_has_an_anchor_twice(self) -> None:
        for reader in READERS:
            ids = [one.get("id") for one in page(reader).iter() if one.get("id")]
            assert sorted(set(ids)) == sorted(ids)

    def test_its_english_pages_say_that_it_is_indonesian_and_lead_there(self) -> None:
        shown = text(pages(content()), "en/panduan/staf/index.html")
        assert "Indonesian only" in shown
        assert f'href="{publisher().base}/panduan/staf/"' in shown

    def test_every_page_leads_to_it(self) -> None:
        assert f'<a href="{publisher().base}/panduan/">Panduan</a>' in text(pages(content()), "index.html")

    def test_html_in_it_is_text(self) -> None:
        made = chapter("coba", "# Coba\n\nCoba.\n\n```istilah\n<b>Draf: Masih <i>diketik</i>.\n```\n")
        assert "<b>" not in made.html
        assert "<i>" not in made.html


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@NEEDED
@pytest.mark.parametrize("reader", ["mitra", *(pytest.param(one, marks=pytest.mark.soak) for one in READERS)])
def test_it_keeps_nobody_out(browser: Browser, tmp_path: Path, reader: str) -> None:
    """axe-core at 320 and 1280 pixels, light and dark."""
    with hosted(content(), tmp_path) as url:
        shown = browser.new_page()
        shown.goto(f"{url}/panduan/{reader}/")
        shown.evaluate(AXE_SCRIPT)
        found = list(barriers(shown))
        shown.close()
    assert found == []


@NEEDED
def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser: Browser, tmp_path: Path) -> None:
    with hosted(content(), tmp_path) as url:
        shown = browser.new_page(viewport={"width": 320, "height": 800})
        for path in ("", *(f"{reader}/" for reader in READERS)):
            shown.goto(f"{url}/panduan/{path}")
            assert shown.evaluate("document.documentElement.scrollWidth") <= 320, path
        shown.close()


@pytest.mark.parametrize("path", ["/panduan", "/panduan/staf", "/panduan/mitra/", "/en/panduan/alumni"])
def test_it_is_served_with_and_without_a_slash(tmp_path: Path, path: str) -> None:
    with world(tmp_path) as made:
        assert made.visitor().get(path).status_code == 200


def test_its_pictures_are_served_as_such(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        shown = html.fromstring(made.visitor().get("/panduan/staf").text)
        source = next(shown.iter("img")).get("src")
        assert made.visitor().get(source).headers["content-type"] == "image/webp"
