"""Dates, times and numbers as Indonesians write them, and as the English letters do (by Unicode's CLDR, via Babel)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from flows.procedure.models import Language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MANY = 4096
"""Days and numbers that are remembered: the public page tells each of them many times, and Babel takes its time."""


def day(value: date, language: Language) -> str:
    """``Selasa, 24 November 2026`` or ``Tuesday, 24 November 2026``."""
    return _format(value, "EEEE, d MMMM y", language)


def short_day(value: date, language: Language, *, year: bool = True) -> str:
    """``24 Nov 2026``, or ``24 Nov`` where the year goes without saying."""
    return _format(value, "d MMM y" if year else "d MMM", language)


def moment(value: datetime, zone: ZoneInfo, language: Language) -> str:
    """``Selasa, 24 November 2026, 07.00 WIB``. ``value`` is aware, of any zone; it is shown in ``zone``."""
    local = value.astimezone(zone)
    return f"{day(local, language)}, {_clock(local, language)} {zone_name(local)}"


def span(starts: datetime, ends: datetime | None, zone: ZoneInfo, language: Language) -> str:
    """``Selasa, 24 November 2026, 09.00–12.00 WIB``; over days ``…, 09.00 – Rabu, 25 November 2026, 12.00 WIB``."""
    first, last = starts.astimezone(zone), ends.astimezone(zone) if ends else None
    if last is None:
        return moment(starts, zone, language)
    if last.date() == first.date():
        hours = f"{_clock(first, language)}–{_clock(last, language)}"
        return f"{day(first, language)}, {hours} {zone_name(first)}"
    return f"{day(first, language)}, {_clock(first, language)} – {moment(last, zone, language)}"


def short_moment(value: datetime, zone: ZoneInfo, language: Language) -> str:
    """``24 Nov 2026 07.00``. ``value`` is aware, of any zone; it is shown in ``zone``."""
    local = value.astimezone(zone)
    return f"{short_day(local, language)} {_clock(local, language)}"


@lru_cache(_MANY)
def number(value: int, language: Language) -> str:
    """``1.204`` or ``1,204``."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language)


def zone_name(value: datetime) -> str:
    """``WIB``, ``WITA`` or ``WIT`` in Indonesia, else the zone's abbreviation. ``value`` is aware.

    The time zone database knows the Indonesian names; where a zone has no letters (Singapore) it gives ``+08``.
    """
    name = value.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def _clock(value: datetime, language: Language) -> str:
    return value.strftime("%H.%M" if language == "id" else "%H:%M")


def _format(value: date, pattern: str, language: Language) -> str:
    # By its number: two moments may be equal and yet, in their zones, of different days.
    return _formatted(value.toordinal(), pattern, language)


@lru_cache(_MANY)
def _formatted(ordinal: int, pattern: str, language: Language) -> str:
    from babel.dates import format_date

    return format_date(date.fromordinal(ordinal), pattern, locale=language)
