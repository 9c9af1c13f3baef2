"""The pages in a real browser: a partner's whole way from the mail to the workbook, and one by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flows.run import Run
from flows.settings import load
from flows.web.app import make_app
from flows.web.site import open_site
from tests.steps.local_office import LocalOffice, local_office, vacancy
from tests.web.browser import NEEDED
from tests.web.world import free_port, served, world

pytestmark = [NEEDED, pytest.mark.early]
CONTACT = "hrd@contoh.example.com"


def test_a_partner_answers_from_the_mail_without_javascript(browser: Browser, tmp_path: Path) -> None:
    with answering(tmp_path) as (office, link), browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_role("heading", name="Juru Las")).to_be_visible()

        # half-way, and away
        page.get_by_label("Berapa lulusan kami yang melamar?").fill("12")
        page.get_by_label("Masukan dan saran").fill("=IMPORTXML(1)")
        page.get_by_role("button", name="Simpan dulu").click()
        expect(page.get_by_role("heading", name="Isian Anda sudah disimpan")).to_be_visible()
        page.close()

        # back, with a mistake
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_label("Berapa lulusan kami yang melamar?")).to_have_value("12")
        page.get_by_label("Berapa lulusan kami yang diterima?").fill("30")
        page.get_by_role("group", name="Etika kerja").get_by_label("4").check()
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("alert")).to_contain_text("Formulir belum terkirim")
        page.get_by_role("alert").get_by_role("link").click()
        expect(page).to_have_url(re.compile("#b1-q_accepted$"))

        # sent
        page.get_by_label("Berapa lulusan kami yang diterima?").fill("3")
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()

        # and corrected
        page.get_by_role("link", name="Lihat atau ubah jawaban").click()
        expect(page.get_by_role("group", name="Etika kerja").get_by_label("4")).to_be_checked()
        page.get_by_label("Berapa lulusan kami yang diterima?").fill("4")
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()

        tick(office)
        rows = office.sheet.rows("Respon")
        assert [(row["Pelamar"], row["Diterima"], row["Versi"]) for row in rows] == [(12, 3, 1), (12, 4, 2)]
        assert {row["Sumber"] for row in rows} == {"Formulir"}
        assert {row["Masukan"] for row in rows} == {"=IMPORTXML(1)"}


def test_the_form_can_be_filled_in_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    with free_port() as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with world(tmp_path, url=url) as made, served(made.app(), listening):
            made.case("L26-0001", "Teknisi")
            page = browser.new_page()
            page.goto(url + made.form_link())
            page.keyboard.press("Tab")
            expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
            page.keyboard.press("Enter")
            _tab_to(page, lambda: page.get_by_label("Berapa lulusan kami yang melamar?"))
            page.keyboard.type("7")
            page.keyboard.press("Tab")
            page.keyboard.type("2")
            _tab_to(page, lambda: page.get_by_role("group", name="Etika kerja").get_by_label("Tidak dijawab"))
            page.keyboard.press("ArrowLeft")
            _tab_to(page, lambda: page.get_by_role("button", name="Kirim"))
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
            (kept,) = made.site.ledger.responses.versions()
            assert (kept.answers["applied"], kept.answers["accepted"], kept.answers["ethics"]) == (7, 2, 5)


def _tab_to(page: Page, find: Callable[[], object]) -> None:
    """Press Tab until it is there; each stop on the way shows where the focus is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement.closest('.choice') ?? document.activeElement)"
                                ".outlineStyle")  # fmt: skip
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if find().evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError("Tab does not lead there")


@contextmanager
def answering(folder: Path) -> Iterator[tuple[LocalOffice, str]]:
    """An office whose partner has been asked for results, and the link in the mail that it got."""
    with (
        free_port() as listening,
        local_office(folder, vacancy(Batas_Lamaran="26/11/2026")) as office,
    ):
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with office.config.open("a") as config:
            config.write(f'[web]\npublic_url = "{url}"\n')
        office.sheet.add("Mitra", {"Perusahaan": "PT Juru Las Nusantara", "Narahubung": "Sari", "Email": CONTACT})
        tick(office)
        office.clock.forward(days=6)  # to a Monday: the deadline was on Thursday
        tick(office)
        (mail,) = office.mails(CONTACT)
        (link,) = set(re.findall(rf"{url}/umpan-balik/\S+", mail.text))
        with open_site(load(office.config), clock=office.clock) as site, served(make_app(site), listening):
            yield office, link


def tick(office: LocalOffice) -> None:
    """A run with all its steps."""
    with office.open() as opened:
        run = Run(opened)
        for step in (run.observe, run.collect, run.announce, run.request_feedback, run.deliver, run.write_back):
            run.attempt(step)
        run.raise_failures()
