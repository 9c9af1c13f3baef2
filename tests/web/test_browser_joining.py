"""Signing up, leaving and coming back in a real browser, from the form on the web to the mails that arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from flows.settings import load
from flows.web.app import make_app
from flows.web.site import open_site
from tests.steps.joining_office import SARI
from tests.steps.local_office import ANI, LocalOffice, local_office, vacancy
from tests.web.browser import NEEDED
from tests.web.world import free_port, served

pytestmark = [NEEDED, pytest.mark.early]


def test_somebody_signs_up_leaves_and_comes_back(browser: Browser, tmp_path: Path) -> None:
    with pages(tmp_path) as (office, url), browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{url}/daftar")
        page.get_by_role("button", name="Daftar").click()
        expect(page.get_by_role("alert")).to_contain_text("Formulir belum terkirim")
        fill_in(page)
        expect(page.get_by_role("status")).to_contain_text("Dalam 15 menit")

        office.later(minutes=10)
        (mail,) = office.mails(SARI)
        page.goto(link(mail.text, url, "daftar"))
        expect(page.get_by_text("3311900077")).to_be_visible()
        page.get_by_role("button", name="Ya, benar").click()
        expect(page.get_by_role("heading", name="sudah dikonfirmasi")).to_be_visible()

        office.later(minutes=10)
        office.sheet.set("Pendaftar", SARI, Diterima="Ya")
        office.later(days=1)
        (_, mail) = office.mails(SARI)
        assert "Juru Las" in mail.subject

        page.goto(link(mail.text, url, "berhenti"))
        page.get_by_role("button", name="Ya, berhenti").click()
        expect(page.get_by_role("heading", name="Anda sudah berhenti")).to_be_visible()
        office.sheet.add("Lowongan", vacancy("Akuntan"))
        office.later(days=1)
        assert len(office.mails(SARI)) == 2

        page.goto(link(mail.text, url, "berhenti"))
        page.get_by_role("link", name="English").click()
        page.get_by_role("button", name="Receive e-mail again").click()
        expect(page.get_by_role("heading", name="You receive our e-mail again")).to_be_visible()
        office.later(days=1)
        assert "Akuntan" in office.mails(SARI)[-1].subject


def test_a_mail_program_leaves_by_the_header_and_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    with pages(tmp_path) as (office, url):
        office.tick()
        (data,) = (one.data.decode() for one in office.server.messages if one.recipient == ANI)
        headers = data.partition("\r\n\r\n")[0].replace("\r\n ", " ")
        (way,) = re.findall(rf"List-Unsubscribe: <({url}/berhenti/[^>]+)>", headers)
        answer = requests.post(way, data={"List-Unsubscribe": "One-Click"}, timeout=10, allow_redirects=False)
        assert answer.status_code == 200
        with open_site(load(office.config), clock=office.clock) as site:
            assert site.ledger.outbox.left() == {ANI}
        page = browser.new_page()
        page.goto(way)
        expect(page.get_by_role("heading", name="Anda sudah berhenti")).to_be_visible()


def fill_in(page: Page) -> None:
    page.get_by_label("Nama lengkap").fill("Sari Dewi")
    page.get_by_label("NIM").fill("3311900077")
    page.get_by_label("Program studi").select_option("IF")
    page.get_by_label("Tahun lulus").fill("2024")
    page.get_by_label("Alamat surel").fill(SARI)
    page.get_by_label("Saya setuju").check()
    page.get_by_role("button", name="Daftar").click()


def link(text: str, url: str, page: str) -> str:
    (found,) = set(re.findall(rf"{url}/{page}/\S+", text))
    return str(found)


@contextmanager
def pages(folder: Path) -> Iterator[tuple[LocalOffice, str]]:
    """An office with an open vacancy, and its pages on a real socket."""
    with free_port() as listening, local_office(folder, vacancy()) as office:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with office.config.open("a") as config:
            config.write(f'[web]\npublic_url = "{url}"\n')
        with open_site(load(office.config), clock=office.clock) as site, served(make_app(site), listening):
            yield office, url
