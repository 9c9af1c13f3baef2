"""A year's measures in words: every value with what it is made of, and unknown is never zero."""

from __future__ import annotations

from typing import Any

import pytest

from flows.procedure.kpi import Announced, PageCheck, measure
from flows.procedure.kpi_lines import Line, days, lines
from tests.procedure.test_kpi import LONG_AGO, NOW, WIB, at, event, known, outcome

PAGE = "https://karir.example.ac.id/"


def told(year: int = 2026, **changes: Any) -> dict[str, Line]:
    """The year's lines by their keys."""
    all_known = known(**changes)
    found = lines(
        measure(all_known, year, NOW, WIB),
        since=all_known.since, current=year == 2026, public_url=all_known.public_url, zone=WIB,
    )  # fmt: skip
    return {line.key: line for line in found}


def test_a_full_year() -> None:
    found = told(
        events=[
            event(company="PT Maju"), event("2026-09-01 13:00", id="K26-0002", title="Seminar Karier", attended=None),
            event("2026-02-01 13:00", id="K26-0003", kind="Rapat", title="Rapat", attended=6),
            event("2026-12-05 09:00", id="K26-0004", title="Job Fair Akhir Tahun"),
        ],
        announced=[Announced("L26-0001", at("2026-03-02 07:00"), at("2026-02-27 19:00"))],
        outcomes=[
            outcome(answered=at("2026-05-04 20:00"), applied=1_200, accepted=93), outcome(vacancy="L26-0002"),
        ],
        reached={2026: 1_834},
        checks=[
            PageCheck(at("2026-03-03 00:10"), PAGE, "500"), PageCheck(at("2026-11-23 00:10"), PAGE, "login"),
            PageCheck(at("2026-11-24 00:10"), PAGE, "200"),
        ],
        public_url="https://karir.example.ac.id",
    )  # fmt: skip
    assert {key: (line.shown, line.evidence, line.sources) for key, line in found.items()} == {
        "connecting": (
            2,
            "Job Fair bersama PT Maju, 12 Mar 2026, 214 hadir; Seminar Karier, 1 Sep 2026, kehadiran belum dicatat. "
            "Direncanakan: Job Fair Akhir Tahun, 5 Des 2026",
            ("K26-0001", "K26-0002"),
        ),
        "published": (
            "33,3%",
            "1 dari 3 pemeriksaan; terakhir 24 Nov 2026 00.10. Yang gagal (2), terbaru: "
            f"{PAGE} mengalihkan ke halaman masuk, 23 Nov 2026 00.10; "
            f"{PAGE} menjawab dengan HTTP 500, 3 Mar 2026 00.10",
            (PAGE,),
        ),
        "answer_rate": ("50%", "1 dari 2 lowongan yang ditanyakan", ("L26-0001", "L26-0002")),
        "acceptance_rate": (
            "7,8%",
            "93 dari 1.200 pelamar, pada 1 dari 2 lowongan yang ditanyakan",
            ("L26-0001", "L26-0002"),
        ),
        "days_to_announcement": ("2,5 hari", "Dari 1 di antara 1 lowongan yang diumumkan", ("L26-0001",)),
        "days_to_answer": ("12 jam", "Dari 1 di antara 1 lowongan yang dijawab", ("L26-0001", "L26-0002")),
        "alumni_reached": (1834, "Dihitung per alamat; satu milis dihitung satu", ()),
        "vacancies_announced": (1, "", ("L26-0001",)),
        "events_held": (
            3,
            "220 hadir; kehadiran dicatat pada 2 dari 3 kegiatan",
            ("K26-0001", "K26-0002", "K26-0003"),
        ),
    }


def test_the_two_of_the_procedure_come_first_by_their_codes() -> None:
    assert [line.indicator for line in told().values()][:2] == ["B.1.17.3", "B.1.17.4"]


def test_a_year_without_anything_says_why() -> None:
    found = told()
    assert {key: line.value for key, line in found.items()} == {
        "connecting": 0, "published": None, "answer_rate": None, "acceptance_rate": None, "days_to_announcement": None,
        "days_to_answer": None, "alumni_reached": 0, "vacancies_announced": 0, "events_held": 0,
    }  # fmt: skip
    assert found["connecting"].evidence == "Belum ada, dan belum ada yang direncanakan"
    assert "web.public_url" in found["published"].evidence
    for key in ("answer_rate", "acceptance_rate", "days_to_announcement", "days_to_answer"):
        assert found[key].evidence.startswith("Belum diketahui")


def test_a_ledger_that_began_in_the_year_does_not_say_that_there_was_nothing() -> None:
    found = told(since=at("2026-02-10 10:00"), events=[event()])
    for key in ("alumni_reached", "vacancies_announced"):
        assert found[key].value is None
        assert found[key].evidence.endswith("Dicatat sejak 10 Feb 2026")
    assert found["connecting"].shown == 1, "what there was counts"


def test_a_year_that_is_over_was_never_checked_rather_than_not_yet() -> None:
    found = told(2025, public_url="https://karir.example.ac.id")
    assert found["published"].evidence == "Tidak pernah diperiksa"
    assert found["connecting"].evidence == "Tidak ada yang tercatat"
    assert told(public_url="https://karir.example.ac.id")["published"].evidence.startswith("Belum diperiksa")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "kurang dari 1 jam"), (0.03, "kurang dari 1 jam"), (1 / 24, "1 jam"), (0.31, "7,4 jam"), (1, "1 hari"),
     (2.54, "2,5 hari"), (1_000, "1.000 hari")],
)  # fmt: skip
def test_a_duration_is_told_in_what_one_would_say(value: float, shown: str) -> None:
    assert days(value) == shown


def test_of_many_vacancies_the_cell_names_the_first() -> None:
    many = [Announced(f"L26-{number:04}", at("2026-03-02 07:00"), None) for number in range(1, 1_225)]
    line = told(since=LONG_AGO, announced=many)["vacancies_announced"]
    assert line.sources_shown.endswith("L26-0020, dan 1.204 lagi")
    assert len(line.as_dict()["sources"]) == 1_224
