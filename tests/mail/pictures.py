"""Pictures of every letter: ``python -m tests.mail.pictures FOLDER`` (needs chromium).

Each is shown as on a phone (390 px) and a desktop (1000 px), light and dark, as ``announcement-id-phone-dark.png``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flows.mail.compose import announcement, correction, preview, problem_digest
from flows.mail.interface import Letter
from flows.mail.partners import Stem, escalation, request
from flows.mail.sign_in import sign_in
from tests.mail.reading import arrived, html_of
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, TODAY, asked, many, problems, several, silent, vacancy

WIDTHS = {"phone": 390, "desktop": 1000}


def letters() -> Iterator[tuple[str, Letter]]:
    today: dict[str, Any] = {"today": TODAY}
    later = vacancy(
        deadline=vacancy().deadline.replace(day=11),
        openings=5,
        description=vacancy().description + "\n- dinas ke Bintan sebulan sekali",
    )
    yield "announcement-id", announcement(several(), "id", OFFICE, **today)
    yield "announcement-en", announcement(several(), "en", OFFICE, **today)
    yield "single-id", announcement([vacancy()], "id", OFFICE_BY_MAIL, **today)
    yield "long-id", announcement([*several(), *many(40, 3000)], "id", OFFICE, **today)
    yield "lines-id", announcement(many(90, 3000), "id", OFFICE_BY_MAIL, **today)
    yield "list-id", announcement([vacancy()], "id", OFFICE, **today, personal=False)
    yield "correction-id", correction(vacancy(), later, "id", OFFICE, **today)
    yield "correction-en", correction(vacancy(), later, "en", OFFICE, **today)
    yield "preview-id", preview(vacancy(), OFFICE, **today, recipients=1204, lists=["Milis Elektro"])
    yield (
        "preview-held-id",
        preview(vacancy(), OFFICE, **today, recipients=1204, problems=problems()[:1], link="Lowongan!P7"),
    )
    yield "problems-id", problem_digest(problems(), OFFICE)
    yield from partners_letters()


def partners_letters() -> Iterator[tuple[str, Letter]]:
    calls = date(2026, 12, 22)
    stems: list[Stem] = ["request", "reminder-1", "reminder-2", "reminder-3", "unfinished"]
    for stem in stems:
        yield f"{stem}-id", request(stem, asked(stem), "id", OFFICE, way="together", calls=calls)
    yield "request-en", request("request", asked("request"), "en", OFFICE, way="together", calls=calls)
    yield "request-each-id", request("request", asked("request"), "id", OFFICE, way="each", calls=calls)
    yield (
        "request-mail-id",
        request("request", asked("request"), "id", OFFICE_BY_MAIL, way="by mail", calls=calls),
    )
    yield "escalation-id", escalation(silent(), OFFICE)
    yield "sign-in-id", sign_in(OFFICE)


def picture(page: Path, width: int, *, dark: bool) -> None:
    device = next(name for name, size in WIDTHS.items() if size == width)
    image = page.with_name(f"{page.stem}-{device}-{'dark' if dark else 'light'}.png")
    # The window's smallest width is 500 px, so that the page is shown in a frame as wide as the screen meant.
    frame = page.with_name("frame.html")
    frame.write_text(
        f'<body style="margin:0"><iframe src="{page.name}" style="border:0;width:{width}px;height:2400px">'
    )
    blink = ["--blink-settings=preferredColorScheme=0"] if dark else []
    command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", *blink]
    command += [f"--screenshot={image}", f"--window-size={max(width, 500)},2400", frame.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    frame.unlink()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, letter in letters():
        page = (folder / f"{name}.html").resolve()
        page.write_text(html_of(arrived(letter)), encoding="utf-8")
        page.with_suffix(".txt").write_text(f"{letter.subject}\n\n{letter.text}", encoding="utf-8")
        for width in WIDTHS.values():
            for dark in (False, True):
                picture(page, width, dark=dark)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
