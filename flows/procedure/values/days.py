"""Days and moments as Indonesians type them, day first. What could be read in two ways is a fault, not a guess."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from flows.procedure.values.faults import Fault, fault
from flows.procedure.values.texts import text
from flows.workbook.interface import Cell

_MONTH_NAMES = (
    "januari january", "februari pebruari february", "maret march", "april", "mei may", "juni june", "juli july",
    "agustus agt ags agst august", "september", "oktober october", "november nopember", "desember december",
)  # fmt: skip
_WEEKDAYS = ("senin monday", "selasa tuesday", "rabu wednesday", "kamis thursday", "jumat friday", "sabtu saturday",
             "minggu ahad sunday")  # fmt: skip
_ZONES = {"wib": 7, "wita": 8, "wit": 9}
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's serial numbers count from here, without a zone)
_YEARS = range(2000, 2101)
"""Days outside are slips of the pen (2062 for 2026 is not caught, 206 is)."""

_UNTIL = re.compile(r"^(?:s\s*[./]?\s*d\.?|sampai(?: dengan)?|hingga|paling lambat|until|by)\s+(?=\w)", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:hari\s+)?([a-z]+)['’`]?([a-z]*)\.?\s*[,/]?\s+(?=\w)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DIGITS = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})(?:\s*\2\s*(\d{4}|\d{2}))?")
_DAY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]*([a-z]{3,9})\.?(?:[\s,./-]*(\d{4}|\d{2}))?", re.IGNORECASE)
_NAME_DAY = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:^|[\s,T]|(?<=\d)T)\s*(?:pukul|jam|pk\.?|at|@|-)?\s*(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2})(?:\.0+)?)?"
    r"(?:\s*(?P<zone>wib|wita|wit|Z|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)


def day(cell: Cell, today: date) -> date | Fault | None:
    """A day: a date cell, a serial number, or text such as ``5/12/2026``, ``Sabtu, 5 Des 2026``, ``2026-12-05``.

    Without a year it is understood only if a weekday is named that fits just one of last, this and next year: the
    "next 5 December" would move a year on as soon as it has passed. ``today`` is the day in the office's time zone.
    """
    found = _stamp(cell)
    if isinstance(found, datetime):
        return _within(found.date()) if found.time() == time.min else fault("day_with_time")
    typed = text(cell)
    if found is not None or not typed:
        return found
    clock = _clock(typed)
    if clock and not _is_day(typed, today):
        rest = typed[: clock.start()]
        # An ISO midnight is how exports write a day; any other hour would be lost.
        if clock["hour"] + clock["minute"] != "0000":
            return fault("day_with_time") if _is_day(rest, today) else fault("day_unreadable")
        typed = rest
    return _read(typed, today)


def moment(cell: Cell, zone: tzinfo, today: date) -> datetime | Fault | None:
    """A moment, aware, in ``zone``: ``24 Nov 2026 09.00``, ``24/11/2026, pukul 09:00 WIB``, or a date-time cell.

    ``WIB``, ``WITA``, ``WIT`` and an offset are heeded; without one the office's ``zone`` is meant.
    """
    found = _stamp(cell)
    if isinstance(found, datetime):
        if found.time() == time.min:
            return fault("moment_without_time")
        inside = _within(found.date())
        return inside if isinstance(inside, Fault) else found.replace(tzinfo=found.tzinfo or zone).astimezone(zone)
    typed = text(cell)
    return _typed_moment(typed, zone, today) if found is None and typed else found


def _typed_moment(typed: str, zone: tzinfo, today: date) -> datetime | Fault:
    clock = _clock(typed)
    if not clock:
        return fault("moment_without_time" if _is_day(typed, today) else "moment_unreadable")
    on = _read(typed[: clock.start()].rstrip(" ,"), today)
    if isinstance(on, Fault):
        return fault("moment_unreadable") if on.code == "day_unreadable" else on
    try:
        at = time(int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0))
        return datetime.combine(on, at, _zone(clock["zone"], zone)).astimezone(zone)
    except (ValueError, OverflowError):
        return fault("moment_unreadable")


def _stamp(cell: Cell) -> datetime | Fault | None:
    """A date, date-time or serial number as a date-time; ``None`` for text and empty cells."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time.min)
    if isinstance(cell, bool | time | timedelta):
        return fault("day_unreadable")
    if isinstance(cell, int | float):
        first, last = (datetime(edge, 1, 1) - _EPOCH for edge in (_YEARS.start, _YEARS.stop))  # noqa: DTZ001
        if not math.isfinite(cell) or not first.days <= cell < last.days:
            return fault("day_unreadable")
        return _EPOCH + timedelta(seconds=round(cell * 86400))
    return None


