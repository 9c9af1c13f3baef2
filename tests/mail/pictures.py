"""Pictures of every letter: ``python -m tests.mail.pictures FOLDER`` (needs chromium).

Each is shown as on a phone (390 px) and a desktop (1000 px), light and dark, as ``announcement-id-phone-dark.png``.
"""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.documents.charts import funnel_alt, funnel_png
from flows.mail import invitations
from flows.mail.compose import announcement, correction, preview, problem_digest
from flows.mail.confirming import confirm
from flows.mail.interface import Letter
from flows.mail.partners import Stem, escalation, request
from flows.mail.recap import Chart, recap
from flows.mail.recap_gist import Gist
from flows.mail.sign_in import sign_in
from flows.mail.trouble import trouble
from flows.procedure.events import Told
from flows.procedure.models import Language
from flows.procedure.troubles import Trouble
from tests.mail.reading import arrived, html_of
from tests.mail.samples import (
    NOBODY,
    OFFICE,
    OFFICE_BY_MAIL,
    RECAP_FILES,
    TODAY,
    asked,
    gist,
    many,
    occurrence,
    problems,
    recap_slice,
    several,
    silent,
    vacancy,
)  # fmt: skip

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
    yield from recap_letters()
    yield from event_letters()


def event_letters() -> Iterator[tuple[str, Letter]]:
    told, zone = occurrence(), ZoneInfo("Asia/Jakarta")
    yield "invitation-id", invitations.invitation(told, "id", OFFICE)
    yield "invitation-en", invitations.invitation(told, "en", OFFICE)
    yield "invitation-mail-id", invitations.invitation(occurrence(seats=None), "id", OFFICE_BY_MAIL)
    yield "invitation-list-id", invitations.invitation(told, "id", OFFICE, personal=False)
    before = Told(replace(told.entry.occasion, starts=datetime(2026, 12, 7, 13, tzinfo=zone), place="Aula"), False)
    yield "update-id", invitations.update(before, told, "id", OFFICE)
    yield "update-en", invitations.update(before, told, "en", OFFICE_BY_MAIL)
    yield "cancel-id", invitations.cancellation(occurrence(status="Batal"), "id", OFFICE)
    yield "seat-id", invitations.seat(told, "id", OFFICE)
    yield "reminder-id", invitations.reminder(told, "id", OFFICE, today=date(2026, 12, 7))


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
    yield from trouble_letters()
    yield "confirm-id", confirm("id", OFFICE, days=7)
    yield "confirm-en", confirm("en", OFFICE, days=7)


def trouble_letters() -> Iterator[tuple[str, Letter]]:
    start, zone = datetime(2026, 11, 24, 0, 10, tzinfo=UTC), ZoneInfo("Asia/Jakarta")
    begun = Trouble(
        "workbook", "The workbook has no tab Lowongan", "kantor/loker.xlsx", "name the tab Lowongan again", start
    )
    over = Trouble(
        "mail", "The mail server does not answer; what is queued waits", "smtp.example.ac.id:465",
        "check the network and mail.host", start - timedelta(days=1), gone=start,
    )  # fmt: skip
    yield "trouble-id", trouble([begun], [over], OFFICE, now=start, zone=zone)
    yield "trouble-over-en", trouble([], [over], replace(OFFICE, language="en"), now=start, zone=zone)


def recap_letters() -> Iterator[tuple[str, Letter]]:
    yield "recap-id", _recap(gist())
    yield "recap-en", _recap(gist(), "en")
    yield "recap-slice-id", _recap(recap_slice(revision=1))
    yield "recap-nothing-id", _recap(recap_slice(whole=NOBODY, unspecified=NOBODY, silent=()))


def _recap(told: Gist, language: Language = "id") -> Letter:
    chart = None
    if told.whole.vacancies:
        chart = Chart(funnel_png(told.whole, language), funnel_alt(told.whole, language))
    return recap(told, language, OFFICE, chart=chart, files=RECAP_FILES)


def shown(letter: Letter) -> str:
    """The HTML as a mail program shows it, with the pictures that came with it."""
    html = html_of(arrived(letter))
    for one in letter.attachments:
        if one.content_id:
            data = b64encode(one.content).decode()
            html = html.replace(f"cid:{one.content_id}", f"data:{one.media_type};base64,{data}")
    return html


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
        page.write_text(shown(letter), encoding="utf-8")
        page.with_suffix(".txt").write_text(f"{letter.subject}\n\n{letter.text}", encoding="utf-8")
        for width in WIDTHS.values():
            for dark in (False, True):
                picture(page, width, dark=dark)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
