"""Rows as staff would type them, for the checks' tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.procedure.checks.context import Context
from flows.procedure.models import Contact
from flows.procedure.names import partner_key
from flows.procedure.programmes import Catalogue
from flows.workbook.columns import Tab
from flows.workbook.interface import Cell, Grid
from flows.workbook.reading import Row, read_rows
from flows.workbook.tabs import VACANCIES

TODAY = date(2026, 11, 24)
JAKARTA = ZoneInfo("Asia/Jakarta")
CATALOGUE = Catalogue.load(Path(__file__).parents[2] / "config" / "programmes.toml")
CONTEXT = Context(CATALOGUE, TODAY, JAKARTA)

SOUND: dict[str, Cell] = {
    "Perusahaan": "PT Maju Jaya",
    "Posisi": "Teknisi Otomasi",
    "Jenis": "Penuh waktu",
    "Lokasi": "Batam",
    "Deskripsi": "- Merawat mesin\n- Membuat laporan",
    "Sasaran": "Teknik Mesin, IF",
    "Cara Melamar": "Kirim CV ke hrd@majujaya.example",
    "Batas Lamaran": "5 Desember 2026",
    "Status": "Setuju",
    "Disetujui Oleh": "Rina",
}
"""A vacancy without a problem."""


def grid(tab: Tab, *rows: dict[str, Cell]) -> Grid:
    """The tab as it stands in the sheet, one dictionary a row."""
    for row in rows:
        assert set(row) <= set(tab.headings), f"no such column: {set(row) - set(tab.headings)}"
    return [list(tab.headings), *([row.get(heading) for heading in tab.headings] for row in rows)]


def rows(tab: Tab, *filled: dict[str, Cell]) -> list[Row]:
    return read_rows(tab, grid(tab, *filled))[0]


def vacancy(**changes: Cell) -> dict[str, Cell]:
    """`SOUND` with changes; an underscore in a name stands for a space."""
    return SOUND | {name.replace("_", " "): value for name, value in changes.items()}


def vacancies(*filled: dict[str, Cell]) -> list[Row]:
    return rows(VACANCIES, *filled)


def contact(company: str, address: str) -> Contact:
    return Contact("M26-0001", company, partner_key(company), "Budi", address, "", None, "")
