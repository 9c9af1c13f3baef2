"""When the office writes to partners."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.workdays import WorkingTime

JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = WorkingTime(JAKARTA)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 24), True),  # an ordinary Tuesday
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 8, 17), False),  # Independence Day, a Monday
        (date(2026, 3, 20), False),  # cuti bersama of Idul Fitri, a Friday
        (date(2026, 12, 24), False),  # cuti bersama of Christmas, a Thursday
        (date(2026, 12, 28), True),  # the Monday after
    ],
)
def test_it_knows_weekends_public_holidays_and_cuti_bersama(day: date, working: bool) -> None:
    assert OFFICE.is_workday(day) is working


def test_the_office_adds_holidays_of_its_own() -> None:
    day = date(2026, 11, 24)
    assert not WorkingTime(JAKARTA, extra_holidays=frozenset({day})).is_workday(day)


@pytest.mark.parametrize(
    ("hour", "minute", "open_"), [(7, 59, False), (8, 0, True), (15, 59, True), (16, 0, False), (0, 0, False)]
)
def test_it_keeps_office_hours(hour: int, minute: int, open_: bool) -> None:
    assert OFFICE.covers(datetime(2026, 11, 24, hour, minute, tzinfo=JAKARTA)) is open_


def test_hours_and_days_are_the_office_s_wherever_the_machine_is() -> None:
    assert OFFICE.covers(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))  # 09.00 WIB
    assert not OFFICE.covers(datetime(2026, 11, 27, 20, 0, tzinfo=UTC))  # Saturday 03.00 WIB


def test_the_next_working_day_after_idul_fitri_is_a_week_away() -> None:
    assert OFFICE.on_or_after(date(2026, 3, 18)) == date(2026, 3, 25)
    assert OFFICE.on_or_after(date(2026, 3, 25)) == date(2026, 3, 25)


def test_it_goes_on_in_years_that_nobody_has_declared_yet() -> None:
    day = date(2040, 1, 1)
    working = sum(OFFICE.is_workday(day + timedelta(days=n)) for n in range(366))
    assert 240 <= working <= 252
