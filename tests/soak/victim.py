"""An office whose runs are killed: its folder, and the run as it goes on in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flows.lock import run_lock
from flows.office import Office, open_office
from flows.run import Run
from flows.settings import load
from flows.workbook.blank import write_blank
from flows.workbook.interface import Cell
from flows.workbook.tabs import VACANCIES

SETTINGS = """\
[office]
name = "UPT-PKPK"
staff = ["staf@example.ac.id"]
[workbook]
path = "loker.xlsx"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "UPT-PKPK <karir@example.ac.id>"
daily_limit = 100000
connections = {connections}
in_doubt = "{in_doubt}"
[announce]
settle_minutes = 0
hour = 0
"""


class Message(NamedTuple):
    """A message as the ledger has it."""

    recipient: str
    header_id: str
    state: str


@dataclass(frozen=True)
class Victim:
    """An office on disk with its settings and several hundred alumni, two vacancies for all of them."""

    folder: Path
    port: int
    connections: int
    people: int

    @property
    def config(self) -> Path:
        return self.folder / "loker.toml"

    @property
    def workbook(self) -> Path:
        return self.folder / "loker.xlsx"

    @property
    def ledger(self) -> Path:
        return self.folder / "loker.db"

    @property
    def alumni(self) -> set[str]:
        return set(_addresses(self.people))

    def set_up(self, in_doubt: str = "hold") -> None:
        self.folder.mkdir(exist_ok=True)
        settings = SETTINGS.format(port=self.port, connections=self.connections, in_doubt=in_doubt)
        self.config.write_text(settings, encoding="utf-8")
        if not self.workbook.exists():
            self.workbook.write_bytes(_workbook(self.people))

    def messages(self) -> list[Message]:
        """All messages in the ledger, as another program reads them."""
        with closing(sqlite3.connect(self.ledger)) as ledger:
            return [
                Message(*row)
                for row in ledger.execute(
                    "SELECT address, header_id, state FROM message JOIN recipient ON recipient.id = recipient_id"
                )
            ]

    def units(self) -> dict[str, int]:
        """Units that no message carries, by state."""
        with closing(sqlite3.connect(self.ledger)) as ledger:
            query = "SELECT state, count(*) FROM unit WHERE message_id IS NULL GROUP BY state"
            return dict(ledger.execute(query).fetchall())


def _addresses(people: int) -> list[str]:
    return [f"alumnus{number}@example.com" for number in range(people)]


@cache
def _workbook(people: int) -> bytes:
    alumni: list[list[Cell]] = [
        [f"33{number:08}", f"Alumnus {number}", address, "Teknik Informatika", 2024]
        for number, address in enumerate(_addresses(people))
    ]
    rows = (
        {
            "Perusahaan": f"PT {name} Nusantara",
            "Posisi": position,
            "Jenis": "Kontrak",
            "Lokasi": "Batam",
            "Deskripsi": f"Bekerja sebagai {position}.",
            "Sasaran": "Semua",
            "Cara Melamar": f"https://{name.lower()}.example/lamar",
            "Batas Lamaran": date.today() + timedelta(days=30),
            "Status": "Setuju",
            "Disetujui Oleh": "Rina",
        }
        for name, position in (("Galangan", "Juru Las"), ("Sirkuit", "Teknisi Elektronika"))
    )
    vacancies: list[list[Cell]] = [[row.get(heading) for heading in VACANCIES.headings] for row in rows]
    with TemporaryDirectory() as folder:
        path = Path(folder, "loker.xlsx")
        write_blank(path, {"Alumni": alumni, "Lowongan": vacancies})
        return path.read_bytes()


_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload([__name__, "tests.soak.preloaded"])


def start(victim: Victim, prepare: Callable[[Office], None] | None = None, boot: str = "") -> ForkServerProcess:
    """Begin a run in a process of its own, forked from one that has imported everything already."""
    process = _forkserver.Process(target=_run, args=(victim.config, prepare, boot))
    process.start()
    return process


def _run(config: Path, prepare: Callable[[Office], None] | None, boot: str) -> None:
    """A run as `flows.under_way.run_of` and the flows go through it."""
    for name in [name for name in os.environ if name.startswith("LOKER_")]:
        del os.environ[name]
    settings = load(config)
    with run_lock(settings.folder), open_office(settings, boot=boot) as office:
        if prepare:
            prepare(office)
        run = Run(office)
        for step in (run.observe, run.announce, run.deliver, run.write_back):
            run.attempt(step)
        run.raise_failures()
