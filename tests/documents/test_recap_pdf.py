"""The recap on paper says what the recap says."""

from __future__ import annotations

from typing import get_args

import pytest

from flows.documents import words
from flows.documents.recap_pdf import recap_pdf
from flows.procedure.dates import number
from flows.procedure.models import Language
from flows.procedure.recap.records import Dimension
from flows.procedure.recap.wording import percent, told
from tests.documents.made_up import imprint, made_up
from tests.documents.poppler import flat, pages

TYPED = " mulai #panic() $x$ *b* _c_ <label> @ref =IMPORTXML(1) " + "tanpaspasi" * 20 + "\r\nbaris dua\x07 akhir"


def text(pdf: bytes) -> str:
    return flat(" ".join(pages(pdf)))


class TestWhatItSays:
    @pytest.mark.parametrize("language", get_args(Language))
    @pytest.mark.parametrize("scope", ["Semua", "JIF", "IF"])
    def test_it_has_every_sentence_of_the_recap(self, language: Language, scope: str) -> None:
        recap = made_up(40, scope, language=language)
        found = text(recap_pdf(recap, imprint(language)))
        for sentence in told(recap, language):
            assert f"{sentence}." in found
        assert recap.scope_label in found

    def test_its_tables_have_the_recaps_numbers(self) -> None:
        recap = made_up(40)
        lines = [flat(line) for page in pages(recap_pdf(recap, imprint())) for line in page.splitlines()]
        for dimension in get_args(Dimension):
            for line in recap.groupings[dimension].lines:
                figures = line.figures
                shown = [
                    *(number(count, "id") for count in (figures.vacancies, figures.asked, figures.answered)),
                    "—" if figures.answer_rate is None else percent(figures.answer_rate, "id"),
                    *("—" if count is None else number(count, "id") for count in _people(figures)),
                    "—" if figures.rate is None else percent(figures.rate, "id"),
                ]
                assert any(found.endswith(" ".join(shown)) for found in lines), (dimension, line.label)

    def test_the_whole_stands_below_every_grouping(self) -> None:
        recap = made_up(40)
        whole = recap.whole
        ends = (
            f"{whole.applied} {whole.applied_from} {whole.accepted} {whole.accepted_from} {percent(whole.rate, 'id')}"
        )
        found = text(recap_pdf(recap, imprint()))
        assert found.count(f"Seluruhnya {whole.vacancies} {whole.asked} {whole.answered} 80% {ends}") == 5

    def test_it_marks_what_does_not_add_up_and_says_why(self) -> None:
        found = text(recap_pdf(made_up(40), imprint()))
        assert "Lowongan* Ditanyakan* Dijawab*" in found
        assert found.count("* Tidak aditif") == 2
        assert "Pelamar*" not in found

    def test_it_names_every_partner_that_did_not_answer(self) -> None:
        recap = made_up(40)
        found = text(recap_pdf(recap, imprint()))
        missing = found[found.index("Mitra yang belum menjawab") : found.index("Menurut mitra")]
        assert recap.unanswered
        for one in recap.unanswered:
            assert one.company in missing
            for vacancy in one.vacancies:
                assert vacancy in missing

    def test_it_quotes_partners_with_their_vacancy_and_not_the_respondent(self) -> None:
        recap = made_up(40)
        found = text(recap_pdf(recap, imprint()))
        for quote in recap.quotes:
            assert f"({quote.vacancy})" in found
        assert "Secara teknis baik." in found
        assert "Budi Santoso" not in found

    def test_it_tells_no_mean_of_fewer_than_three_ratings(self) -> None:
        recap = made_up(3)
        assert all(rating.n < 3 for rating in recap.ratings)
        found = text(recap_pdf(recap, imprint()))
        assert f"Etika — — {recap.ratings[0].n}" in found

    def test_it_says_how_it_was_counted(self) -> None:
        found = text(recap_pdf(made_up(40, "IF"), imprint()))
        for note in words.NOTES:
            assert note["id"] in found
        assert "Rekap ini khusus D3 Teknik Informatika" in found


class TestWhateverThereIs:
    def test_it_can_be_of_nothing(self) -> None:
        (page,) = pages(recap_pdf(made_up(0), imprint()))
        assert "0 lowongan ditutup." in page
        assert "tidak diketahui" not in page.partition("Cara menghitung")[0]

    def test_it_cuts_no_row_and_repeats_headings_over_many_pages(self) -> None:
        recap = made_up(400, typed=" mulai kata kata kata kata kata kata akhir")
        found = pages(recap_pdf(recap, imprint()))
        first = next(index for index, page in enumerate(found) if "Rincian per lowongan" in page)
        rows = found[first:]
        assert len(rows) > 10
        for page in rows[1:]:
            if "L26-" in page:
                assert "Umpan balik" in page.partition("L26-")[0]
        for page in found:
            assert page.count("mulai") == page.count("akhir")
        listed = " ".join(rows).partition("Rincian per lowongan")[2]
        assert all(listed.count(one) == 1 for one in recap.sources)

    def test_it_loses_no_end_of_what_has_many_lines(self) -> None:
        found = text(recap_pdf(made_up(9, typed=" mulai " + "kata\n" * 100 + "akhir"), imprint()))
        assert found.count("mulai") == found.count("akhir") > 9
        assert found.count("kata") == 100 * found.count("mulai")

    def test_it_takes_what_people_typed_as_text(self) -> None:
        recap = made_up(12, typed=TYPED)
        found = text(recap_pdf(recap, imprint()))
        assert "#panic() $x$ *b* _c_ <label> @ref =IMPORTXML(1)" in found
        assert "akhir" in found

    def test_it_is_the_same_bytes_whenever_it_is_made(self) -> None:
        assert recap_pdf(made_up(40), imprint()) == recap_pdf(made_up(40), imprint())
        assert recap_pdf(made_up(40), imprint()) != recap_pdf(made_up(40), imprint(revision=1))

    def test_a_draft_says_so_on_every_page(self) -> None:
        for page in pages(recap_pdf(made_up(40), imprint(revision=None))):
            assert "DRAF" in page
            assert "belum disetujui" in page


def _people(figures: object) -> list[int | None]:
    return [getattr(figures, name) for name in ("applied", "applied_from", "accepted", "accepted_from")]
