"""Who joined belongs to the audience as if staff had typed a row; where the sheet knows somebody, the sheet wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd

from flows.procedure.audience import meant_for
from flows.procedure.joining import NOT_IN_SHEET, SignUp, clashes, join
from flows.procedure.models import AlumniList, Audience

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SARI = SignUp(
    "sari@example.com", "Sari@example.com", "Sari", "111", "IF", 2024, "en", "2026-11/id", NOW, NOW, "Ya", NOW
)
SHEET = pd.DataFrame(
    {
        "row": [2, 5], "nim": ["222", "333"], "name": ["Ani", "Budi"], "email": ["ani@example.com", "budi@example.com"],
        "key": ["ani@example.com", "budi@example.com"], "programme": ["IF", "AK"], "year": [2024, 2020],
        "active": [True, False], "language": ["", "id"],
    }
).astype(dict.fromkeys(("nim", "name", "email", "key", "programme", "language"), "str"))  # fmt: skip


def test_they_get_what_is_for_their_programme_year_or_list() -> None:
    joined = join(SHEET, [SARI])
    lists = {"Muda": AlumniList("Muda", ("IF",), 2023, None, "")}
    for audience in (Audience(everybody=True), Audience(programmes=("IF",)), Audience(lists=("Muda",))):
        assert list(joined["key"][meant_for(audience, joined, lists)]) == ["ani@example.com", SARI.key]
    assert list(joined["key"][meant_for(Audience(programmes=("AK",)), joined, lists)]) == []


def test_the_columns_are_of_the_same_types_as_before() -> None:
    joined = join(SHEET, [SARI])
    assert dict(joined.dtypes) == dict(SHEET.dtypes)
    assert dict(join(SHEET[:0], [SARI]).dtypes) == dict(SHEET.dtypes)
    assert joined.iloc[-1].to_dict() == {
        "row": NOT_IN_SHEET, "nim": "111", "name": "Sari", "email": "Sari@example.com", "key": SARI.key,
        "programme": "IF", "year": 2024, "active": True, "language": "en",
    }  # fmt: skip


def test_who_has_a_row_under_that_address_or_nim_does_not_join_beside_it() -> None:
    left_in_the_sheet = replace(SARI, key="budi@example.com")
    another_s_nim = replace(SARI, nim="222")
    for one in (left_in_the_sheet, another_s_nim):
        assert join(SHEET, [one]) is SHEET
    found = clashes(join(SHEET, [SARI]), [SARI, left_in_the_sheet, another_s_nim])
    assert (found.by_key, found.by_nim) == ({"budi@example.com": 5}, {"222": 2})


def test_of_one_nim_who_was_accepted_first_joins() -> None:
    later = replace(SARI, key="other@example.com", decided_at=NOW + timedelta(days=1))
    assert list(join(SHEET, [later, SARI])["key"])[2:] == [SARI.key]


def test_nobody_joins_before_staff_accepted_and_let_it_stand() -> None:
    settle = timedelta(minutes=10)
    assert SARI.joins(NOW + settle, settle)
    assert not SARI.joins(NOW + settle - timedelta(seconds=1), settle)
    assert not replace(SARI, decision="Tidak").joins(NOW + settle, settle)
    assert not replace(SARI, decision="", decided_at=None).joins(NOW + settle, settle)
