"""An office on this machine for the tests of whole runs: a real workbook, ledger and mail server, a clock that stands
still until it is moved, and a colleague who edits with openpyxl."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook

from flows.lock import run_lock
from flows.office import Office, open_office
from flows.report import Report
from flows.run import Run
from flows.settings import load
from flows.workbook.blank import write_blank
from flows.workbook.interface import Changes, Grid, Stamp, Workbook
from flows.workbook.tabs import TABS, VACANCIES
from tests.smtp_server import Received, Server
from tests.steps.sheet import Clock, Sheet, cells, put

STAFF = "staf@example.ac.id"
ANI, BUDI, CITRA = "ani@example.com", "budi@example.com", "citra@example.com"
SETTINGS = """\
[office]
name = "UPT-PKPK"
staff = ["{staff}"]
[workbook]
path = "loker.xlsx"
[mail]
host = "127.0.0.1"
port = {port}
security = "{security}"
sender = "UPT-PKPK <karir@example.ac.id>"
user = "{user}"
password = "{password}"
ca_file = "{ca_file}"
daily_limit = {limit}
reserve = 0
connections = {connections}
[announce]
settle_minutes = {settle}
hour = 7
"""


def vacancy(position: str = "Juru Las", **changes: Any) -> dict[str, Any]:
    """A sound and approved vacancy for everybody, as staff type it (``Disetujui_Oleh`` for *Disetujui Oleh*)."""
    sound = {
        "Perusahaan": f"PT {position} Nusantara",
        "Posisi": position,
        "Jenis": "Kontrak",
        "Lokasi": "Batam",
        "Deskripsi": f"Bekerja sebagai {position}.",
        "Sasaran": "Semua",
        "Cara Melamar": f"https://{position.lower().replace(' ', '-')}.example/lamar",
        "Status": "Setuju",
        "Disetujui Oleh": "Rina",
    }
    return sound | cells(changes)


def alumnus(number: int, email: str, **changes: Any) -> dict[str, Any]:
    person = {
        "NIM": f"33119{number:05}",
        "Nama": email.partition("@")[0].title(),
        "Email": email,
        "Prodi": "Teknik Informatika",
        "Tahun Lulus": 2024,
    }
    return person | cells(changes)


@dataclass(frozen=True)
class Mail:
    """A message as its recipient reads it."""

    recipient: str
    subject: str
    text: str


@dataclass(frozen=True)
class _Left:
    """How an office was left: every file's content, mode and time of its last change; its port, mails and time."""

    files: Mapping[Path, tuple[bytes, int, int]]
    port: int
    messages: Sequence[Received]
    now: datetime


_left: dict[str, _Left] = {}


@dataclass
class LocalOffice:
    """Everything around one office."""

    folder: Path
    server: Server
    clock: Clock = field(default_factory=Clock)

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.folder / "loker.xlsx", self.clock)

    @property
    def config(self) -> Path:
        return self.folder / "loker.toml"

    def configure(self, **changes: Any) -> None:
        usual = {
            "staff": STAFF, "port": self.server.port, "limit": 10_000, "connections": 1, "settle": 0, "user": "",
            "password": "", "security": "none", "ca_file": "",
        }  # fmt: skip
        self.config.write_text(SETTINGS.format(**usual | changes), encoding="utf-8")

    @contextmanager
    def open(self) -> Iterator[Office]:
        """The office, opened anew as by a new process, with its run lock."""
        settings = load(self.config)
        with run_lock(settings.folder), open_office(settings, clock=self.clock) as office:
            yield office

    def tick(self, *, by_hand: bool = False, meddle: Callable[[], None] | None = None) -> Report:
        """A run now, as the flows go through it; raises what it fails with. ``meddle`` happens just before its first
        write into the workbook."""
        with self.open() as opened:
            office = replace(opened, workbook=Meddled(opened.workbook, [meddle])) if meddle else opened
            run = Run(office, by_hand=by_hand)
            run.attempt(run.collect)
            run.observe()
            for step in (run.request_feedback, run.recap, run.hold_events, run.announce, run.deliver, run.measure):
                run.attempt(step)
            for step in (run.retain, run.empty_messages, run.write_back):
                run.attempt(step)
            run.raise_failures()
            return run.report

    def later(self, **by: float) -> Report:
        """A run after some time."""
        self.clock.forward(**by)
        return self.tick()

    def once(self, name: str, steps: Callable[[], object]) -> None:
        """Go through these steps: really in the first office of that ``name``, which tells all that they depend on, and
        the office before them; each further one is put as they left that one."""
        if name in _left:
            self._put(_left[name])
            return
        steps()
        found = {file: file.stat() for file in self.folder.rglob("*") if file.is_file()}
        files = {file.relative_to(self.folder): (file.read_bytes(), stat.st_mode, stat.st_mtime_ns)
                 for file, stat in found.items()}  # fmt: skip
        _left[name] = _Left(files, self.server.port, tuple(self.server.messages), self.clock.now)

    def _put(self, left: _Left) -> None:
        assert {file.relative_to(self.folder) for file in self.folder.rglob("*") if file.is_file()} <= left.files.keys()
        for name, (content, mode, changed) in left.files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            file.chmod(mode)
            os.utime(file, ns=(changed, changed))
        config = self.config.read_text("utf-8")
        self.config.write_text(config.replace(f"port = {left.port}\n", f"port = {self.server.port}\n", 1), "utf-8")
        self.server.messages[:] = left.messages
        self.clock.now = left.now

    def inbox(self) -> Counter[str]:
        """How many messages each recipient has, staff apart."""
        return Counter(message.recipient for message in self.server.messages if message.recipient != STAFF)

    def mails(self, recipient: str) -> list[Mail]:
        """What a recipient got, oldest first."""
        return [_mail(recipient, message.data) for message in self.server.messages if message.recipient == recipient]


