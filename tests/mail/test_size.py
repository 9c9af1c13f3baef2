"""No letter is clipped by Gmail, whatever it has to tell; and what is left out is said."""

import re

import pytest

from flows.mail.fit import LIMIT, encoded_size
from tests.mail.reading import announce, both, page, raw
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, many, vacancy


class TestSize:
    @pytest.mark.parametrize(("count", "length"), [(1, 10_000), (40, 300), (60, 3000), (150, 3000)])
    @pytest.mark.parametrize("office", [OFFICE, OFFICE_BY_MAIL])
    def test_it_is_never_clipped_and_names_every_vacancy(self, count, length, office):
        letter = announce(*many(count, length), office=office)
        assert len(raw(letter)) < 102 * 1024
        for read in both(letter):
            for number in range(1, count + 1):
                assert f"Operator {number:04}" in read

    def test_it_leaves_a_long_description_whole_where_there_is_room(self):
        (long,) = many(1, 10_000)
        for read in both(announce(long)):
            assert long.description.strip() in read
            assert "dipersingkat" not in read

    def test_it_cuts_at_a_word_and_says_where_the_rest_is(self):
        letter = announce(*many(12, 10_000))
        for read in both(letter):
            assert re.search(r"(pekerjaan|harian|bagian|produksi|dan|menjaga|kerapian|area|kerja|Membantu)\.?…", read)
        assert "https://karir.example.ac.id/lowongan/L26-0003" in page(letter).links

        by_mail = announce(*many(12, 10_000), office=OFFICE_BY_MAIL)
        assert "minta selengkapnya lewat balasan surel ini" in both(by_mail)[0]
        assert "mailto:karir@example.ac.id?subject=L26-0003%3A%20Operator%200003" in page(by_mail).links

    def test_it_counts_what_does_not_even_fit_as_a_line(self):
        letter = announce(*many(600, 100), office=OFFICE_BY_MAIL)
        assert len(raw(letter)) < 102 * 1024
        for read in both(letter):
            told = len(set(re.findall(r"Operator \d{4}", read)))
            assert f"Masih ada {600 - told} lowongan yang tidak muat di surel ini." in read

    def test_it_measures_what_travels_not_what_was_typed(self):
        emoji = announce(*(vacancy(id=f"L26-{n:04}", description="🎉 " * 5000) for n in range(9)))
        assert len(raw(emoji)) < 102 * 1024
        assert encoded_size(emoji) <= LIMIT
        assert len(raw(emoji)) - encoded_size(emoji) < 3000

    def test_it_fits_even_if_every_cell_is_as_long_as_a_cell_can_be(self):
        full = "kata " * 10_000
        giant = vacancy(
            **dict.fromkeys(("description", "qualifications", "apply", "position", "company", "location"), full)
        )
        assert len(raw(announce(giant))) < 102 * 1024
