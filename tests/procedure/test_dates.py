from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.procedure.dates import day, moment, number, short_day, short_moment

TUESDAY = date(2026, 11, 24)
MIDNIGHT_UTC = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


def test_it_writes_a_day_in_either_language():
    assert day(TUESDAY, "id") == "Selasa, 24 November 2026"
    assert day(TUESDAY, "en") == "Tuesday, 24 November 2026"


def test_it_shortens_a_day_and_leaves_out_the_year_when_asked():
    assert short_day(date(2026, 12, 4), "id") == "4 Des 2026"
    assert short_day(date(2026, 12, 4), "id", year=False) == "4 Des"
    assert short_day(date(2026, 8, 4), "en") == "4 Aug 2026"


def test_it_shows_a_moment_in_the_offices_zone():
    assert moment(MIDNIGHT_UTC, JAKARTA, "id") == "Selasa, 24 November 2026, 07.00 WIB"
    assert moment(MIDNIGHT_UTC, JAKARTA, "en") == "Tuesday, 24 November 2026, 07:00 WIB"
    assert short_moment(MIDNIGHT_UTC, JAKARTA, "id") == "24 Nov 2026 07.00"


def test_it_lets_the_day_change_with_the_zone():
    late = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    assert moment(late, JAKARTA, "id").startswith("Rabu, 25 November 2026, 03.30")


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Jakarta", "WIB"),
        ("Asia/Pontianak", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"),
        ("Asia/Singapore", "UTC+08"),
        ("Europe/Berlin", "CET"),
        ("UTC", "UTC"),
    ],
)
def test_it_names_the_zone(zone, name):
    assert moment(MIDNIGHT_UTC, ZoneInfo(zone), "id").split()[-1] == name


def test_it_groups_thousands():
    assert number(1204, "id") == "1.204"
    assert number(1204, "en") == "1,204"
    assert number(7, "id") == "7"
