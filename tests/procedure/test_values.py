"""Tables of cells: what staff type, and what it means."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from time import process_time

import pytest

from flows.procedure.values import (
    Fault,
    choice,
    day,
    email,
    email_key,
    hour,
    is_formula_error,
    misspelt_domain,
    moment,
    nim,
    phone,
    rupiah,
    text,
    url,
    whole,
    yes,
)
from tests.procedure.sheet import JAKARTA, TODAY


def code(found):
    return found.code if isinstance(found, Fault) else found


class TestText:
    @pytest.mark.parametrize(
        ("cell", "seen"),
        [
            (None, ""),
            ("  Batam \n", "Batam"),
            ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
            ("a\xa0b\tc", "a b c"),
            ("a\x00b\x07c\u200bd\u202ee", "abcde"),
            ("lone \ud800 half", "lone  half"),
            ("R&amp;D &lt;b&gt; &#39;x&#39;", "R&D <b> 'x'"),
            ("&amp;amp;", "&amp;"),
            ("https://a.example/?a=1&copy=2", "https://a.example/?a=1&copy=2"),
            ("👩‍💻 Lowongan ✅️", "👩‍💻 Lowongan ✅️"),
            ("\uf0b7 butir", "• butir"),
            (3, "3"),
            (3.0, "3"),
            (2.5, "2,5"),
            (float("inf"), ""),
            (True, "TRUE"),
            (date(2026, 12, 5), "05/12/2026"),
            (datetime(2026, 12, 5, 9, 30), "05/12/2026 09.30"),
            (datetime(2026, 12, 5), "05/12/2026"),
            (time(9, 30), "09.30"),
            (timedelta(hours=30), "1 day, 6:00:00"),
        ],
    )
    def test_it_is_what_a_person_saw(self, cell, seen):
        assert text(cell) == seen

    @pytest.mark.parametrize(
        "typed",
        ['=IMPORTXML("https://a.example";"//a")', "- butir", "@kami", "+62 812", "<b>tebal</b>", "{{ 7*7 }}", "%s {0}",
         "x" * 10_000, "/etc/passwd"],
    )  # fmt: skip
    def test_it_leaves_alone_what_only_looks_dangerous(self, typed):
        assert text(typed) == typed


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "Err:502", " #NUM! ", "#ERROR!"])
def test_it_knows_a_formula_s_error(cell):
    assert is_formula_error(cell)


@pytest.mark.parametrize("cell", ["#loker", "# N/A", "Error: 502", None, 502, "C#", "nilai #N/A"])
def test_it_takes_nothing_else_for_a_formula_s_error(cell):
    assert not is_formula_error(cell)


class TestDay:
    @pytest.mark.parametrize(
        "cell",
        [
            date(2026, 12, 5), datetime(2026, 12, 5), 46361, 46361.0,
            "2026-12-05", "2026/12/05", "2026-12-05 00:00:00", "2026-12-05T00:00:00",
            "5/12/2026", "05-12-26", "5.12.2026", "5 Des 2026", "5 Desember 2026", "5 desember, 2026", "5-Dec-26",
            "Sabtu, 5 Desember 2026", "sabtu 5 des 2026", "Saturday, December 5, 2026", "5th December 2026",
            "s.d. 5 Des 2026", "s/d 5/12/2026", "sampai dengan 5 Des 2026", "Sabtu, 5 Desember", "５ Des 2026",
        ],
    )  # fmt: skip
    def test_it_understands_a_day(self, cell):
        assert day(cell, TODAY) == date(2026, 12, 5)

    @pytest.mark.parametrize(
        ("cell", "found"),
        [
            ("Jum'at, 4 Desember 2026", date(2026, 12, 4)),
            ("29 Februari 2028", date(2028, 2, 29)),
            ("1 Agst 2026", date(2026, 8, 1)),
            ("1 Nop 2026", date(2026, 11, 1)),
            ("7 Mei 26", date(2026, 5, 7)),
            ("", None),
            ("   ", None),
            (None, None),
        ],
    )
    def test_it_knows_indonesian_months(self, cell, found):
        assert day(cell, TODAY) == found

    @pytest.mark.parametrize(
        ("cell", "problem"),
        [
            ("31 Februari 2026", "day_impossible"),
            ("29/2/2027", "day_impossible"),
            ("0/12/2026", "day_impossible"),
            ("31 Feb", "day_impossible"),
            ("12/31/2026", "day_month_first"),
            ("5 Des", "day_without_year"),
            ("5/12", "day_without_year"),
            ("Jumat, 5 Desember 2026", "day_of_week"),
            ("Rabu, 5 Desember", "day_without_year"),
            ("5 Des 2206", "day_far_away"),
            (date(1926, 12, 5), "day_far_away"),
            ("5 Des 2026 17.00", "day_with_time"),
            (datetime(2026, 12, 5, 17), "day_with_time"),
            (46361.5, "day_with_time"),
            ("secepatnya", "day_unreadable"),
            ("46361", "day_unreadable"),
            ("5/12/206", "day_unreadable"),
            ("3-5 Des 2026", "day_unreadable"),
            (3, "day_unreadable"),
            (float("nan"), "day_unreadable"),
            (True, "day_unreadable"),
            (time(9), "day_unreadable"),
            ("5 " * 5000, "day_unreadable"),
        ],
    )
    def test_it_guesses_nothing(self, cell, problem):
        assert code(day(cell, TODAY)) == problem

    def test_it_suggests_the_next_such_day_where_the_year_is_missing(self):
        assert day("5 Des", TODAY).details["better"] == "5/12/2026"
        assert day("5 Januari", TODAY).details["better"] == "5/1/2027"

    def test_a_day_named_by_weekday_alone_stays_the_same_day_when_it_has_passed(self):
        assert day("Sabtu, 5 Desember", date(2027, 2, 1)) == date(2026, 12, 5)


class TestMoment:
    @pytest.mark.parametrize(
        "cell",
        [
            "24 Nov 2026 09.00", "24 Nov 2026 09:00 WIB", "24/11/2026, pukul 09.00", "24 November 2026 jam 9.00",
            "Selasa, 24 November 2026, 09.00 WIB", "2026-11-24 09:00", "2026-11-24T09:00:00+07:00",
            "2026-11-24T02:00:00Z", "24 Nov 2026 10.00 WITA", "24.11.2026 09.00", datetime(2026, 11, 24, 9), 46350.375,
        ],
    )  # fmt: skip
    def test_it_understands_a_moment_in_the_office_s_zone(self, cell):
        found = moment(cell, JAKARTA, TODAY)
        assert found == datetime(2026, 11, 24, 9, tzinfo=JAKARTA)
        assert found.tzinfo is JAKARTA

    @pytest.mark.parametrize(
        ("cell", "problem"),
        [
            ("24 Nov 2026", "moment_without_time"),
            (date(2026, 11, 24), "moment_without_time"),
            (46350, "moment_without_time"),
            ("24 Nov 2026 25.00", "moment_unreadable"),
            ("24 Nov 2026 09.00-12.00", "moment_unreadable"),
            ("besok 09.00", "moment_unreadable"),
            ("31 Feb 2026 09.00", "day_impossible"),
            ("24 Nov 09.00", "day_without_year"),
            (9.5, "day_unreadable"),
            (None, None),
        ],
    )
    def test_it_guesses_nothing(self, cell, problem):
        assert code(moment(cell, JAKARTA, TODAY)) == problem


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "found"),
        [("3", 3), ("3 orang", 3), ("3 (tiga) orang", 3), ("1.204", 1204), (3, 3), (3.0, 3), ("", None), (None, None),
         ("2,5", "number_unreadable"), (2.5, "number_unreadable"), ("1.20", "number_unreadable"),
         ("banyak", "number_unreadable"), ("-1", "number_unreadable"), (True, "number_unreadable"),
         ("Rp 5", "number_unreadable"), (0, "number_range"), ("9" * 12, "number_range"), (1e300, "number_range")],
    )  # fmt: skip
    def test_it_reads_a_count(self, cell, found):
        assert code(whole(cell, 1)) == found

    @pytest.mark.parametrize("typed", ["1" + " " * 20_000 + "x", "1 (" + "a" * 20_000, "1.000" * 4_000])
    def test_a_long_text_is_seen_to_be_none_at_once(self, typed):
        began = process_time()
        assert code(whole(typed)) == "number_unreadable"
        assert process_time() - began < 1  # seconds; where each space could be either gap's, it took a minute

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("Rp 4.500.000,00", 4_500_000), ("Rp4.500.000,-", 4_500_000), ("Rp250rb", 250_000), ("150 ribu", 150_000),
         ("IDR 1,500,000", 1_500_000), ("Rp. 2 jt", 2_000_000), ("gaji Rp 3 juta", 3_000_000), ("", None),
         ("123", "number_unreadable"), ("12345 kali", "number_unreadable"), ("Rp", "number_unreadable")],
    )  # fmt: skip
    def test_it_reads_an_amount_of_rupiah(self, cell, found):
        assert code(rupiah(cell)) == found

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("7", 7), (7, 7), ("07.00", 7), ("07:00 WIB", 7), (time(7), 7), (7 / 24, 7), ("jam 7", 7), ("", None),
         ("24", "hour_unreadable"), ("7.30", "hour_unreadable"), (time(7, 30), "hour_unreadable"),
         ("pagi", "hour_unreadable"), (-1, "hour_unreadable")],
    )  # fmt: skip
    def test_it_reads_an_hour(self, cell, found):
        assert code(hour(cell)) == found


class TestChoices:
    @pytest.mark.parametrize("cell", ["Penuh waktu", " penuh  WAKTU ", "penuh-waktu", "PENUHWAKTU"])
    def test_it_does_not_mind_capitals_and_spaces(self, cell):
        assert choice(cell, ("Penuh waktu", "Kontrak")) == "Penuh waktu"

    def test_it_suggests_what_was_probably_meant(self):
        assert choice("Setjuu", ("Draf", "Setuju")).details["near"] == "Setuju"
        assert choice("xyz", ("Draf", "Setuju")).details["near"] == ""

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("Ya", True), ("y", True), (True, True), (1, True), ("tidak", False), (False, False), ("", None),
         ("mungkin", "choice_unknown")],
    )  # fmt: skip
    def test_it_reads_yes_and_no(self, cell, found):
        assert code(yes(cell)) == found


class TestAddresses:
    @pytest.mark.parametrize(
        "cell", ["budi@example.com", " Budi.S+x@Alumni.Example.ac.id ", "o'hara@example.com", "budi@büro.example"]
    )
    def test_it_takes_an_address_as_typed(self, cell):
        assert email(cell) == cell.strip()

    @pytest.mark.parametrize(
        ("cell", "problem", "near"),
        [
            ("budi.example.com", "email_malformed", ""),
            ("budi@@example.com", "email_malformed", ""),
            ("budi@example", "email_malformed", ""),
            ("budi@example.com.", "email_malformed", "budi@example.com"),
            ("Budi <budi@example.com>", "email_malformed", "budi@example.com"),
            ("budi @example.com", "email_malformed", ""),
            ("b..i@example.com", "email_malformed", ""),
            ("a@example.com, b@example.com", "email_several", None),
            ("a@example.com\nBcc: b@example.com", "email_several", None),
            (5, "email_malformed", ""),
            ("a@" * 5000, "email_malformed", ""),
        ],
    )
    def test_it_refuses_a_malformed_one(self, cell, problem, near):
        found = email(cell)
        assert (code(found), found.details.get("near")) == (problem, near)

    def test_two_spellings_of_one_address_share_a_key(self):
        assert email_key("Budi@Example.COM") == email_key("budi@example.com")

    def test_it_knows_slips_of_the_finger_but_no_rival_of_a_provider(self):
        assert misspelt_domain("budi@gmial.com") == "budi@gmail.com"
        assert misspelt_domain("budi@ymail.com") == misspelt_domain("budi@mail.com") == ""

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("0812 3456-7890", "0812 3456-7890"), ("+62 (778) 123456 ext. 12", "+62 (778) 123456 ext. 12"),
         ("0812345678 / 0778123456", "0812345678 / 0778123456"), ("", ""), (81234567890, "number_for_text"),
         (8.1e10, "number_for_text"), ("nanti", "phone_malformed"), ("123", "phone_malformed")],
    )  # fmt: skip
    def test_it_reads_a_telephone_number(self, cell, found):
        assert code(phone(cell)) == found

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("https://a.example/x?y=1", "https://a.example/x?y=1"), ("HTTP://a.example", "HTTP://a.example"), ("", ""),
         ("javascript:alert(1)", "url_malformed"), ("file:///etc/passwd", "url_malformed"),
         ("https://user@a.example", "url_malformed"), ("https://a b.example", "url_malformed"),
         ("https://", "url_malformed"), ("https://[::1", "url_malformed"), ("https://a.example:x", "url_malformed")],
    )  # fmt: skip
    def test_it_takes_web_addresses_alone(self, cell, found):
        assert code(url(cell)) == found

    def test_it_suggests_the_scheme_that_is_missing(self):
        assert url("www.a.example/x").details["near"] == "https://www.a.example/x"

    def test_it_makes_no_address_of_a_file_s_name(self):
        assert url("Poster Loker.jpg").details["near"] == url("poster.jpg").details["near"] == ""

    @pytest.mark.parametrize(
        ("cell", "found"),
        [("0031190001", "0031190001"), (" 331 190 ", "331190"), ("h1a018001", "H1A018001"), ("", ""),
         (331190001, "number_for_text"), (3.3e9, "number_for_text"), ("3,31E+09", "number_for_text"),
         ("belum ada", "nim_malformed"), ("٣٣١١٩٠١٠٠١", "nim_malformed"), ("=1+1", "nim_malformed")],
    )  # fmt: skip
    def test_it_reads_a_nim_as_text(self, cell, found):
        assert code(nim(cell)) == found
