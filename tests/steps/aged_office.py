"""An office that is seven years old: made once, then copied for whoever tries something on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from flows.ledger import schema
from flows.procedure.cases import Source
from tests.smtp_server import Server
from tests.steps.local_office import LocalOffice, local_office, vacancy
from tests.steps.sheet import WIB

CLOSED, OPEN = "L26-0001", "L26-0002"
CONTACT = {"Perusahaan": "PT Juru Las Nusantara", "Narahubung": "Sari Dewi", "Email": "sari@example.com"}
EVENT = {"Jenis": "Seminar", "Judul": "Temu Industri", "Mulai": "26/11/2026 09:00", "Sasaran": "Semua",
         "Status": "Setuju", "Disetujui Oleh": "Rina", "Jumlah Hadir": 40,
         "Catatan": "tempat ok, undangan ok, perlengkapan ok, notula ok, dokumentasi ok"}  # fmt: skip
PERIOD = {"Judul": "Tahun 2026", "Dari": "1/1/2026", "Sampai": "31/12/2026", "Status": "Draf"}


def at(office: LocalOffice, year: int, month: int, day: int) -> None:
    office.clock.now = datetime(year, month, day, 9, 0, tzinfo=WIB)


@contextmanager
def young_office(folder: Path) -> Iterator[LocalOffice]:
    """On 4 January 2027: of two vacancies one closed on 30 November, was answered on 4 December and is recapped; the
    other has no deadline. There was an event, too."""
    with local_office(folder, vacancy(Batas_Lamaran="30/11/2026"), vacancy("Akuntan")) as office:
        for tab, row in (("Kegiatan", EVENT), ("Mitra", CONTACT), ("Periode", PERIOD)):
            office.sheet.add(tab, row)
        office.tick()
        at(office, 2026, 12, 4)
        office.tick()
        with office.open() as opened:
            [case] = [one for one in opened.ledger.responses.cases() if one.vacancy == CLOSED]
            answers = {"applied": 5, "accepted": 1, "respondent": "Sari Dewi"}
            opened.ledger.responses.answer(case.partner_id, CLOSED, answers, office.clock(), Source.PHONE)
        at(office, 2027, 1, 4)
        office.sheet.set("Periode", "Tahun 2026", Status="Setuju", Disetujui_Oleh="Rina")
        office.tick()
        yield office


@contextmanager
def copied(original: Path, folder: Path, now: datetime) -> Iterator[LocalOffice]:
    """The office of ``original`` with a mail server of its own, at ``now``."""
    shutil.copytree(original, folder, dirs_exist_ok=True)
    with Server() as server:
        office = LocalOffice(folder, server)
        office.configure()
        office.clock.now = now
        yield office


def lists(office: LocalOffice) -> dict[str, dict[str, Any]]:
    """*Pemusnahan*, by kind and year."""
    return {f"{row['Jenis']} {str(row['ID'])[1:5]}": row for row in office.sheet.rows("Pemusnahan")}


def approve(office: LocalOffice, which: str, name: str = "Rina") -> str:
    """Type a name beside a list; returns the list's ID."""
    number = str(lists(office)[which]["ID"])
    office.sheet.set("Pemusnahan", number, Disetujui_Oleh=name)
    return number


def kept(office: LocalOffice, subject: str = CLOSED) -> dict[str, int]:
    """How much the ledger holds about a vacancy, by table."""
    of = {
        "version": schema.version.c.subject, "matter": schema.matter.c.subject, "case": schema.feedback_case.c.vacancy,
        "response": schema.response.c.vacancy, "closing": schema.closing.c.vacancy,
        "approval": schema.approval.c.vacancy,
    }  # fmt: skip
    with office.open() as opened, opened.ledger.store.write() as connection:
        counts = {
            name: connection.scalar(select(func.count()).where(column == subject)) or 0 for name, column in of.items()
        }
        matters = select(schema.matter.c.id).where(schema.matter.c.subject == subject)
        units = select(func.count()).where(schema.unit.c.matter_id.in_(matters))
        return counts | {"unit": connection.scalar(units) or 0}


def files(office: LocalOffice) -> set[str]:
    """Of the archive."""
    with office.open() as opened:
        return set(opened.archive.files())
