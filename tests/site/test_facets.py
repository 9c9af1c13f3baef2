"""Vacancies are found by study programme, kind, place and words."""

from __future__ import annotations

import pytest

from flows.site.book import Book
from flows.site.facets import Search, facets, matching, places_of, slug
from tests.site.made_up import CATALOGUE, HOSTILE, content, posting

POSTINGS = [
    posting(1, position="Analis Data", location="Batam", kind="Penuh waktu", programmes=("IF",)),
    posting(2, position="Juru Las", location="Tanjung Uncang, Kota Batam", kind="Kontrak", programmes=("MS", "IF")),
    posting(3, position="Staf Gudang", location="Singapura", kind="Magang", everybody=True, programmes=()),
]


def found(**chosen: str) -> list[str]:
    made = content(POSTINGS)
    book = Book(made, "id", {})
    said = {one.id: book.lists.item(one).said for one in made.postings}
    return [one.vacancy.position for one in matching(Search.of(chosen), made.postings, book.lists.facets, said)]


@pytest.mark.parametrize(
    ("chosen", "meant"),
    [
        ({}, ["Analis Data", "Juru Las", "Staf Gudang"]),
        ({"prodi": "if"}, ["Analis Data", "Juru Las", "Staf Gudang"]),
        ({"prodi": "ms"}, ["Juru Las", "Staf Gudang"]),
        ({"prodi": "tidak-ada"}, []),
        ({"jenis": "kontrak"}, ["Juru Las"]),
        ({"tempat": "batam"}, ["Analis Data", "Juru Las"]),
        ({"tempat": "batam", "jenis": "penuh-waktu", "prodi": "if"}, ["Analis Data"]),
        ({"q": "DATA analis"}, ["Analis Data"]),
        ({"q": "contoh gudang"}, ["Staf Gudang"]),
        ({"q": "las singapura"}, []),
        ({"q": "mesin"}, ["Juru Las"]),
        ({"q": "%00 <>"}, []),
        ({"q": "()[*"}, ["Analis Data", "Juru Las", "Staf Gudang"]),
    ],
)
def test_a_search_finds_what_is_meant(chosen: dict[str, str], meant: list[str]) -> None:
    assert found(**chosen) == meant


@pytest.mark.parametrize(
    ("location", "places"),
    [
        ("Batam", ["batam"]),
        ("Kota Batam", ["batam"]),
        ("Kab. Karimun", ["karimun"]),
        ("Batam & Bintan", ["batam-bintan"]),
        ("Batam Centre (hybrid)", ["batam-centre", "hybrid"]),
        ("Batam dan Bintan / Karimun", ["batam", "bintan", "karimun"]),
        ("...", []),
        ("", []),
        ("x" * 49, []),
    ],
)
def test_a_location_is_its_places(location: str, places: list[str]) -> None:
    assert [key for key, _ in places_of(posting(location=location))] == places


def test_a_place_is_named_as_it_is_written_most_often() -> None:
    some = [posting(1, location="BATAM"), posting(2, location="Batam"), posting(3, location="Batam")]
    assert [one.name for one in facets(some, CATALOGUE, "id").all["tempat"]] == ["Batam"]


def test_only_what_leads_somewhere_is_offered() -> None:
    offered = facets(POSTINGS[:2], CATALOGUE, "en").all
    assert [one.slug for one in offered["prodi"]] == ["if", "ms"]
    assert [one.name for one in offered["jenis"]] == ["Contract", "Full time"]
    assert {one.group for one in offered["prodi"]} == {
        "Department of Informatics",
        "Department of Mechanical Engineering",
    }


def test_a_slug_is_a_file_s_name_whatever_is_typed() -> None:
    for text in (HOSTILE, "../../etc/passwd", "ﷺ" * 100, "日本" * 200, "a/b\\c:d", "\x00"):
        assert not set(slug(text)) & set("/\\.:\0 <>\"'")
        assert len(slug(text).encode()) <= 200