@dataclass(frozen=True)
class Meddled:
    """A workbook that a colleague saves just before the flows write into it."""

    workbook: Workbook
    edits: list[Callable[[], None]]

    @property
    def fresh_for(self) -> timedelta:
        return self.workbook.fresh_for

    def stamp(self) -> Stamp:
        return self.workbook.stamp()

    def read(self, tabs: Collection[str]) -> dict[str, Grid]:
        return self.workbook.read(tabs)

    def write(self, changes: Changes, *, expected: Stamp) -> None:
        if self.edits:
            self.edits.pop()()
        self.workbook.write(changes, expected=expected)

    def link(self, tab: str, row: int, column: int) -> str:
        return self.workbook.link(tab, row, column)


def _mail(recipient: str, data: bytes) -> Mail:
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return Mail(recipient, str(message["Subject"]), body.get_content())


ROWS = 8
"""How many of a blank workbook's rows are ready to be filled."""


@cache
def blank() -> bytes:
    """A new workbook; *Tahap*'s formula and the height of rows stand in its first rows only, which openpyxl loads and
    saves many times as fast."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "loker.xlsx")
        write_blank(path)
        book = load_workbook(path)
        for tab in TABS:
            sheet = book[tab.title]
            sheet.delete_rows(ROWS, 2_000)
            for number in [number for number in sheet.row_dimensions if number >= ROWS]:
                del sheet.row_dimensions[number]
        book.save(path)
        return path.read_bytes()


_workbooks: dict[str, bytes] = {}


def _typed(vacancies: Sequence[Mapping[str, Any]], people: Sequence[Mapping[str, Any]]) -> bytes:
    """A new workbook with these rows, typed once a process."""
    key = repr((vacancies, people))
    if key not in _workbooks:
        with TemporaryDirectory() as folder:
            sheet = Sheet(Path(folder, "loker.xlsx"), Clock())
            sheet.path.write_bytes(blank())
            with sheet.open() as book:
                for tab, rows in ((VACANCIES.title, vacancies), ("Alumni", people)):
                    for number, row in enumerate(rows, 2):
                        put(book[tab], number, row)
            _workbooks[key] = sheet.path.read_bytes()
    return _workbooks[key]


@contextmanager
def local_office(
    folder: Path, *vacancies: Mapping[str, Any], alumni: Sequence[Mapping[str, Any]] = (), **settings: Any
) -> Iterator[LocalOffice]:
    """An office whose staff typed these rows an hour ago; without others its alumni are Ani, Budi and Citra."""
    people = alumni or [alumnus(number, address) for number, address in enumerate((ANI, BUDI, CITRA))]
    with Server() as server:
        office = LocalOffice(folder, server)
        office.configure(**settings)
        office.sheet.path.write_bytes(_typed(vacancies, people))
        an_hour_ago = office.clock.now.timestamp() - 3_600
        os.utime(office.sheet.path, (an_hour_ago, an_hour_ago))
        yield office
        assert server.violations == []
