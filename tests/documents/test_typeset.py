"""Templates of ours, anybody's data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.documents import typeset as module
from flows.documents.head import head
from flows.documents.record_pdf import Heading, Paragraph, Table, record_pdf
from flows.documents.typeset import DocumentError, typeset
from tests.documents.made_up import imprint
from tests.documents.poppler import flat, pages

MARKUP = (
    "# satu", "#panic(1)", "$x^2$", "*tebal*", "_miring_", "<label>", "@rujukan", "`kode`", "= judul", "- butir",
    "\\ baris", "// komentar", "https://example.com/#a", "[isi] {kode}", '"); #sys.inputs', "~", "a--b", "'tunggal'",
)  # fmt: skip


def text(*typed: str) -> str:
    return " ".join(pages(record_pdf(imprint(), [Paragraph(one) for one in typed])))


@pytest.mark.parametrize("typed", MARKUP)
def test_it_takes_what_a_person_typed_as_text(typed: str) -> None:
    assert typed in flat(text(f"awal {typed} akhir"))


def test_it_takes_text_as_text_in_titles_tables_and_headings_too() -> None:
    typed = "#panic() $x$ <a> @b"
    found = pages(record_pdf(imprint(), [Heading(typed), Table([typed], [[typed]])]))
    assert flat(" ".join(found)).count(typed) == 3


def test_it_keeps_line_ends_and_drops_what_controls_a_terminal_or_turns_text_around() -> None:
    found = text("atas\r\nbawah\x00\x07\x1b[31m \u202eterbalik\ud800.")
    assert [line.strip() for line in found.splitlines() if "atas" in line or "bawah" in line] == [
        "atas",
        "bawah[31m terbalik.",
    ]


def test_it_breaks_a_word_that_no_line_holds_and_leaves_it_whole_for_a_search() -> None:
    word = "keberlanjutan" * 30
    lines = [line.strip() for line in text(f"awal {word} akhir").splitlines() if "lanjut" in line]
    assert len(lines) > 3
    assert max(map(len, lines)) < 130
    assert word in "".join(lines)


@pytest.mark.parametrize("typed", ["Terima kasih 🙏", "مرحبا بكم", "公司招聘", "Ünïcödé ≥ →"])
def test_it_takes_any_script(typed: str) -> None:
    assert record_pdf(imprint(), [Paragraph(typed)]).startswith(b"%PDF-1.7")


def test_it_makes_a_pdf_to_be_kept() -> None:
    pdf = record_pdf(imprint(), [Paragraph("Halo.")])
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in pdf


def test_it_gives_the_same_bytes_for_the_same_input_and_others_for_another_date() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    made = [_document(at), _document(at), _document(at + timedelta(days=1))]
    assert made[0] == made[1] != made[2]


def _document(at: datetime) -> bytes:
    return typeset("record", {"head": head(imprint()), "parts": []}, at=at)


def test_it_names_a_broken_template_and_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates" / "recap").mkdir(parents=True)
    (tmp_path / "templates" / "recap" / "odd.typ").write_text("#nosuch")
    monkeypatch.setattr(module, "share", lambda: tmp_path)
    with pytest.raises(DocumentError) as caught:
        typeset("odd", {}, at=datetime(2026, 11, 24, tzinfo=UTC))
    assert "odd.typ" in str(caught.value)
    assert "unknown variable: nosuch" in str(caught.value)
    assert str(tmp_path) in caught.value.where
    assert caught.value.cure
