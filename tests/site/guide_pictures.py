"""The guide's pictures, taken of the real pages and the demo's workbook: ``make pictures``.

They need chromium, LibreOffice and pdftoppm. Everybody in them is made up. Each is small, for it travels with the
package: WebP, as Chromium writes it.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from playwright.sync_api import Browser, Page
from rich.console import Console

from flows.commands.run import execute
from flows.demo.folder import opened
from flows.demo.later import play
from flows.demo.show import show, show_later
from flows.engine import ENGINE_FOLDER, engine
from flows.site.guide import PICTURES
from flows.workbook.flow_tabs import PROBLEMS
from flows.workbook.tabs import GUIDE_TITLE
from flows.workbook.xlsx import XlsxWorkbook
from tests.site.folder_server import hosted
from tests.site.made_up import varied
from tests.web.browser import chromium
from tests.web.pictures import states
from tests.web.world import free_port, served, world
from tests.workbook.libreoffice import convert

QUALITY = 60
"""Of WebP, out of 100: letters stay sharp."""
TALL = 640
ANNOUNCED = "announced.xlsx"
SCREENS = {
    "form": ("formulir-mitra", 720, 980), "join": ("pendaftaran", 720, 900), "leave": ("berhenti", 600, 640),
    "event-open": ("undangan", 720, 720), "staff-cases": ("staf-mitra", 900, 560), "status": ("keadaan", 900, 800),
    "staff-answer": ("staf-isi", 720, 800), "checkin-found": ("daftar-hadir", 480, 720),
}  # fmt: skip
"""States of `tests.web.pictures`: the picture's name, and how wide and, at most, tall it is."""
SHEETS: dict[str, tuple[str, dict[str, int], Sequence[int]]] = {
    "lowongan": (
        "Lowongan",
        {"ID": 10, "Perusahaan": 25, "Posisi": 25, "Status": 10, "Tahap": 46},
        [*range(2, 8), *range(35, 41)],
    ),
    "masalah": ("Masalah", {"ID": 11, "Kolom": 15, "Masalah": 46, "Saran": 44}, range(2, 8)),
    "status": ("Status", {"ID": 10, "Judul": 40, "Tahap": 44, "Penerima": 10, "Terkirim": 10}, range(2, 10)),
    "periode": ("Periode", {"ID": 10, "Judul": 36, "Dari": 13, "Sampai": 15, "Status": 10, "Tahap": 34}, range(2, 4)),
    "kendali": ("Kendali", {"Nama": 40, "Nilai": 80}, range(2, 5)),
    GUIDE_TITLE.lower(): (GUIDE_TITLE, {}, range(2, 20)),
}
"""Tabs of the workbook: which columns (none named: the first two), how wide, and which rows below the headings."""


