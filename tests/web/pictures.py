"""Pictures of every page: ``python -m tests.web.pictures FOLDER`` (needs chromium).

Each is shown on a phone (320 px) and a desktop (1280 px), light and dark, as ``form-en-phone-dark.png``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from flows.procedure.cases import CaseState
from tests.web import occasions
from tests.web.browser import chromium
from tests.web.troubles import troubled
from tests.web.world import World, free_port, served, world

WIDTHS = {"phone": 320, "desktop": 1280}
SCHEMES = ("light", "dark")


def states(world: World) -> Iterator[tuple[str, Callable[[Page], object]]]:
    """Every page in every state that looks different: a name, and how one comes there."""
    base = world.site.url
    world.case("L26-0001", "Teknisi Perawatan Mesin Produksi")
    world.case("L26-0004", "Operator CNC")
    world.case("L26-0009", "Staf Administrasi & Keuangan", company="CV Satu Contoh")
    world.case("L26-0012", "Analis Data Muda", company="PT Contoh Diam", state=CaseState.NOT_GIVEN)
    one, several = world.form_link("CV Satu Contoh"), world.form_link()
    done = world.form_link("CV Satu Contoh", "sari@example.com")

    numbers = world.site.ledger.outbox.enrol({one: one for one in ("sari@example.com", "budi@example.com")})
    confirm, nobody = (world.path(world.links.sign_up(number)) for number in numbers.values())
    leave = world.path(world.links.opt_out(1))

    def answer(page: Page, prefix: str, applied: str, accepted: str) -> None:
        page.locator(f'[name="{prefix}.q_applied"]').fill(applied)
        page.locator(f'[name="{prefix}.q_accepted"]').fill(accepted)

    def wrong(page: Page) -> None:
        page.goto(base + several)
        answer(page, "L26-0001", "12", "15")
        answer(page, "L26-0004", "banyak", "")
        page.locator("summary").first.click()
        page.get_by_text("Jurusan Informatika").first.click()
        page.locator('[name="L26-0001.q_accepted_by_programme__IF"]').fill("x")
        page.locator('[name="L26-0001.q_ethics"][value="4"]').check()
        page.get_by_role("button", name="Kirim").first.click()

    def saved(page: Page) -> None:
        page.goto(base + several)
        page.locator('[name="L26-0001.q_applied"]').fill("12")
        page.get_by_role("button", name="Simpan dulu").first.click()

    def thanks(page: Page) -> None:
        page.goto(base + done)
        answer(page, "L26-0009", "7", "2")
        page.locator('[name="L26-0009.q_ethics"][value="5"]').check()
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()

    def staff(path: str) -> Callable[[Page], object]:
        def go(page: Page) -> None:
            page.goto(base + world.staff_link())
            page.get_by_role("button", name="Masuk").click()
            page.goto(base + path)

        return go

    def staff_wrong(page: Page) -> None:
        staff("/staf/isi/L26-0001")(page)
        answer(page, "L26-0001", "1", "3")
        page.get_by_role("button", name="Simpan jawaban").click()

    def asked(page: Page) -> None:
        page.goto(base + "/staf/masuk")
        page.get_by_label("Alamat surel Anda").fill("orang@example.com")
        page.get_by_role("button", name="Kirim tautan").click()

    def left(page: Page) -> None:
        page.goto(base + leave)
        page.get_by_role("button", name="Ya, berhenti").click()

    def back(page: Page) -> None:
        page.goto(base + leave)
        page.get_by_role("button", name="Terima surel lagi").click()

    def join(page: Page, **changes: str) -> None:
        page.goto(f"{base}/daftar")
        typed = {"nama": "Sari Dewi", "nim": "3311901001", "tahun": "2024", "alamat": "sari@example.com"} | changes
        for name, value in typed.items():
            page.locator(f'[name="{name}"]').fill(value)
        page.get_by_label("Program studi").select_option("IF")
        page.get_by_label("Saya setuju").check()
        page.get_by_role("button", name="Daftar").click()

    def join_wrong(page: Page) -> None:
        join(page, tahun="24", alamat="sari@gmial.com")

    def to_confirm(page: Page) -> None:
        join(page)
        expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()
        page.goto(base + confirm)
        expect(page.get_by_text("3311901001")).to_be_visible()

    def confirmed(page: Page) -> None:
        to_confirm(page)
        page.get_by_role("button", name="Ya, benar").click()

    def at(path: str) -> Callable[[Page], object]:
        return lambda page: page.goto(base + path)

    yield "form", at(one)
    yield "form-en", at(f"{one}?bahasa=en")
    yield "several", at(several)
    yield "wrong", wrong
    yield "saved", saved
    yield "thanks", thanks
    yield "corrected", at(one)
    yield "forged", at("/umpan-balik/salah")
    yield "closed", at(world.form_link("PT Contoh Diam"))
    yield "missing", at("/tidak-ada")
    yield "leave", at(leave)
    yield "left", left
    yield "back", back
    yield "gone", at(world.path(world.links.opt_out(999)))
    yield "join", at("/daftar")
    yield "join-en", at("/daftar?bahasa=en")
    yield "join-wrong", join_wrong
    yield "join-sent", join
    yield "join-confirm", to_confirm
    yield "join-confirmed", confirmed
    yield "join-ended", at(nobody)
    yield "staff-ask", at("/staf/masuk")
    yield "staff-asked", asked
    yield "staff-sign-in", at(world.staff_link())
    yield "staff-cases", staff("/staf")
    yield "status-quiet", staff("/staf/keadaan")
    yield "status", troubled(world, staff("/staf/keadaan"))
    yield "staff-answer", staff("/staf/isi/L26-0009")
    yield "staff-wrong", staff_wrong
    yield from occasions.states(world, staff)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as office, free_port() as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with world(Path(office), url=url, programmes="") as made, served(made.app(), listening), chromium() as browser:
            for name, go in states(made):
                page = browser.new_page()
                go(page)
                for width, pixels in WIDTHS.items():
                    for scheme in SCHEMES:
                        page.set_viewport_size({"width": pixels, "height": 800})
                        page.emulate_media(color_scheme=scheme)
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
