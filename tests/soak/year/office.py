"""The office of the simulated time: its spreadsheet at the emulator, its server, its pages, and a clock that is set."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.testclient import TestClient

from flows.settings import load
from flows.web.app import make_app
from flows.web.clerk import Clerk
from flows.web.door import Door, origin_of
from flows.web.rate import Rate
from flows.web.site import Site, open_site
from flows.workbook.columns import Tab
from tests.google_emulator import Emulator, Spreadsheet, serving
from tests.google_emulator.clock import Clock
from tests.smtp_server import Server
from tests.soak.year.mailbox import Messages, Mischief, server
from tests.soak.year.script import Script
from tests.steps.google_world import line
from tests.workbook.google_staff import set_up_spreadsheet

WIB = ZoneInfo("Asia/Jakarta")
URL = "https://karir.example.ac.id"
STAFF = "staf@example.ac.id"
CONNECTIONS = 2
"""Over which mail leaves: a kill may leave one message in doubt on each."""
SETTINGS = """\
[office]
name = "UPT-PKPK"
staff = ["{staff}"]
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
daily_limit = {limit}
connections = {connections}
[feedback]
due_days = {due_days}
[web]
public_url = "{url}"
"""


class Set(Clock):
    """The emulator's clock, set by the driver."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 1, 1, tzinfo=WIB)

    def seconds(self) -> float:
        return self.now.timestamp()


@dataclass
class SoakOffice:
    """Everything around the office."""

    script: Script
    folder: Path
    clock: Set
    google: Emulator
    book: Spreadsheet
    mail: Server
    mischief: Mischief
    site: Site
    dice: random.Random
    visitor: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.staff = self.google.colleague(self.book)
        often = Rate(10**9, 10**9, lambda: 0.0)
        door = Door(origin_of(self.site.url), Clerk(self.site.ledger.store.harden), often, often, often)
        self.visitor = TestClient(make_app(self.site, door), base_url=URL, follow_redirects=False)

    @property
    def config(self) -> Path:
        return self.folder / "loker.toml"

    @property
    def messages(self) -> Messages:
        assert isinstance(self.mail.messages, Messages)
        return self.mail.messages

    def now(self) -> datetime:
        return self.clock.now

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.clock.now = datetime.combine(day, time(hour, minute), WIB)

    def add(self, tab: Tab, *rows: dict[str, Any]) -> None:
        with self.google.lock:
            self.staff.fill(tab.title, [line(tab, row) for row in rows], row=len(self.lines(tab)) + 2, raw=True)

    def lines(self, tab: Tab) -> list[list[Any]]:
        """The tab's rows without *Tahap*, up to the last that holds something."""
        lines = [row[:-1] if tab.columns[-1].kind == "stage" and len(row) == len(tab.columns) else row
                 for row in self.staff.rows(tab.title)[1:]]  # fmt: skip
        while lines and not any(lines[-1]):
            lines.pop()
        return lines

    def rows(self, tab: Tab) -> list[dict[str, Any]]:
        headings = self.staff.rows(tab.title)[0]
        return [row for one in self.staff.rows(tab.title)[1:]
                if any((row := dict(zip(headings, [*one, *[""] * len(headings)], strict=False))).values())]  # fmt: skip

    def set(self, tab: Tab, key: str, **changes: Any) -> None:
        """Type into the first row in which ``key`` stands."""
        with self.google.lock:
            number = next(i for i, row in enumerate(self.staff.rows(tab.title), 1) if key in row)
            for name, value in changes.items():
                column = tab.headings.index(name.replace("_", " ")) + 1
                letters = chr(64 + column)
                self.staff.type(tab.title, f"{letters}{number}", value, raw=True)


@contextmanager
def soak_office(folder: Path, script: Script) -> Iterator[SoakOffice]:
    clock, scale = Set(), script.scale
    clock.now = datetime.combine(scale.first, time(6), WIB)
    dice = random.Random(scale.seed + 1)
    mischief = Mischief(lambda: clock.now, scale.limit, dice)
    dead = [one.address for one in script.alumni if one.dead]
    emulator = Emulator(clock=clock)
    emulator.quota.limits |= {"read": None, "write": None}
    with serving(emulator=emulator) as google, server(mischief, dead) as mail:
        book = set_up_spreadsheet(google)
        google.write_credentials(folder / "service-account.json")
        settings = SETTINGS.format(
            staff=STAFF,
            book=book.id,
            endpoint=google.url,
            port=mail.port,
            limit=scale.limit,
            connections=CONNECTIONS,
            due_days=scale.due_days,
            url=URL,
        )
        (folder / "loker.toml").write_text(settings, encoding="utf-8")
        with open_site(load(folder / "loker.toml"), clock=lambda: clock.now) as site:
            yield SoakOffice(script, folder, clock, google, book, mail, mischief, site, dice)
        assert google.failures == []
        assert mail.violations == []
