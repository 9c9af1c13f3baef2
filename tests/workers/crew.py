"""Several workers, each a process of its own, that deliver from one office's queue in PostgreSQL."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.context import ForkServerProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, text

from flows.under_way import run_beside, run_of
from flows.workbook.blank import write_blank
from flows.workbook.interface import Cell
from flows.workbook.tabs import VACANCIES

SETTINGS = """\
[office]
name = "UPT-PKPK"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "UPT-PKPK <karir@example.ac.id>"
daily_limit = {limit}
[ledger]
url = "{ledger}"
lease_seconds = {lease}
[announce]
settle_minutes = 0
hour = 0
"""
_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload([__name__, "tests.soak.preloaded"])


class Work(NamedTuple):
    """What one worker did: from when to when (`time.monotonic`, one clock for all processes), and how much."""

    began: float
    ended: float
    sent: int
    error: str


@dataclass
class Crew:
    """An office whose queue is full, and its workers."""

    config: Path
    ledger: str
    people: int
    workers: list[ForkServerProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._done: Queue[Work] = _forkserver.Queue()

    def start(self, count: int) -> None:
        """All read the workbook first, and begin to send at one moment."""
        together = _forkserver.Barrier(count + 1)
        self.workers = [
            _forkserver.Process(target=_work, args=(self.config, together, self._done)) for _ in range(count)
        ]
        for worker in self.workers:
            worker.start()
        together.wait(120)

    def results(self) -> list[Work]:
        """Of all that came to their end, when they have."""
        for worker in self.workers:
            worker.join(600)
        return [self._done.get(timeout=5) for worker in self.workers if worker.exitcode == 0]

    def messages(self) -> dict[str, int]:
        """How many messages are in which state, as another program reads them."""
        engine = create_engine(self.ledger)
        with engine.connect() as connection:
            found = connection.execute(text("SELECT state, count(*) FROM message GROUP BY state"))
            counts = {row.state: row.count for row in found}
        engine.dispose()
        return counts


def _work(config: Path, together: Barrier, done: Queue[Work]) -> None:
    for name in [name for name in os.environ if name.startswith("LOKER_")]:
        del os.environ[name]
    with run_beside(config) as run:
        run.observe()
        run.readership  # noqa: B018
        together.wait(120)
        began = time.monotonic()
        run.attempt(run.deliver)
        done.put(Work(began, time.monotonic(), run.report.sent, "; ".join(run.report.errors)))


@contextmanager
def crew(
    folder: Path, ledger: str, port: int, people: int, *, limit: int = 1_000_000, lease: float = 60
) -> Iterator[Crew]:
    """An office with one vacancy, queued for all people, and not yet sent to anybody."""
    folder.mkdir(exist_ok=True)
    config = folder / "loker.toml"
    config.write_text(SETTINGS.format(port=port, limit=limit, ledger=ledger, lease=lease), "utf-8")
    alumni: list[list[Cell]] = [
        [f"33{number:08}", f"Alumnus {number}", f"alumnus{number}@example.com", "Teknik Informatika", 2024]
        for number in range(people)
    ]
    row = {
        "Perusahaan": "PT Galangan Nusantara", "Posisi": "Juru Las", "Jenis": "Kontrak", "Lokasi": "Batam",
        "Deskripsi": "Mengelas.", "Sasaran": "Semua", "Cara Melamar": "https://galangan.example/lamar",
        "Batas Lamaran": date.today() + timedelta(days=30), "Status": "Setuju", "Disetujui Oleh": "Rina",
    }  # fmt: skip
    write_blank(folder / "loker.xlsx", {"Alumni": alumni, "Lowongan": [[row.get(h) for h in VACANCIES.headings]]})
    with run_of(config, by_hand=True) as run:
        run.observe()
        run.announce()
    made = Crew(config, ledger, people)
    try:
        yield made
    finally:
        for worker in made.workers:
            worker.kill()
            worker.join()
