"""A member of staff asks for a link on the page, gets it by mail, and is in."""

from __future__ import annotations

import re
from pathlib import Path

from flows.settings import load
from flows.web.site import open_site
from tests.steps.local_office import STAFF, local_office, vacancy
from tests.web.filling import FILLED, fill
from tests.web.world import URL, Clock, World

PARTNER = "hrd@contoh.example.com"


def test_staff_ask_for_a_link_and_are_in(tmp_path: Path) -> None:
    with local_office(tmp_path) as office:
        with office.config.open("a") as config:
            config.write(f'[web]\npublic_url = "{URL}"\n')
        office.tick()
        before = len(office.mails(STAFF))
        with open_site(load(office.config), clock=office.clock) as site:
            pages = World(site, Clock(office.clock()))
            for address in (STAFF, "siapa@example.com"):
                pages.visitor().post("/staf/masuk", data={"alamat": address})
            office.later(minutes=10)
            (mail,) = office.mails(STAFF)[before:]
            assert mail.subject == "Tautan masuk untuk staf"
            (link,) = set(re.findall(rf"{URL}(/staf/masuk/\S+)", mail.text))
            visitor = pages.visitor()
            assert visitor.post(link).status_code == 303
            assert "Jawaban mitra" in visitor.get("/staf").text
        assert office.later(minutes=10).sent == 0


def test_a_link_that_nobody_waits_for_any_more_is_not_sent(tmp_path: Path) -> None:
    with local_office(tmp_path) as office:
        with office.config.open("a") as config:
            config.write(f'[web]\npublic_url = "{URL}"\n')
        office.tick()
        before = len(office.mails(STAFF))
        with open_site(load(office.config), clock=office.clock) as site:
            World(site, Clock(office.clock())).visitor().post("/staf/masuk", data={"alamat": STAFF})
        office.later(days=2)
        assert not any("masuk" in mail.subject for mail in office.mails(STAFF)[before:])


def test_staff_enter_what_a_partner_mails_where_nobody_outside_reaches_the_pages(tmp_path: Path) -> None:
    with local_office(tmp_path, vacancy(Batas_Lamaran="26/11/2026")) as office:
        with office.config.open("a") as config:
            config.write('[web]\nstaff_url = "http://10.0.0.5:8000"\n')
        office.sheet.add("Mitra", {"Perusahaan": "PT Juru Las Nusantara", "Narahubung": "Sari", "Email": PARTNER})
        office.tick()
        office.later(days=6)  # to a Monday: the deadline was on Thursday
        [request] = office.mails(PARTNER)
        assert "10.0.0.5" not in request.text
        [row] = office.sheet.rows("Status")
        assert row["Tautan Formulir"] == "http://10.0.0.5:8000/staf/isi/L26-0001"
        with open_site(load(office.config), clock=office.clock) as site:
            pages = World(site, Clock(office.clock()))
            visitor = pages.visitor()
            assert visitor.post(pages.staff_link()).status_code == 303
            fill(visitor, "/staf/isi/L26-0001", {"L26-0001": FILLED}, sumber="surel")
        office.later(minutes=10)
        [answer] = office.sheet.rows("Respon")
        assert (answer["Diterima"], answer["Sumber"]) == (3, "Surel")
