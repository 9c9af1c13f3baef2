from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.procedure.checks.apply import apply_faults
from flows.procedure.checks.vacancies import check_vacancies
from flows.procedure.models import AlumniList, Audience
from flows.workbook.reading import read_rows
from flows.workbook.tabs import VACANCIES
from tests.procedure.sheet import CONTEXT, SOUND, TODAY, grid, vacancies, vacancy

LISTS = [AlumniList("Lulusan Baru", (), 2025, None, "")]


def check(*rows, **context):
    return check_vacancies(vacancies(*rows), CONTEXT, lists=LISTS, **context)


def said(*rows, **context):
    return [(one.column, one.code, one.blocking) for one in check(*rows, **context)[1]]


def test_it_makes_a_vacancy_of_a_sound_row():
    (found,), problems = check(
        vacancy(ID="L26-0001", Sasaran="IF; Lulusan baru", Jumlah_Dibutuhkan="3 orang", Segera="ya")
    )
    assert problems == []
    assert (found.id, found.company, found.deadline) == ("L26-0001", "PT Maju Jaya", date(2026, 12, 5))
    assert found.audience == Audience(programmes=("IF",), lists=("Lulusan Baru",))
    assert (found.openings, found.urgent, found.on_web, found.poster) == (3, True, False, "")
    assert found.description == "- Merawat mesin\n- Membuat laporan"


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"Posisi": None}, "Posisi", "cell_missing"),
        ({"Perusahaan": "  "}, "Perusahaan", "cell_missing"),
        ({"Sasaran": ""}, "Sasaran", "cell_missing"),
        ({"Sasaran": "Tekni Mesin"}, "Sasaran", "audience_unknown"),
        ({"Sasaran": "IF, Lulusan Bru"}, "Sasaran", "audience_unknown"),
        ({"Batas Lamaran": "31 Februari 2027"}, "Batas Lamaran", "day_impossible"),
        ({"Batas Lamaran": "#REF!"}, "Batas Lamaran", "formula_error"),
        ({"Cara Melamar": "Segera kirim"}, "Cara Melamar", "apply_unclear"),
        ({"Cara Melamar": 81234567890}, "Cara Melamar", "number_for_text"),
        ({"Cara Melamar": "hrd@maju,com"}, "Cara Melamar", "apply_address_malformed"),
        ({"Disetujui Oleh": None}, "Disetujui Oleh", "approval_missing"),
        ({"Status": "Setjuu"}, "Status", "choice_unknown"),
        ({"Status": "#N/A"}, "Status", "formula_error"),
        ({"Jenis": "Penuh"}, "Jenis", "choice_unknown"),
        ({"Poster": "javascript:alert(1)"}, "Poster", "url_malformed"),
        ({"Jumlah Dibutuhkan": "beberapa"}, "Jumlah Dibutuhkan", "number_unreadable"),
        ({"Segera": "besok"}, "Segera", "choice_unknown"),
    ],
)
def test_it_holds_back_a_row_and_says_why(changes, column, code):
    found, problems = check(SOUND | changes)
    assert found == []
    assert [(one.column, one.code, one.blocking) for one in problems] == [(column, code, True)]
    assert problems[0].row == 2
    assert problems[0].what
    assert problems[0].cure


def test_a_formula_error_in_staff_s_own_notes_is_said_but_holds_nothing_back():
    assert said(vacancy(Catatan="#N/A")) == [("Catatan", "formula_error", False)]


def test_it_suggests_the_nearest_programme_or_list():
    problems = check(vacancy(Sasaran="Tekni Mesin, Lulusan Bru"))[1]
    assert "D3 Teknik Mesin" in problems[0].what
    assert "Lulusan Baru" in problems[1].what


def test_it_tells_a_list_that_has_a_problem_from_one_that_is_not_there():
    assert said(vacancy(Sasaran="Rumpun X"), faulty_lists=["rumpun x"]) == [("Sasaran", "audience_list_faulty", True)]


def test_one_row_s_problem_stops_no_other_row():
    found, problems = check(vacancy(Posisi=None), vacancy(Posisi="Welder"), vacancy(Jenis="?"))
    assert [one.position for one in found] == ["Welder"]
    assert [one.row for one in problems] == [2, 4]


class TestWhileTyping:
    def test_it_does_not_scold_staff_for_a_draft(self):
        found, problems = check({"Posisi": "Wel", "Status": "Draf"}, {"Perusahaan": "PT A"})
        assert problems == []
        assert [one.status for one in found] == ["Draf", "Draf"]

    def test_it_warns_in_a_draft_of_what_is_there_and_wrong(self):
        found, problems = check({"Posisi": "Welder", "Batas Lamaran": "31 Februari 2027", "Sasaran": "Tekni Mesin"})
        assert [(one.code, one.blocking) for one in problems] == [
            ("audience_unknown", False),
            ("day_impossible", False),
        ]
        assert found[0].deadline is None

    @pytest.mark.parametrize("status", ["Tutup", "Batal"])
    def test_it_says_nothing_more_of_what_is_over(self, status):
        found, problems = check(vacancy(Status=status, Jenis="?", Posisi=None, Batas_Lamaran="1/1/2026"))
        assert problems == []
        assert found[0].status == status

    def test_a_preview_needs_no_approval(self):
        assert said(vacancy(Status="Pratinjau", Disetujui_Oleh=None)) == []

    def test_it_passes_over_a_row_whose_content_is_gone(self):
        assert check({"ID": "L26-0001"}) == ([], [])

    @pytest.mark.parametrize("gone", ["Batas Lamaran", "Posisi"])
    def test_it_holds_all_rows_back_once_for_a_heading_that_is_gone(self, gone):
        heads = [head if head != gone else "???" for head in VACANCIES.headings]
        rows, problems = read_rows(VACANCIES, [heads, *grid(VACANCIES, SOUND)[1:]])
        assert [one.code for one in problems] == ["heading_missing"]
        assert check_vacancies(rows, CONTEXT) == ([], [])


