"""Offices to be timed: a real workbook with so many alumni and vacancies, a real ledger, and the real run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.procedure.programmes import Catalogue
from flows.run import Run
from flows.share import share
from flows.under_way import run_of
from flows.workbook.blank import write_blank
from flows.workbook.interface import Cell

DUTIES = "- Mengoperasikan dan merawat mesin produksi sesuai prosedur kerja dan keselamatan.\n"
POSITIONS = ("Teknisi Otomasi", "Analis Data", "Welder 6G", "Staf Gudang", "Akuntan", "Animator", "Perawat Mesin")


def write_workbook(path: Path, *, alumni: int, vacancies: int, for_all: bool) -> None:
    """Alumni spread evenly over the 25 programmes; vacancies of some 3 KB text, for everybody or for two programmes."""
    codes = [programme.code for programme in Catalogue.load(share() / "config" / "programmes.toml").programmes]
    deadline = date.today() + timedelta(days=20)
    rows: list[list[Cell]] = [
        [
            None, f"PT Contoh {number}", f"{POSITIONS[number % 7]} {number}", "Penuh waktu", "Batam", DUTIES * 12,
            DUTIES * 6, "Semua" if for_all else f"{codes[number % 25]}, {codes[(number * 7 + 3) % 25]}",
            "https://example.com/lamar", None, deadline, 3, "Mitra", "Tidak", "Ya", "Setuju", "Rina",
        ]
        for number in range(vacancies)
    ]  # fmt: skip
    people: list[list[Cell]] = [
        [f"33{n:08d}", f"Siti Nurhaliza {n}", f"alumni{n}@example.com", codes[n % 25], 2015 + n % 10, "Aktif", None]
        for n in range(alumni)
    ]
    write_blank(path, {"Lowongan": rows, "Alumni": people})


@contextmanager
def office(port: int, *, alumni: int, vacancies: int = 1, for_all: bool = True, **mail: object) -> Iterator[Path]:
    """The configuration of an office whose mail goes to ``port``; ``mail`` are further keys of its section."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_workbook(folder / "loker.xlsx", alumni=alumni, vacancies=vacancies, for_all=for_all)
        keys = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "karir@example.ac.id", **mail}
        section = "\n".join(f"{key} = {_toml(value)}" for key, value in keys.items())
        (folder / "loker.toml").write_text(
            f'[office]\nname = "UPT-PKPK"\n[announce]\nsettle_minutes = 0\n[mail]\ndaily_limit = 10000000\n{section}\n'
        )
        yield folder / "loker.toml"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


@dataclass(frozen=True)
class Timed:
    """Seconds of one run's parts, and how many messages were sent."""

    read: float
    announce: float
    """Deciding, queueing, rendering, the ledger, and sending."""
    write: float
    sent: int

    @property
    def rate(self) -> float:
        """Messages a second, from the decision to the server's last answer."""
        return self.sent / self.announce


def announced(config: Path) -> Timed:
    """One run by hand, without Prefect."""
    with run_of(config, by_hand=True) as run:
        return timed(run)


def timed(run: Run) -> Timed:
    marks = [time.perf_counter()]
    for steps in ((run.observe,), (run.announce, run.deliver), (run.write_back,)):
        for step in steps:
            step()
        marks.append(time.perf_counter())
    if run.report.waiting or run.report.unknown or run.report.refused:
        raise RuntimeError(f"not everything was sent: {run.report}")
    return Timed(marks[1] - marks[0], marks[2] - marks[1], marks[3] - marks[2], run.report.sent)
