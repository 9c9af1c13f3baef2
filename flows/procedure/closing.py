"""On which day a vacancy closed: by it a vacancy belongs to the period of a recap. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from flows.procedure.feedback import over_day
from flows.procedure.models import Event, Vacancy


def closing_day(
    vacancy: Vacancy, events: Iterable[Event], zone: ZoneInfo, *, today: date, known: date | None
) -> date | None:
    """The office's day on which an announced vacancy closed; ``None`` while it is open.

    Its recruitment's last day (`over_day`) once that has passed; the day on which ``Tutup`` or ``Batal`` was seen if
    that came first. ``known`` is the day that was kept before. A deadline that is put off opens the vacancy again.
    """
    over = over_day(vacancy, events, zone)
    if vacancy.status in {"Tutup", "Batal"}:
        return min(day for day in (over, known or today) if day)
    return over if over and over < today else None


def closing_as_told(deadline: date | None, *, gone: bool, today: date) -> date | None:
    """The same for an open vacancy of which only is known what alumni were told: its row was taken out of the sheet
    (``gone``), or cannot be read. Without a deadline it closes when it is gone."""
    if deadline is None:
        return today if gone else None
    return deadline if deadline < today else None
