"""Whom a vacancy is for."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.procedure.audience import mailing_lists, meant_for
from flows.procedure.models import AlumniList, Audience

ALUMNI = pd.DataFrame(
    [
        ("ani", "IF", 2020, True),
        ("budi", "IF", 2024, True),
        ("citra", "AN", 2024, True),
        ("dewi", "MS", 2024, False),
    ],
    columns=["key", "programme", "year", "active"],
)
LISTS = {
    "Baru": AlumniList("Baru", (), 2023, None, ""),
    "Informatika lama": AlumniList("Informatika lama", ("IF",), None, 2022, ""),
    "Milis Animasi": AlumniList("Milis Animasi", ("AN",), None, None, "animasi@lists.example.ac.id"),
}


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(everybody=True), ["ani", "budi", "citra"]),
        (Audience(programmes=("IF",)), ["ani", "budi"]),
        (Audience(programmes=("MS",)), []),  # has left the list
        (Audience(lists=("Baru",)), ["budi", "citra"]),
        (Audience(programmes=("AN",), lists=("Informatika lama",)), ["ani", "citra"]),
        (Audience(lists=("Milis Animasi",)), []),
        (Audience(everybody=True, lists=("Milis Animasi",)), ["ani", "budi"]),
        (Audience(lists=("gone from the sheet",)), []),
    ],
)
def test_programmes_and_lists_add_up_and_a_mailing_list_serves_its_own(audience: Audience, expected: list[str]) -> None:
    assert list(ALUMNI["key"][meant_for(audience, ALUMNI, LISTS)]) == expected


def test_a_mailing_list_is_sent_to_by_its_address() -> None:
    assert mailing_lists(Audience(lists=("Baru", "Milis Animasi")), LISTS) == ("animasi@lists.example.ac.id",)
