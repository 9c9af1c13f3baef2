"""When the office writes to partners: within office hours, on working days of the Indonesian calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The office's hours: from ``first`` to just before ``last`` (full hours in ``zone``), on working days."""

    zone: ZoneInfo
    first: int = 8
    last: int = 16
    extra_holidays: frozenset[date] = frozenset()
    """Days of the office's own, such as a dies natalis, or what the government declares late."""

    def covers(self, moment: datetime) -> bool:
        """Whether ``moment`` (aware, of any zone) is in office hours of a working day."""
        local = moment.astimezone(self.zone)
        return self.first <= local.hour < self.last and self.is_workday(local.date())

    def is_workday(self, day: date) -> bool:
        """Not a Saturday, Sunday, public holiday, cuti bersama, or a day of ``extra_holidays``."""
        return day.weekday() < SATURDAY and day not in self.extra_holidays and day not in _holidays(day.year)

    def on_or_after(self, day: date) -> date:
        """``day`` itself, or the next working day."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day


@cache
def _holidays(year: int) -> frozenset[date]:
    """Public holidays and cuti bersama (the library's category ``government``).

    The government declares both year by year, some months before: until an update of the library brings them, it
    reckons the Islamic and Buddhist ones, and knows no cuti bersama. ``feedback.extra_holidays`` makes up for it.
    """
    from holidays import country_holidays

    return frozenset(country_holidays("ID", years=year, categories=("public", "government")))
