"""Numbers as Indonesians type them: ``1.204``, ``3 orang``, ``Rp 4.500.000,00``."""

from __future__ import annotations

import math
import re
from datetime import datetime, time

from flows.procedure.values.faults import Fault, fault
from flows.procedure.values.texts import text
from flows.workbook.interface import Cell

_DIGITS = r"\d{1,12}|\d{1,3}(?:\.\d{3}){1,4}"
_WHOLE = re.compile(
    # "3 (tiga) orang" is how official letters write it. Possessive: a text of spaces is read through but once.
    rf"(?P<number>{_DIGITS})\s*+(?:\([a-z -]{{1,40}}\)\s*+)?"
    r"(?:orang|org|posisi|lowongan|formasi|kursi|peserta|tempat|people|persons?|seats?|vacanc(?:y|ies))?\.?",
    re.IGNORECASE,
)
_RUPIAH = re.compile(
    r"(?:\b(?P<sign>rp|idr)\.?\s*)?(?<![\d.,])(?P<number>\d{1,3}(?:[.,]\d{3}){1,4}|\d{1,12})(?!\d)"
    r"(?:,(?:00?|-+))?(?:\s?(?P<scale>ribu|rb|k|juta|jt)\b)?",
    re.IGNORECASE,
)
_SCALES = {"ribu": 1_000, "rb": 1_000, "k": 1_000, "juta": 1_000_000, "jt": 1_000_000}
_HOUR = re.compile(r"(?:(?:pukul|jam)\s*)?(\d{1,2})(?:[.:](\d{2})(?:[.:]00)?)?(?:\s*(?:wib|wita|wit))?", re.IGNORECASE)


def whole(cell: Cell, low: int = 0, high: int = 1_000_000) -> int | Fault | None:
    """A count from ``low`` to ``high``, both included. A dot groups thousands: ``1.204`` is 1204, ``2,5`` a fault."""
    number: int | None = None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if math.isfinite(cell) and cell == int(cell):
            number = int(cell)
    elif typed := text(cell):
        found = _WHOLE.fullmatch(typed)
        number = int(found["number"].replace(".", "")) if found else None
    else:
        return None
    if number is None:
        return fault("number_unreadable")
    if not low <= number <= high:
        return fault("number_range", low=str(low), high=str(high))
    return number


def rupiah(cell: Cell) -> int | Fault | None:
    """The first amount of rupiah in a text, in whole rupiah: ``Rp 4.500.000,00``, ``Rp250rb``, ``150 ribu``. A number
    without ``Rp``, ``IDR``, *ribu* or *juta* is no amount."""
    typed = text(cell)
    for found in _RUPIAH.finditer(typed):
        if found["sign"] or found["scale"]:
            return int(re.sub(r"[.,]", "", found["number"])) * _SCALES.get((found["scale"] or "").lower(), 1)
    return fault("number_unreadable") if typed else None


def hour(cell: Cell) -> int | Fault | None:
    """A full hour of the day, 0 to 23: ``7``, ``07.00``, ``07:00 WIB``, or a time cell."""
    if isinstance(cell, float) and 0 < cell < 1 and math.isclose(cell * 24, round(cell * 24), abs_tol=1e-6):
        return round(cell * 24) % 24  # Google gives a time as a part of the day
    if isinstance(cell, datetime | time):
        return cell.hour if (cell.minute, cell.second) == (0, 0) else fault("hour_unreadable")
    typed = text(cell)
    if not typed:
        return None
    found = _HOUR.fullmatch(typed)
    if not found or int(found[1]) > 23 or int(found[2] or 0):
        return fault("hour_unreadable")
    return int(found[1])