class TestDeadline:
    def test_a_past_deadline_is_said_once_and_keeps_the_vacancy_known(self):
        found, problems = check(vacancy(Batas_Lamaran="1 Nov 2026"))
        assert [(one.code, one.blocking) for one in problems] == [("deadline_past", False)]
        assert len(found) == 1

    def test_a_deadline_that_passed_after_the_announcement_is_no_problem(self):
        assert said(vacancy(ID="L26-0001", Batas_Lamaran="1 Nov 2026"), announced={"L26-0001"}) == []

    def test_the_last_day_is_not_past(self):
        assert said(vacancy(Batas_Lamaran=TODAY)) == []


class TestHowToApply:
    @pytest.mark.parametrize(
        "how",
        [
            "hrd@maju.example.com", "https://maju.example.com/karir", "karir.maju.co.id", "WA 0812-3456-7890",
            "+62 812 3456 7890", "Datang langsung ke kantor kami, Jl. Sudirman 1", "Lewat LinkedIn", "IG: @maju.jaya",
            "Isi formulir pada poster", "Serahkan berkas di pos satpam", "Melalui UPT-PKPK", "bit.ly/maju",
            "CV (PDF), ke: hrd@maju.example.com.", "a@maju.example.com/b@maju.example.com",
            "hrd@maju.example.com,cc@maju.example.com",
            "https://medium.com/@maju", "Walk-in interview", "Kirim ke <hrd@maju.example.com>",
        ],
    )  # fmt: skip
    def test_it_is_content_with_any_way(self, how):
        assert apply_faults(how) == []

    @pytest.mark.parametrize("how", ["-", "Segera kirim CV", "Hubungi kami", "sesuai persyaratan", "🙂"])
    def test_it_asks_where_to(self, how):
        assert [one.code for one in apply_faults(how)] == ["apply_unclear"]

    @pytest.mark.parametrize(
        ("how", "address", "near"),
        [
            ("ke hrd@maju,com ya", "hrd@maju,com", "hrd@maju.com"),
            ("hrd@maju", "hrd@maju", ""),
            ("hrd@@maju.com", "hrd@@maju.com", ""),
            ("hrd @ maju.com", "hrd @ maju.com", "hrd@maju.com"),
            ("htp://maju.com/karir", "htp://maju.com/karir", ""),
            ("https:/maju.com", "https:/maju.com", ""),
            ("https://maju", "https://maju", ""),
        ],
    )
    def test_it_finds_an_address_that_cannot_be_right(self, how, address, near):
        assert [(one.details["address"], one.details["near"]) for one in apply_faults(how)] == [(address, near)]


class TestLookalikes:
    def test_it_holds_the_later_of_two_and_names_the_other(self):
        found, problems = check(vacancy(ID="L26-0002", Perusahaan="MAJU JAYA, PT"), vacancy(ID="L26-0001"))
        assert [one.id for one in found] == ["L26-0001"]
        assert [(one.id, one.code, one.column, one.blocking) for one in problems] == [
            ("L26-0002", "lookalike", "Posisi", True)
        ]
        assert "L26-0001 (baris 3)" in problems[0].what

    def test_the_one_that_is_announced_is_not_the_copy(self):
        found, _ = check(vacancy(ID="L26-0001"), vacancy(ID="L26-0002"), announced={"L26-0002"})
        assert [one.id for one in found] == ["L26-0002"]

    def test_it_lets_go_when_somebody_has_looked(self):
        assert said(vacancy(), vacancy(Peringatan_Diperiksa_Oleh="Rina")) == []

    def test_it_only_warns_in_a_preview(self):
        assert said(vacancy(), vacancy(Status="Pratinjau")) == [("Posisi", "lookalike", False)]

    @pytest.mark.parametrize(
        "other",
        [{"Posisi": "Teknisi Listrik"}, {"Posisi": "Teknisi Otomasi 2"}, {"Perusahaan": "PT Lain"},
         {"Lokasi": "Surabaya"}, {"Status": "Tutup"}, {"Status": "Draf"}],
    )  # fmt: skip
    def test_it_tells_apart_what_is_another_vacancy(self, other):
        assert said(vacancy(), SOUND | other) == []

    def test_one_that_is_past_is_no_original(self):
        assert [code for _, code, _ in said(vacancy(Batas_Lamaran="1/11/2026"), vacancy())] == ["deadline_past"]


def test_a_new_id_is_no_new_edition():
    rows = vacancies(SOUND)
    (one,), _ = check_vacancies([replace(rows[0], id="L26-0009")], CONTEXT)
    (other,), _ = check_vacancies(rows, CONTEXT)
    assert one.edition == other.edition
