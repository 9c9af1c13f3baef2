"""A small office with a mail server of its own, and the command as an administrator types it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from click.testing import Result
from typer.testing import CliRunner

from flows.cli import app
from flows.demo.mailbox import Mailbox
from flows.under_way import run_of
from flows.workbook.blank import write_blank
from flows.workbook.interface import Cell
from flows.workbook.tabs import VACANCIES

LOKER = [sys.executable, "-P", "-c", "from flows.cli import main; main()"]
ALUMNI = [
    [f"424220100{n}", name, f"{name.lower()}@example.com", "Teknik Informatika", 2024]
    for n, name in enumerate(["Ani", "Budi", "Citra"])
]
NEWCOMER: list[Cell] = ["4242201009", "Dewi", "dewi@example.com", "Teknik Informatika", 2024]


def loker(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def vacancy(**cells: Cell) -> list[Cell]:
    deadline = datetime.now(ZoneInfo("Asia/Jakarta")) + timedelta(days=20)
    usual: dict[str, Cell] = {
        "Perusahaan": "PT Galangan Samudra", "Posisi": "Backend Developer", "Jenis": "Penuh waktu", "Lokasi": "Batam",
        "Deskripsi": "Membangun layanan.", "Sasaran": "Teknik Informatika", "Cara Melamar": "hrd@galangan.example",
        "Batas Lamaran": f"{deadline:%d/%m/%Y}", "Status": "Setuju", "Disetujui Oleh": "Ratna",
    }  # fmt: skip
    return [(usual | cells).get(heading) for heading in VACANCIES.headings]


@dataclass
class Office:
    """A small office with a mail server of its own."""

    folder: Path
    box: Mailbox

    @property
    def config(self) -> Path:
        return self.folder / "loker.toml"

    def write(
        self,
        *vacancies: list[Cell],
        alumni: list[list[Cell]] = ALUMNI,
        partners: Sequence[list[Cell]] = (),
        mail: str = "",
    ) -> None:
        write_blank(self.folder / "loker.xlsx", {"Lowongan": vacancies, "Alumni": alumni, "Mitra": partners})
        self.config.write_text(
            f"""
            [office]
            name = "UPT-PKPK"
            [mail]
            host = "127.0.0.1"
            port = {self.box.port}
            security = "none"
            sender = "UPT-PKPK <karir@example.ac.id>"
            {mail}
            [announce]
            settle_minutes = 0
            hour = 0
            """,
            "utf-8",
        )

    def work(self) -> None:
        """A cycle, without Prefect around it."""
        with run_of(self.config) as run:
            for step in (run.observe, run.announce, run.deliver, run.write_back):
                step()

    def files(self) -> Mapping[str, bytes]:
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}