def _clock(typed: str) -> re.Match[str] | None:
    return _CLOCK.search(typed) if len(typed) < 80 else None


def _is_day(typed: str, today: date) -> bool:
    return isinstance(_read(typed, today), date)


def _read(typed: str, today: date) -> date | Fault:
    plain = _UNTIL.sub("", typed.strip()) if len(typed) < 80 else ""
    weekday = None
    named = _WEEKDAY.match(plain)
    if named and (weekday := _weekday(named[1] + named[2])) is not None:
        plain = plain[named.end() :]
    parts = _parts(plain)
    if isinstance(parts, Fault):
        return parts
    year, month, number = parts
    if year is None:
        return _without_year(month, number, weekday, today)
    return _date(year, month, number, weekday)


def _parts(plain: str) -> tuple[int | None, int, int] | Fault:
    """Year, month and day of the month as typed, unchecked."""
    if found := _ISO.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DIGITS.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        if second > 12 >= first:
            return fault("day_month_first", better=f"{second}/{first}/{year or ''}".rstrip("/"))
        return year, second, first
    for pattern, month_at, day_at in ((_DAY_NAME, 2, 1), (_NAME_DAY, 1, 2)):
        found = pattern.fullmatch(plain)
        if found and (month := _month(found[month_at])):
            return _year(found[3]), month, int(found[day_at])
    return fault("day_unreadable")


def _without_year(month: int, number: int, weekday: int | None, today: date) -> date | Fault:
    days = [_date(today.year + shift, month, number, weekday) for shift in (-1, 0, 1)]
    sound = [found for found in days if isinstance(found, date)]
    if weekday is not None and len(sound) == 1:
        return sound[0]
    for shift in range(8):  # 29 February comes after eight years at the latest
        found = _date(today.year + shift, month, number, None)
        if isinstance(found, date) and found >= today:
            return fault("day_without_year", better=f"{found.day}/{found.month}/{found.year}")
    return fault("day_impossible")


def _date(year: int, month: int, number: int, weekday: int | None) -> date | Fault:
    try:
        found = date(year, month, number)
    except ValueError:
        return fault("day_impossible")
    if weekday is not None and found.weekday() != weekday:
        return fault("day_of_week", day=found.isoformat())
    return _within(found)


def _within(found: date) -> date | Fault:
    return found if found.year in _YEARS else fault("day_far_away", year=str(found.year))


def _year(typed: str | None) -> int | None:
    if not typed:
        return None
    return int(typed) + 2000 if len(typed) == 2 else int(typed)


def _month(typed: str) -> int | None:
    return _named(typed, _MONTH_NAMES, 1)


def _weekday(typed: str) -> int | None:
    return _named(typed, _WEEKDAYS, 0)


def _named(typed: str, names: tuple[str, ...], first: int) -> int | None:
    """The place of the name that ``typed`` is, or is the beginning of (three letters or more)."""
    key = typed.lower()
    if len(key) < 3:
        return None
    for place, spellings in enumerate(names, first):
        if any(spelling.startswith(key) for spelling in spellings.split()):
            return place
    return None


def _zone(typed: str | None, office: tzinfo) -> tzinfo:
    if not typed:
        return office
    key = typed.lower()
    if key in _ZONES:
        return timezone(timedelta(hours=_ZONES[key]))
    if key == "z":
        return timezone.utc  # noqa: UP017 (the same object)
    sign = -1 if key[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(key[1:3]), minutes=int(key[-2:])))
