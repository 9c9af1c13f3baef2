"""What somebody typed stays text, from the sheet into the mail and back into *Status* and *Masalah*."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.tabs import VACANCIES
from tests.steps.google_world import World, mail_text, misplaced, vacancy, world

NASTY = [
    '=IMPORTXML("http://127.0.0.1/","//a")',
    "=1+1",
    "+62 812 0000 1234",
    "@SUM(A1:A9)",
    "-2+3 cmd|' /C calc'!A0",
    "'tanda petik",
    "<b>tebal</b> &amp; <script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "1/2/2026",
    "TRUE",
    "007",
    "Teknisi 📦 — “listrik”",
    "#REF!",
]


def formulas(made: World, tab: str) -> list[str]:
    """Formulas in a tab, below the headings (where *Tahap*'s own stands)."""
    sheet = made.book.sheet(tab)
    assert sheet is not None
    return [
        cell["userEnteredValue"]["formulaValue"]
        for row in sheet.rows[1:]
        for cell in row.values()
        if "formulaValue" in cell.get("userEnteredValue", {})
    ]


def clear_formats(made: World) -> None:
    """Staff clear the formats of the flows' tabs: a cell formatted as text would keep any text as text by itself."""
    for tab in (STATUS, PROBLEMS):
        for row in made.book.sheet(tab.title).rows:
            for cell in row.values():
                cell.pop("userEnteredFormat", None)


@pytest.mark.parametrize("text", NASTY)
def test_it_keeps_a_title_text_everywhere(tmp_path: Path, text: str) -> None:
    with world(tmp_path, alumni=1) as made:
        clear_formats(made)
        made.type(VACANCIES, [vacancy(1, Posisi=text), vacancy(2)])
        made.tick()
        assert formulas(made, "Status") == formulas(made, "Masalah") == formulas(made, "Lowongan") == []
        assert [row["Posisi"] for row in made.rows(VACANCIES)] == [text, "Posisi 2"]
        assert made.rows(STATUS)[0]["Judul"].startswith(text) or text.startswith("<b>")
        version = made.book.version
        made.tick()
        assert made.book.version == version, "what was written reads the same"


def test_it_shows_a_formula_as_it_was_typed_in_mail_and_sheet(tmp_path: Path) -> None:
    with world(tmp_path, alumni=1) as made:
        made.type(VACANCIES, [vacancy(1, Posisi="=1+1", Deskripsi="=2+2\n- satu\n+ dua\n@tiga")])
        made.tick()
        (mail,) = made.mail.messages
        for text in ("=1+1", "=2+2", "- satu", "+ dua", "@tiga"):
            assert text in mail_text(mail.data)
        assert made.rows(STATUS)[0]["Judul"] == "=1+1 · PT Contoh 1"
        assert misplaced(made) == []


def test_it_tells_a_nasty_value_as_text_in_masalah(tmp_path: Path) -> None:
    with world(tmp_path, alumni=1) as made:
        clear_formats(made)
        wrong = '=HYPERLINK("http://127.0.0.1/";"klik")'
        made.type(VACANCIES, [vacancy(1, Sasaran=wrong, Batas_Lamaran="=NOW()")])
        made.tick()
        problems = {row["Kolom"]: row for row in made.rows(PROBLEMS)}
        assert problems["Batas Lamaran"]["Nilai"] == "=NOW()"
        assert problems["Sasaran"]["Nilai"].startswith("=HYPERLINK(")
        assert formulas(made, "Masalah") == []
        assert made.rows(VACANCIES)[0]["Tahap"].startswith("⚠ ")
        assert made.mail.messages == [] or all(m.recipient == "staf@example.ac.id" for m in made.mail.messages)


def test_it_announces_what_a_formula_shows_and_holds_what_is_an_error(tmp_path: Path) -> None:
    """A formula of staff's own is read by its value; an error is a problem, never guessed."""
    with world(tmp_path, alumni=1) as made:
        made.type(VACANCIES, [vacancy(1), vacancy(2)])
        for cell, formula, value in (("C2", '="Posisi "&1', "Posisi 1"), ("C3", "=X9", "#REF!")):
            made.book.sheet("Lowongan").change(int(cell[1:]) - 1, 2).pop("userEnteredFormat", None)
            made.staff.type("Lowongan", cell, formula)
            made.staff.compute(formula, value)
        made.tick()
        assert set(made.announced()) == {("alumnus1@example.com", "Posisi 1")}
        assert [row["Kolom"] for row in made.rows(PROBLEMS)] == ["Posisi"]
        assert len(formulas(made, "Lowongan")) == 2, "staff's formulas are left alone"