def main(folder: Path = PICTURES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        _play(Path(made))  # before the browser is there, whose event loop Prefect would take for its own
        with chromium() as browser:
            for name, content in pictures(browser, Path(made)):
                (folder / f"{name}.webp").write_bytes(content)


def pictures(browser: Browser, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and WebP of each; ``folder`` is where the demo was played."""
    demo = folder / "demo"
    yield from _sheets(browser, folder / ANNOUNCED, folder)
    for name, file in (("surel-lowongan", "mail.html"), ("surel-rekap", "rekap-director.html")):
        page = browser.new_page(viewport={"width": 640, "height": 760})
        page.goto((demo / file).as_uri())
        yield name, _shot(page, 760)
    with hosted(varied(), folder / "public") as url:
        page = browser.new_page(viewport={"width": 900, "height": TALL})
        page.goto(url)
        yield "laman-lowongan", _shot(page)
    yield from _screens(browser, folder)


def _play(folder: Path) -> None:
    """As `loker demo` does; and the workbook as it is between the two scenes, when vacancies are open."""
    console = Console(quiet=True)
    with opened(folder / "demo", datetime.now(ZoneInfo("Asia/Jakarta")).date()) as made:

        def tick(name: str, clock: Callable[[], datetime]) -> None:
            execute(name, made.config, console, clock=clock)

        with engine(made.folder / ENGINE_FOLDER):
            execute("announce", made.config, console)
            shutil.copy(made.folder / "loker.xlsx", folder / ANNOUNCED)
            show(made, XlsxWorkbook(made.folder / "loker.xlsx"), console)
            show_later(made, play(made, tick), console)


def _screens(browser: Browser, folder: Path) -> Iterator[tuple[str, bytes]]:
    office = folder / "office"
    office.mkdir()
    with free_port() as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with world(office, url=url, programmes="") as made, served(made.app(), listening):
            for state, go in states(made):
                page = browser.new_page()
                go(page)  # all of them: each leaves the office as the next one expects it
                if state in SCREENS:
                    name, width, height = SCREENS[state]
                    page.set_viewport_size({"width": width, "height": height})
                    yield name, _shot(page, height)
                page.close()


def _sheets(browser: Browser, workbook: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    for name, (title, widths, rows) in SHEETS.items():
        copy = folder / f"{name}.xlsx"
        _cut_out(workbook, copy, title, widths, rows)
        convert(copy, "pdf", folder / "pdf")
        drawn = folder / "pdf" / name
        subprocess.run(
            ["pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-singlefile", "-png", f"{drawn}.pdf", drawn], check=True
        )
        yield name, _trimmed(browser, drawn.with_suffix(".png"))


def _cut_out(workbook: Path, copy: Path, title: str, widths: Mapping[str, int], rows: Sequence[int]) -> None:
    """A copy that prints some columns and rows of one tab alone, as staff would see them if they hid the others."""
    book = load_workbook(workbook)
    for sheet in book.worksheets:
        sheet.sheet_state = "visible" if sheet.title == title else "hidden"
    sheet = book[title]
    book.active = book.worksheets.index(sheet)
    shown = {cell.column: widths[cell.value] for cell in sheet[1] if cell.value in widths} or {1: 26, 2: 96}
    sheet.column_dimensions.clear()
    for column in range(1, max(shown) + 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width, dimension.hidden = shown.get(column, 10), column not in shown
    wrong = {row[1].value: f"⚠ {row[5].value}" for row in book[PROBLEMS.title].iter_rows(min_row=2)}
    for number in range(2, max(rows) + 1):
        texts = [(str(sheet.cell(number, column).value or ""), width) for column, width in shown.items()]
        texts = [(wrong.get(sheet.cell(number, 1).value, "") if text[:1] == "=" else text, w) for text, w in texts]
        dimension = sheet.row_dimensions[number]
        dimension.height = 4 + 14 * max(-(-len(text) // (0.9 * width)) or 1 for text, width in texts)
        dimension.hidden = number not in rows
    for row in sheet.iter_rows(max_row=max(rows), max_col=max(shown)):
        for cell in row:
            cell.border = Border(*[Side("thin", "C8D0CE")] * 4)
    sheet.print_area = f"A1:{get_column_letter(max(shown))}{max(rows)}"
    sheet.print_title_rows = None
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = None
    book.save(copy)


def _trimmed(browser: Browser, picture: Path) -> bytes:
    """A picture without its white margins."""
    source = base64.b64encode(picture.read_bytes()).decode()
    page = browser.new_page()
    page.set_content(f'<body style="margin:0"><img src="data:image/png;base64,{source}" style="display:block">')
    page.locator("img").evaluate("image => image.decode()")
    left, top, right, bottom = page.evaluate(
        """() => {
            const image = document.images[0], canvas = document.createElement("canvas")
            const width = canvas.width = image.naturalWidth, height = canvas.height = image.naturalHeight
            const context = canvas.getContext("2d")
            context.drawImage(image, 0, 0)
            const dots = context.getImageData(0, 0, width, height).data
            let box = [width, height, 0, 0]
            for (let i = 0; i < dots.length; i += 4) if (dots[i] + dots[i + 1] + dots[i + 2] < 750) {
                const x = i / 4 % width, y = Math.floor(i / 4 / width)
                box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)]
            }
            return box
        }"""
    )
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.set_viewport_size({"width": int(right) + 1, "height": int(bottom) + 1})
    return _webp(page, clip)


def _shot(page: Page, tallest: int = TALL) -> bytes:
    """The top of a page, as far down as it goes."""
    width = page.viewport_size["width"] if page.viewport_size else 720
    height = min(tallest, page.evaluate("document.body.scrollHeight"))
    page.emulate_media(color_scheme="light")
    content = _webp(page, {"x": 0, "y": 0, "width": width, "height": height})
    page.close()
    return content


def _webp(page: Page, clip: dict[str, float]) -> bytes:
    shot = {"format": "webp", "quality": QUALITY, "clip": {**clip, "scale": 1}, "captureBeyondViewport": True}
    answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", shot)
    return base64.b64decode(answer["data"])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
