"""What partners answered, in *Respon*: every version, as text, with the columns that the form has now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.forms.definition import FormDefinition
from flows.office import Office
from flows.procedure.cases import Answer, Case, Source
from flows.share import share
from tests.steps.google_world import World, world
from tests.steps.local_office import LocalOffice

SHIPPED = share() / "config" / "feedback.toml"
SALARY = """
[[groups]]
title = { id = "Lainnya" }

[[groups.questions]]
key = "salary"
kind = "text"
heading = "Gaji"
label = { id = "Berapa gaji awal?" }
"""

NASTY = [
    '=IMPORTXML("http://127.0.0.1/","//a")', "+62 812 0000 1234", "@SUM(A1:A9)", "-2+3 cmd|' /C calc'!A0", "'petik",
    "<b>tebal</b> &amp; <script>alert(1)</script>", "{{ 7 * 7 }}", "1/2/2026", "TRUE", "007", "#REF!", "_x0041_",
    "Puas 📦 — “sekali”\n- satu\n= dua",
]  # fmt: skip


def answer(office: Office, answers: dict[str, Answer], source: Source = Source.FORM, company: str = "PT Maju") -> None:
    """A partner answers now; what it is not asked about is unknown."""
    responses, now = office.ledger.responses, office.clock()
    [partner] = responses.partners([company]).values()
    responses.put_cases([Case("L26-0001", partner, company, "Juru Las", now)])
    responses.answer(partner, "L26-0001", {"applied": 12, "accepted": 3, **answers}, now, source)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    return {heading: value for heading, value in row.items() if value not in (None, "")}


def test_it_shows_every_version_in_the_order_in_which_they_were_given(office: Callable[..., LocalOffice]) -> None:
    made = office()
    with made.open() as opened:
        answer(
            opened,
            {
                "applied_by_programme": {"IF": 8, "TRPL": 4},
                "accepted_by_programme": {"IF": 3},
                "ethics": 5,
                "recruit_again": "yes",
                "suggestions": "Bagus.\nTerima kasih.",
            },
        )
        made.clock.forward(minutes=1)
        answer(opened, {"accepted": 0}, Source.PHONE)
    made.tick()
    first, second = made.sheet.rows("Respon")
    assert shown(first) == {
        "Waktu": "24 Nov 2026 09.00",
        "ID Lowongan": "L26-0001",
        "Perusahaan": "PT Maju",
        "Pelamar": 12,
        "Diterima": 3,
        "Rincian Prodi": "Pelamar: IF 8, TRPL 4\nDiterima: IF 3",
        "Etika": 5,
        "Merekrut Lagi": "Ya",
        "Masukan": "Bagus.\nTerima kasih.",
        "Sumber": "Formulir",
        "Versi": 1,
    }
    assert (second["Diterima"], second["Sumber"], second["Versi"]) == (0, "Telepon", 2)


def test_it_is_written_once(office: Callable[..., LocalOffice]) -> None:
    made = office()
    before = made.sheet.path.stat().st_mtime_ns
    made.tick()
    assert made.sheet.path.stat().st_mtime_ns == before, "headings alone are worth no write"
    with made.open() as opened:
        answer(opened, {"suggestions": "007", "respondent": "1/2/2026"})
    made.tick()
    written = made.sheet.path.stat().st_mtime_ns
    made.tick()
    assert made.sheet.path.stat().st_mtime_ns == written > before


def test_a_question_of_staff_s_own_becomes_a_column_and_old_answers_stay(office: Callable[..., LocalOffice]) -> None:
    made = office()
    with made.open() as opened:
        answer(opened, {"ethics": 4, "respondent": "Sari"})
    made.tick()
    own = SHIPPED.read_text("utf-8").replace("# --- Answers that cannot be", SALARY + "# ---", 1)
    (made.folder / "feedback.toml").write_text(own, "utf-8")
    made.clock.forward(minutes=10)
    with made.open() as opened:
        answer(opened, {"salary": "Rp 5 juta"})
    made.tick()
    old, new = made.sheet.rows("Respon")
    assert (old["Etika"], old["Pengisi"], old["Gaji"], old["Versi"]) == (4, "Sari", None, 1)
    assert (new["Gaji"], new["Sumber"], new["Versi"]) == ("Rp 5 juta", "Formulir", 2)


def test_what_was_answered_to_a_question_that_is_gone_stays_under_its_key(office: Callable[..., LocalOffice]) -> None:
    made = office()
    with made.open() as opened:
        answer(opened, {"parking": "Cukup", "shifts": {"IF": 2}})
    made.tick()
    [row] = made.sheet.rows("Respon")
    assert (row["parking"], row["shifts"]) == ("Cukup", "IF 2")


@pytest.mark.parametrize("provider", ["xlsx", "google"])
def test_what_a_partner_typed_stays_text(office: Callable[..., LocalOffice], tmp_path: Path, provider: str) -> None:
    form = FormDefinition.load(SHIPPED)

    def answer_all(opened: Office) -> None:
        for text in NASTY:
            checked = form.check({"q_applied": "1", "q_accepted": "0", "q_suggestions": text}, [], "id")
            answer(opened, dict(checked.answers), company=NASTY[0])

    if provider == "google":
        with world(tmp_path, alumni=1) as made, made.office() as opened:
            _shows_text(made, lambda: answer_all(opened))
        return
    local = office()
    with local.open() as opened:
        answer_all(opened)
    local.tick()
    rows = local.sheet.rows("Respon")
    assert [row["Masukan"] for row in rows] == NASTY
    assert {row["Perusahaan"] for row in rows} == {NASTY[0]}
    with local.sheet.open() as book:
        assert {cell.data_type for line in book["Respon"].iter_rows(2) for cell in line if cell.value} <= {"s", "n"}


def _shows_text(made: World, answer_all: Callable[[], None]) -> None:
    answer_all()
    made.tick()
    grid = made.staff.rows("Respon")
    place = grid[0].index("Masukan")
    assert [row[place] for row in grid[1:]] == NASTY
    assert {row[2] for row in grid[1:]} == {NASTY[0]}
    sheet = made.book.sheet("Respon")
    assert sheet is not None
    assert not [
        cell for row in sheet.rows for cell in row.values() if "formulaValue" in cell.get("userEnteredValue", {})
    ]
    version = made.book.version
    made.tick()
    assert made.book.version == version, "what was written reads the same"
