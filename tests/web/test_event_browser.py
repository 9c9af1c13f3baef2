"""An event in a real browser, from the mail that arrived to the list of who was there."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from flows.procedure.events import Answer
from flows.settings import load
from flows.web.app import make_app
from flows.web.site import open_site
from tests.steps.local_office import ANI, STAFF, local_office
from tests.steps.sheet import WIB
from tests.steps.test_events import EVENT, activity
from tests.web.browser import NEEDED
from tests.web.world import free_port, served

pytestmark = [NEEDED, pytest.mark.early]


def test_from_the_invitation_to_the_door_without_javascript(browser: Browser, tmp_path: Path) -> None:
    with free_port() as listening, local_office(tmp_path) as office:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with office.config.open("a") as config:
            config.write(f'[web]\npublic_url = "{url}"\n')
        office.sheet.add("Kegiatan", activity(Kursi=2))
        office.tick()
        office.later(minutes=10)
        [link] = {one for mail in office.mails(ANI) for one in re.findall(rf"{url}/undangan/\S+", mail.text)}
        office.clock.now = datetime(2026, 12, 7, 9, tzinfo=WIB)
        office.tick()
        phone = {"java_script_enabled": False, "viewport": {"width": 320, "height": 640}}
        with (
            open_site(load(office.config), clock=office.clock) as site,
            served(make_app(site), listening),
            browser.new_context(**phone) as guest,  # type: ignore[arg-type]
            browser.new_context(**phone) as staff,  # type: ignore[arg-type]
        ):
            # the day before: the link in the mail, and a button
            page = guest.new_page()
            page.goto(link)
            expect(page.get_by_text("Sisa 2 kursi")).to_be_visible()
            assert site.ledger.rsvps.of(EVENT) == []
            page.get_by_role("button", name="Hadir", exact=True).click()
            expect(page.get_by_role("status")).to_contain_text("Jawaban Anda sudah kami catat")
            page.get_by_role("button", name="Ubah: saya tidak hadir").click()
            page.get_by_role("button", name="Ubah: saya akan hadir").click()
            [said] = site.ledger.rsvps.of(EVENT)
            assert said.answer is Answer.COMING

            # at the door: who said yes is at hand, is checked in once, whoever taps first
            office.clock.now = datetime(2026, 12, 8, 9, 5, tzinfo=WIB)
            number = site.ledger.outbox.enrol({STAFF: STAFF})[STAFF]
            desk = staff.new_page()
            desk.goto(site.links.staff(number))
            desk.get_by_role("button", name="Masuk").click()
            desk.get_by_role("link", name="Kegiatan").click()
            desk.get_by_role("link", name="Temu Industri").click()
            colleague = staff.new_page()
            colleague.goto(desk.url)
            desk.get_by_role("button", name="Catat Ani").click()
            expect(desk.get_by_role("status")).to_contain_text("Ani tercatat hadir")
            colleague.get_by_role("button", name="Catat Ani").click()
            expect(colleague.get_by_role("status")).to_contain_text("Ani sudah tercatat pukul 09.05")
            desk.get_by_label("Cari nama atau NIM").fill("budi")
            desk.keyboard.press("Enter")
            desk.get_by_role("button", name="Catat Budi").click()
            desk.get_by_role("status").get_by_role("button", name="Batalkan").click()
            expect(desk.get_by_role("status")).to_contain_text("Dibatalkan")

            # the poster's code: the same person is counted once, another one is new
            [entry] = site.ledger.calendar_entries.all().values()
            page.goto(site.links.attend(entry.number))
            page.get_by_label("NIM").fill("3311900000")
            page.get_by_label("Nama").fill("Ani")
            page.get_by_role("button", name="Saya hadir").click()
            expect(page.get_by_role("heading", name="Sudah tercatat")).to_be_visible()
            page.get_by_role("link", name="Catat orang lain").click()
            page.get_by_label("NIM").fill("4421900099")
            page.get_by_label("Nama").fill("Tamu Baru")
            page.get_by_role("button", name="Saya hadir").click()
            expect(page.get_by_role("heading", name="Kehadiran tercatat")).to_be_visible()
            came = site.ledger.attendances.of(EVENT)
            assert [(one.nim, one.name, one.source) for one in came] == [
                ("3311900000", "Ani", "staff"), ("4421900099", "Tamu Baru", "code"),
            ]  # fmt: skip
