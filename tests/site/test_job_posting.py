"""A vacancy as search engines read it: by extruct, which reads pages as they do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import extruct
import pytest
from lxml import html

from flows.site.pages import pages
from tests.site.made_up import HOSTILE, URL, content, posting, text

FILE = "lowongan/L26-0001/index.html"


def read(**changes: Any) -> dict[str, Any]:
    source = text(pages(content([posting(**changes)])), FILE)
    [found] = extruct.extract(source, base_url=URL, syntaxes=["json-ld"])["json-ld"]
    return found


def test_it_tells_all_that_search_engines_ask_for() -> None:
    assert read() == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": "Teknisi Perawatan 1",
        "description": "<p>- Merawat mesin<br>- Membuat laporan</p><p>D3 Teknik</p>",
        "qualifications": "D3 Teknik",
        "identifier": {"@type": "PropertyValue", "name": "UPT-PKPK Politeknik Negeri Batam", "value": "L26-0001"},
        "url": f"{URL}/lowongan/L26-0001/",
        "datePosted": "2026-11-20",
        "validThrough": "2026-12-04T23:59:59+07:00",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "PT Contoh 1"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Tanjung Uncang, Batam", "addressCountry": "ID"},
        },
        "totalJobOpenings": 3,
        "directApply": False,
    }


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("Penuh waktu", "FULL_TIME"), ("Paruh waktu", "PART_TIME"), ("Kontrak", "TEMPORARY"), ("Magang", "INTERN"),
        ("Lepas", "CONTRACTOR"),
    ],
)  # fmt: skip
def test_each_kind_of_work_has_its_word(kind: str, meant: str) -> None:
    assert read(kind=kind)["employmentType"] == meant


@pytest.mark.parametrize(
    ("location", "country"),
    [
        ("Batam", "ID"),
        ("Jurong, Singapura", "SG"),
        ("Johor Bahru (Malaysia)", "MY"),
        ("Japan", "JP"),
        ("Oman Batu", "ID"),
    ],
)
def test_a_country_behind_the_city_is_known(location: str, country: str) -> None:
    assert read(location=location)["jobLocation"]["address"]["addressCountry"] == country


@pytest.mark.parametrize("location", ["Daring", "Remote", "WFH", "Daring (WFH)"])
def test_work_from_anywhere_has_no_place(location: str) -> None:
    found = read(location=location)
    assert found["jobLocationType"] == "TELECOMMUTE"
    assert "jobLocation" not in found


def test_without_a_deadline_it_has_no_end() -> None:
    assert "validThrough" not in read(deadline=None)


def test_what_is_not_known_is_left_out() -> None:
    assert (
        not {"totalJobOpenings", "qualifications", "employmentType"}
        & read(openings=None, qualifications="", kind="Lain").keys()
    )


def test_one_that_is_closed_ended_on_that_day() -> None:
    assert read(closed=date(2026, 11, 20))["validThrough"] == "2026-11-20T23:59:59+07:00"
    assert read(closed=date(2026, 12, 24))["validThrough"] == "2026-12-04T23:59:59+07:00"


def test_no_text_breaks_out_of_the_script() -> None:
    names = ("company", "position", "kind", "location", "description", "qualifications", "apply")
    source = text(pages(content([posting(**dict.fromkeys(names, HOSTILE))])), FILE)
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", source, re.DOTALL)
    [data] = [one for one in scripts if one]
    assert not set("<>&'") & set(data)
    found = read(position=HOSTILE, company=HOSTILE)
    assert found["title"].startswith("</script><script>alert(1)</script>")
    tree = html.fromstring(source)
    assert [
        one.text for one in tree.iter("script") if (one.text or "").strip() and one.get("type") != "application/ld+json"
    ] == []


def test_open_graph_tells_what_a_share_shows() -> None:
    source = text(pages(content([posting()])), FILE)
    [found] = extruct.extract(source, base_url=URL, syntaxes=["opengraph"])["opengraph"]
    told = dict(found["properties"])
    assert told["og:title"] == "Teknisi Perawatan 1 · PT Contoh 1"
    assert told["og:description"] == "Penuh waktu · Tanjung Uncang, Batam · batas lamaran 4 Des 2026"
    assert told["og:url"] == f"{URL}/lowongan/L26-0001/"
    assert told["og:site_name"] == "UPT-PKPK Politeknik Negeri Batam"
    assert (told["og:type"], told["og:locale"]) == ("article", "id_ID")
