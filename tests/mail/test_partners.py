"""Letters about results: to partners, who are asked for them, and to staff, who call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from flows.mail.interface import Letter
from flows.mail.partners import Asked, Silent, Stem, escalation, request, salutation
from tests.mail.reading import PERSON, both, page
from tests.mail.samples import OFFICE, OFFICE_BY_MAIL, asked, contact, silent

CALLS = date(2026, 12, 22)
STEMS: tuple[Stem, ...] = get_args(Stem)


def write(stem: Stem = "request", some: list[Asked] | None = None, **changes: Any) -> Letter:
    values: dict[str, Any] = {"language": "id", "office": OFFICE, "way": "together", "calls": CALLS} | changes
    return request(stem, some or asked(stem), **values)


class TestRequest:
    def test_it_names_every_vacancy_and_greets_by_name(self):
        for seen in both(write()):
            assert PERSON["dear"] in seen
            assert "Teknisi Otomasi" in seen
            assert "Staf Mutu (Quality Control)" in seen

    def test_its_subject_says_what_and_whose(self):
        assert write().subject == "Mohon hasil rekrutmen 2 lowongan di PT Contoh Maju Elektronika"
        alone = write(some=asked("request")[:1])
        assert alone.subject == "Mohon hasil rekrutmen Teknisi Otomasi di PT Contoh Maju Elektronika"

    def test_one_form_is_for_all_or_each_has_its_own(self):
        assert page(write()).links.count(PERSON["form"]) == 1
        links = page(write(way="each")).links
        assert PERSON["form"] not in links
        assert [link for link in links if "forms" in link] == [PERSON["form_0"], PERSON["form_1"]]

    def test_without_a_form_it_asks_for_the_figures_by_mail(self):
        letter = write(way="by mail", office=OFFICE_BY_MAIL)
        for seen in both(letter):
            assert "berapa yang diterima" in seen
        assert all(link.startswith("mailto:") for link in page(letter).links)

    def test_it_says_until_when_and_how_to_hear_no_more(self):
        for seen in both(write()):
            assert "Jumat, 22 Januari 2027" in seen
        assert PERSON["unsubscribe"] in page(write()).links
        assert "List-Unsubscribe" in write().headers
        assert write().headers["List-Id"] == "<mitra.example.ac.id>"

    def test_a_thousand_vacancies_still_fit(self):
        many = [replace(asked()[0], id=f"L26-{number:04}") for number in range(1000)]
        for seen in both(write(some=many)):
            assert "dan 940 lowongan lain" in seen

    def test_what_staff_typed_stays_text(self):
        nasty = replace(asked()[0], position="<b>{{ 7*7 }}</b>\r\nBcc: x@example.com", company="<script>PT</script>")
        letter = write(some=[nasty])
        assert "\n" not in letter.subject
        assert "script" not in page(letter).tags
        for seen in both(letter):
            assert "<b>{{ 7*7 }}</b>" in seen


class TestReminders:
    def test_each_is_worded_differently(self):
        letters = [write(stem) for stem in STEMS]
        assert len({letter.subject for letter in letters}) == len(STEMS)
        openings = [both(letter)[0].partition("Teknisi")[0] for letter in letters]
        assert len(set(openings)) == len(STEMS)

    def test_the_first_says_since_when(self):
        for seen in both(write("reminder-1")):
            assert "Pada Selasa, 24 November 2026 kami meminta" in seen

    def test_the_last_says_when_somebody_calls(self):
        for seen in both(write("reminder-3")):
            assert "Bila sampai Selasa, 22 Desember 2026" in seen

    def test_of_a_half_filled_form_it_says_so(self):
        for seen in both(write("unfinished")):
            assert "sudah diisi sebagian" in seen
            assert "Lanjutkan pengisian" in seen

    @pytest.mark.parametrize("stem", STEMS)
    def test_it_is_written_in_english_too(self, stem: Stem):
        letter = write(stem, language="en")
        assert page(letter).lang == "en"
        assert "rekrutmen" not in both(letter)[0]


class TestSalutation:
    def test_it_does_without_a_name(self):
        assert salutation("Sari Dewi", "id") == "Yth. Bapak/Ibu Sari Dewi,"
        assert salutation(" ", "id") == "Yth. Bapak/Ibu,"
        assert salutation("", "en") == "Dear Sir or Madam,"


class TestEscalation:
    def test_it_lists_whom_to_call_what_closes_first_on_top(self):
        letter = escalation(silent(), OFFICE)
        for seen in both(letter):
            assert "0812-0000-1234" in seen
            assert "diminta 24 Nov 2026, diingatkan 3 kali" in seen
            assert seen.index("PT Galangan") < seen.index("PT Contoh Maju")
        assert letter.subject.startswith("Mohon hubungi 2 mitra")
        assert {"tel:081200001234", PERSON["session"]} <= set(page(letter).links)

    def test_it_says_why_mail_did_not_do(self):
        for seen in both(escalation(silent(), OFFICE)):
            assert "Surel ke alamat ini ditolak" in seen
            assert "Tidak mau lagi menerima surel" in seen
            assert "belum dapat diminta lewat surel" in seen

    def test_a_partner_without_contact_is_told_as_such(self):
        nobody = Silent("PT Sunyi", [], asked()[:1])
        for seen in both(escalation([nobody], OFFICE)):
            assert "Belum ada narahubung di tab Mitra." in seen

    def test_hundreds_of_partners_still_fit(self):
        many = [Silent(f"PT Contoh {number}", [(contact(), "")], asked()) for number in range(500)]
        for seen in both(escalation(many, OFFICE)):
            assert "440 mitra lain" in seen or "470 mitra lain" in seen

    def test_without_pages_there_is_no_way_in(self):
        assert PERSON["session"] not in page(escalation(silent(), OFFICE_BY_MAIL)).links
