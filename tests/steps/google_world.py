"""An office on Google for the tests of whole cycles: the emulator, a recording mail server, staff who type and look."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from flows.office import Office, open_office
from flows.report import Report
from flows.run import Run
from flows.settings import load
from flows.workbook.columns import Tab
from flows.workbook.flow_tabs import STATUS
from flows.workbook.tabs import ALUMNI, VACANCIES
from tests.google_emulator import Emulator, Spreadsheet, serving
from tests.smtp_server import Server
from tests.workbook.google_staff import IMPATIENT, ROWS, set_up_spreadsheet, workbook

STATUS_COLUMN = VACANCIES.headings.index("Status") + 1
POSITION_COLUMN = VACANCIES.headings.index("Posisi") + 1
TICK = 600.0
SETTINGS = """\
[office]
name = "UPT-PKPK"
staff = ["staf@example.ac.id"]
[workbook]
provider = "google"
spreadsheet_id = "{book}"
credentials = "service-account.json"
endpoint = "{endpoint}"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "UPT-PKPK <karir@example.ac.id>"
daily_limit = 100000
[announce]
settle_minutes = 0
hour = 0
"""


def vacancy(number: int, **changes: Any) -> dict[str, Any]:
    """A sound and approved vacancy whose position, ``Posisi 7``, is no other's."""
    sound = {
        "Perusahaan": f"PT Contoh {number}",
        "Posisi": f"Posisi {number}",
        "Jenis": "Penuh waktu",
        "Lokasi": "Batam",
        "Deskripsi": f"Pekerjaan nomor {number}.",
        "Sasaran": "Semua",
        "Cara Melamar": f"https://contoh{number}.example/lamar",
        "Status": "Setuju",
        "Disetujui Oleh": "Rina",
    }
    return sound | {name.replace("_", " "): value for name, value in changes.items()}


def alumnus(number: int) -> dict[str, Any]:
    return {
        "NIM": f"33119{number:05d}",
        "Nama": f"Alumnus {number}",
        "Email": f"alumnus{number}@example.com",
        "Prodi": "Teknik Informatika",
        "Tahun Lulus": 2024,
        "Status Email": "Aktif",
    }


def line(tab: Tab, cells: Mapping[str, Any]) -> list[Any]:
    """A row of the tab as staff left it: its *ID* and what is not given are empty."""
    assert set(cells) <= set(tab.headings), set(cells) - set(tab.headings)
    last = -1 if tab.columns[-1].kind == "stage" else None  # *Tahap* belongs to its formula
    return [cells.get(heading, "") for heading in tab.headings[:last]]


@dataclass
class World:
    """Everything around one office. Its clock is the emulator's, which a tick moves by ten minutes."""

    google: Emulator
    book: Spreadsheet
    mail: Server
    folder: Path

    def __post_init__(self) -> None:
        self.staff = self.google.colleague(self.book)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.google.clock.seconds(), UTC)

    def next_day(self) -> None:
        """Digests leave once a day."""
        self.google.clock.advance(86_400)

    # --- staff -------------------------------------------------------------------------------------------------------

    def type(self, tab: Tab, rows: Sequence[Mapping[str, Any]], *, at: int = 2) -> None:
        self.staff.fill(tab.title, [line(tab, row) for row in rows], row=at, raw=True)

    def edit_at(self, number: int, moment: str, edit: Callable[[], object]) -> None:
        """Staff edit just ``before`` or ``after`` the next tick's call of that number, counted from 1."""
        count = itertools.count(1)

        def when_called() -> None:
            if next(count) == number:
                edit()

        getattr(self.google, moment)("any", when_called, times=1_000)

    def rows(self, tab: Tab) -> list[dict[str, Any]]:
        """The tab's rows as they stand, by heading; rows of empty cells are left out."""
        headings, *lines = self.staff.rows(tab.title)
        width = len(headings)
        rows = (dict(zip(headings, [*row, *[""] * width][:width], strict=True)) for row in lines)
        return [row for row in rows if any(row.values())]

    # --- the flow ----------------------------------------------------------------------------------------------------

    @contextmanager
    def office(self, *, patient: bool = True) -> Iterator[Office]:
        """Opened anew, as a new process does. Unless ``patient`` it gives up a second after a question,
        and does not wait before the next try."""
        with open_office(load(self.folder / "loker.toml"), clock=self.now) as office:
            yield office if patient else replace(office, workbook=workbook(self.google, self.book, timeout=IMPATIENT))

    def tick(self, *, patient: bool = True) -> Report:
        """A cycle ten minutes after the last one, in an office of its own; raises what ends a real one."""
        self.google.clock.advance(TICK)
        try:
            with self.office(patient=patient) as office:
                return cycle(office)
        finally:
            self.google.rules.clear()

    # --- what came of it ---------------------------------------------------------------------------------------------

    def announced(self) -> Counter[tuple[str, str]]:
        """(recipient, position) → how often it was mailed there."""
        return Counter(
            (message.recipient, position)
            for message in list(self.mail.messages)
            for position in set(re.findall(r"Posisi \d+", mail_text(message.data)))
        )


def cycle(office: Office) -> Report:
    """The steps as the flow `office-cycle` does them."""
    run = Run(office)
    run.observe()
    for step in (run.recap, run.announce, run.deliver, run.write_back):
        run.attempt(step)
    run.raise_failures()
    return run.report


def mail_text(data: bytes) -> str:
    body = message_from_bytes(data, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def world(folder: Path, *, vacancies: int = 0, alumni: int = 2, rows: int = ROWS) -> Iterator[World]:
    """An office whose spreadsheet is set up, with approved vacancies that the flows have not seen yet.

    Its tabs are short, which is quick; with `FULL` rows they are as `loker init --google` makes them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with serving() as google, Server() as mail:
        google.quota.limits |= {"read": None, "write": None}
        book = set_up_spreadsheet(google, rows)
        google.write_credentials(folder / "service-account.json")
        (folder / "loker.toml").write_text(
            SETTINGS.format(book=book.id, endpoint=google.url, port=mail.port), encoding="utf-8"
        )
        made = World(google, book, mail, folder)
        made.type(ALUMNI, [alumnus(number) for number in range(1, alumni + 1)])
        made.type(VACANCIES, [vacancy(number) for number in range(1, vacancies + 1)])
        google.log.clear()
        yield made
        assert google.failures == []
        assert mail.violations == []


def misplaced(made: World) -> list[str]:
    """IDs and stages that stand beside another vacancy than theirs, by content; IDs that are missing or doubled."""
    wrong = []
    titles = {row["ID"]: row for row in made.rows(STATUS)}
    rows = made.rows(VACANCIES)
    wrong += [f"{one} stands {count} times" for one, count in Counter(row["ID"] for row in rows).items() if count > 1]
    for row in rows:
        title = f"{row['Posisi']} · {row['Perusahaan']}".strip(" ·")
        status = titles.pop(row["ID"], None)
        if status is None:
            wrong.append(f"{title} ({row['ID']!r}) is not in Status")
        elif (status["Judul"], row["ID"]) != (title, status["ID"]):
            wrong.append(f"{row['ID']} is {status['Judul']} in Status and {title} in Lowongan")
    return wrong + [f"{one} is in Status only" for one in titles]
