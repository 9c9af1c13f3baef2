"""Records on paper: head, tables over pages, signatures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.documents.record_pdf import Heading, Paragraph, Signatures, Signer, Table, record_pdf
from tests.documents.made_up import imprint
from tests.documents.poppler import flat, pages


def table(rows: int) -> Table:
    return Table(
        ["Nomor", "Uraian", "Banyak"],
        [[f"D-{n:04}", f"mulai{n} {'kata ' * 40} akhir{n}", str(n)] for n in range(rows)],
        [1, 4, 1],
        "llr",
    )


def test_it_has_the_units_header_on_every_page_and_counts_pages() -> None:
    found = pages(record_pdf(imprint(), [table(60)]))
    assert len(found) == 3
    for number, page in enumerate(found, start=1):
        for words in ("Rekapitulasi Hasil Perekrutan", imprint().number, "Revisi 0", "14 Juli 2026"):
            assert words in flat(page)
        assert f"Halaman {number} dari {len(found)}" in flat(page)
        assert f"Kepala jejak: {imprint().trail_head}" in flat(page)
        assert "Disetujui oleh Siti Rahma." in flat(page)


def test_it_repeats_a_tables_headings_and_cuts_no_row() -> None:
    found = pages(record_pdf(imprint(), [table(60)]))
    for page in found:
        assert "Uraian" in page
        assert page.count("mulai") == page.count("akhir") > 0
    assert sum(page.count("mulai") for page in found) == 60


def test_it_parts_a_row_that_no_page_holds_rather_than_losing_its_end() -> None:
    long = Table(["A", "B"], [["x", f"mulai {'kata ' * 3000} akhir"]], [1, 2])
    found = pages(record_pdf(imprint(), [long]))
    assert sum(page.count("kata") for page in found) == 3000
    assert "akhir" in found[-1]


@pytest.mark.parametrize("widths", [[20, 1], [8, 1]])
@pytest.mark.parametrize("words", ["kata " * 157, "kata " * 80, "kata\n" * 120], ids=["long", "middling", "lines"])
def test_it_loses_nothing_of_what_fills_a_narrow_column(words: str, widths: list[float]) -> None:
    rows = [["x", f"mulai {words}akhir"], ["y", "z"], ["y", "z"]]
    found = "".join(pages(record_pdf(imprint(), [Table(["A", "B"], rows, widths)])))
    assert found.count("kata") == words.count("kata")
    assert "akhir" in found


@pytest.mark.parametrize("more", [0, 1, 2, 3])
def test_it_leaves_no_last_row_alone_on_a_page(more: int) -> None:
    def rows(number: int) -> list[int]:
        """How many stand on each page."""
        short = Table(["Nama", "Banyak"], [[f"baris {n}", str(n)] for n in range(number)], [4, 1], "lr")
        return [page.count("baris ") for page in pages(record_pdf(imprint(), [short]))]

    full = rows(100)[0]
    assert rows(full + more) == ([full] if not more else [full + more - 3, 3])


def test_it_loses_nothing_of_last_rows_that_no_page_holds_together() -> None:
    tall = Table(["A", "B"], [["x", f"mulai {'kata ' * 150} akhir"] for _ in range(20)], [5, 1])
    found = pages(record_pdf(imprint(), [tall]))
    assert sum(page.count("kata") for page in found) == 20 * 150
    assert sum(page.count("akhir") for page in found) == 20


def test_it_keeps_signatures_together() -> None:
    signed = Signatures("Batam, 24 November 2026", [Signer("Yang menyetujui", "Siti Rahma"), Signer("Saksi")])
    for lines in range(40, 60):
        found = pages(record_pdf(imprint(), [Paragraph("\n".join("baris" for _ in range(lines))), signed]))
        assert [("Batam, 24" in page) == ("Siti Rahma\n" in page) for page in found]
        (page,) = [page for page in found if "Batam, 24" in page]
        assert "Yang menyetujui" in page
        assert "Saksi" in page


def test_it_says_that_a_draft_is_one_in_both_languages() -> None:
    indonesian, english = (
        flat(" ".join(pages(record_pdf(imprint(language, None), [Heading("1")])))) for language in ("id", "en")
    )
    assert "Draf: belum disetujui" in indonesian
    assert "DRAFT" in english
    assert "14 July 2026" in english
    assert "Page 1 of 1" in english
    assert "Disetujui oleh" not in indonesian


def test_it_takes_a_title_of_any_length() -> None:
    title = " ".join(f"kata{n}" for n in range(80))
    (page,) = pages(record_pdf(replace(imprint(), title=title), [Heading("Isi dokumen")]))
    assert "kata79" in page
    assert page.index("kata79") < page.index("Isi dokumen")


@pytest.mark.parametrize(
    "odd",
    [
        Table(["A", "B"], [["1"]]),
        Table(["A", "B"], [["1", "2"]], [1]),
        Table(["A", "B"], [["1", "2"]], align="l"),
    ],
)
def test_it_refuses_a_table_that_does_not_fit_its_headings(odd: Table) -> None:
    with pytest.raises(ValueError, match="2 columns"):
        record_pdf(imprint(), [odd])
