"""Lists, partners, events, periods, recipients and switches."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from flows.procedure.checks.audience import audience
from flows.procedure.checks.control import check_control
from flows.procedure.checks.events import check_events
from flows.procedure.checks.lists import check_lists
from flows.procedure.checks.partners import check_partners
from flows.procedure.checks.periods import check_periods
from flows.procedure.checks.recipients import check_recipients
from flows.procedure.models import AlumniList, Audience, Control
from flows.workbook.reading import read_rows
from flows.workbook.tabs import CONTROL, EVENTS, LISTS, PARTNERS, PERIODS, RECAP_RECIPIENTS
from tests.procedure.sheet import CATALOGUE, CONTEXT, JAKARTA, rows


def said(problems):
    return [(one.row, one.column, one.code, one.blocking) for one in problems]


class TestAudience:
    LISTS = (AlumniList("Lulusan Baru", (), None, None, ""),)

    @pytest.mark.parametrize(
        ("typed", "whom"),
        [
            ("Semua", Audience(everybody=True)),
            ("semua prodi", Audience(everybody=True)),
            ("IF, D3 Teknik Mesin", Audience(programmes=("IF", "MS"))),
            ("- if\n- lulusan  BARU", Audience(programmes=("IF",), lists=("Lulusan Baru",))),
            ("IF; IF,,", Audience(programmes=("IF",))),
            ("", Audience()),
        ],
    )
    def test_it_understands_programmes_lists_and_everybody(self, typed, whom):
        assert audience(typed, CATALOGUE, self.LISTS) == (whom, [])

    def test_it_names_each_that_it_does_not_know_and_keeps_the_others(self):
        whom, faults = audience("IF, Kedokteran, Hukum", CATALOGUE, self.LISTS)
        assert whom == Audience(programmes=("IF",))
        assert [one.details["name"] for one in faults] == ["Kedokteran", "Hukum"]


class TestLists:
    def test_it_makes_a_list_of_a_sound_row(self):
        lists, problems = check_lists(
            rows(LISTS, {"Nama Daftar": "Rumpun TI", "Prodi": "IF, TRPL", "Tahun Lulus Dari": "2020",
                         "Alamat Milis": "milis@example.ac.id"}), CONTEXT)  # fmt: skip
        assert problems == []
        assert lists == [AlumniList("Rumpun TI", ("IF", "TRPL"), 2020, None, "milis@example.ac.id")]

    @pytest.mark.parametrize(
        ("row", "column", "code"),
        [
            ({"Prodi": "IF"}, "Nama Daftar", "cell_missing"),
            ({"Nama Daftar": "A", "Prodi": "IF, Hukum"}, "Prodi", "programme_unknown"),
            (
                {"Nama Daftar": "A", "Tahun Lulus Dari": 2024, "Tahun Lulus Sampai": 2020},
                "Tahun Lulus Sampai",
                "reversed",
            ),
            ({"Nama Daftar": "A", "Alamat Milis": "milis"}, "Alamat Milis", "email_malformed"),
            ({"Nama Daftar": "Semua"}, "Nama Daftar", "list_name_taken"),
            ({"Nama Daftar": "Teknik Informatika"}, "Nama Daftar", "list_name_taken"),
            ({"Nama Daftar": "A, B"}, "Nama Daftar", "list_name_taken"),
            ({"Nama Daftar": "satu"}, "Nama Daftar", "list_doubled"),
        ],
    )
    def test_it_holds_back_a_faulty_one(self, row, column, code):
        lists, problems = check_lists(rows(LISTS, {"Nama Daftar": "Satu"}, row), CONTEXT)
        assert [one.name for one in lists] == ["Satu"]
        assert said(problems) == [(3, column, code, True)]


class TestPartners:
    def test_contacts_of_one_company_share_its_key(self):
        contacts, problems = check_partners(
            rows(PARTNERS, {"Perusahaan": "PT Maju Jaya", "Email": "a@maju.example", "Bahasa": "Inggris"},
                 {"Perusahaan": "Maju Jaya, PT", "Telepon": "0812 345 6789"}), CONTEXT)  # fmt: skip
        assert problems == []
        assert {one.partner_key for one in contacts} == {"maju jaya"}
        assert [(one.email, one.phone, one.language) for one in contacts] == [
            ("a@maju.example", "", "en"), ("", "0812 345 6789", None),
        ]  # fmt: skip

    def test_a_wrong_telephone_number_does_not_stop_mail_but_a_wrong_address_does(self):
        contacts, problems = check_partners(
            rows(PARTNERS, {"Perusahaan": "A", "Telepon": 81234567890}, {"Perusahaan": "B", "Telepon": "#N/A"},
                 {"Perusahaan": "C", "Email": "c@"}, {"Email": "d@example.com"},
                 {"Perusahaan": "E", "Email": "e@gmial.com"}), CONTEXT)  # fmt: skip
        assert [one.company for one in contacts] == ["A", "B", "E"]
        assert said(problems) == [
            (2, "Telepon", "number_for_text", False), (3, "Telepon", "formula_error", False),
            (4, "Email", "email_malformed", True), (5, "Perusahaan", "cell_missing", True),
            (6, "Email", "email_misspelt", False),
        ]  # fmt: skip


class TestEvents:
    SOUND = {
        "Jenis": "Workshop", "Judul": "Menulis CV", "Mulai": "1 Des 2026 09.00", "Selesai": "1 Des 2026 12.00",
        "Lowongan": "l26-0001", "Sasaran": "IF", "Kursi": 40, "Status": "Setuju", "Disetujui Oleh": "Rina",
    }  # fmt: skip

    def check(self, **changes):
        row = self.SOUND | {name.replace("_", " "): value for name, value in changes.items()}
        return check_events(rows(EVENTS, row), CONTEXT, vacancies={"L26-0001"})

    def test_it_makes_an_event_of_a_sound_row(self):
        (event,), problems = self.check()
        assert problems == []
        assert event.starts == datetime(2026, 12, 1, 9, tzinfo=JAKARTA)
        assert (event.vacancies, event.audience, event.seats) == (("L26-0001",), Audience(programmes=("IF",)), 40)

    @pytest.mark.parametrize(
        ("changes", "column", "code"),
        [
            ({"Mulai": "1 Des 2026"}, "Mulai", "moment_without_time"),
            ({"Mulai": None}, "Mulai", "cell_missing"),
            ({"Selesai": "1 Des 2026 08.00"}, "Selesai", "reversed"),
            ({"Lowongan": "L26-0002"}, "Lowongan", "event_vacancy_unknown"),
            ({"Sasaran": "Hukum"}, "Sasaran", "audience_unknown"),
            ({"Disetujui_Oleh": ""}, "Disetujui Oleh", "approval_missing"),
            ({"Kursi": 0}, "Kursi", "number_range"),
            ({"Jenis": "Pesta"}, "Jenis", "choice_unknown"),
            ({"Judul": "#REF!"}, "Judul", "formula_error"),
        ],
    )
    def test_it_holds_back_a_faulty_one(self, changes, column, code):
        events, problems = self.check(**changes)
        assert events == []
        assert said(problems) == [(2, column, code, True)]

    def test_a_draft_is_left_alone_until_it_has_a_beginning(self):
        assert check_events(rows(EVENTS, {"Judul": "Menu"}), CONTEXT) == ([], [])
        assert len(self.check(Status=None, Judul=None, Disetujui_Oleh=None)[0]) == 1


class TestPeriods:
    SOUND = {
        "Judul": "2026",
        "Dari": "1/1/2026",
        "Sampai": date(2026, 6, 30),
        "Status": "Setuju",
        "Disetujui Oleh": "R",
    }

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, []),
            ({"Sampai": "1/1/2025"}, [(2, "Sampai", "reversed", True)]),
            ({"Sampai": ""}, [(2, "Sampai", "cell_missing", True)]),
            ({"Disetujui Oleh": ""}, [(2, "Disetujui Oleh", "approval_missing", True)]),
            ({"Status": "Draf", "Sampai": "", "Judul": ""}, []),
            ({"Status": "Selesai"}, [(2, "Status", "choice_unknown", True)]),
        ],
    )
    def test_it_checks_the_days_and_the_approval(self, changes, expected):
        periods, problems = check_periods(rows(PERIODS, self.SOUND | changes), CONTEXT)
        assert said(problems) == expected
        assert len(periods) == (not changes)


class TestRecipients:
    @pytest.mark.parametrize(
        ("typed", "scope"), [("semua", "Semua"), ("Jurusan Informatika", "JIF"), ("D3 Teknik Informatika", "IF")]
    )
    def test_it_knows_whose_slice_is_meant(self, typed, scope):
        found, problems = check_recipients(
            rows(RECAP_RECIPIENTS, {"Nama": "Siti", "Email": "siti@example.ac.id", "Cakupan": typed}), CONTEXT
        )
        assert (found[0].scope, problems) == (scope, [])

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("Jurusan Informatka", "Jurusan Informatika"), ("D3 Teknik Infrmatika", "D3 Teknik Informatika")],
    )
    def test_it_suggests_the_nearest_department_or_programme(self, typed, meant):
        row = {"Nama": "Siti", "Email": "siti@example.ac.id", "Cakupan": typed}
        found, [problem] = check_recipients(rows(RECAP_RECIPIENTS, row), CONTEXT)
        assert found == []
        assert (problem.code, problem.column, problem.blocking) == ("scope_unknown", "Cakupan", True)
        assert f"“{meant}”" in problem.what

    def test_it_holds_back_whom_it_cannot_place_or_reach(self):
        found, problems = check_recipients(
            rows(RECAP_RECIPIENTS, {"Nama": "A", "Email": "a@example.ac.id", "Cakupan": "Hukum"},
                 {"Nama": "B", "Email": "b", "Cakupan": "Semua"}), CONTEXT)  # fmt: skip
        assert found == []
        assert [one.code for one in problems] == ["scope_unknown", "email_malformed"]


class TestControl:
    @staticmethod
    def check(*pairs, **more):
        filled = rows(CONTROL, *({"Nama": name, "Nilai": value} for name, value in pairs))
        return check_control(filled, CONTEXT, **more)

    def test_it_reads_the_switches(self):
        control, problems = self.check(("Jeda", "Tidak"), ("jam pengumuman", "07.00"),
                                       ("Alamat Staf", "a@example.ac.id; b@example.ac.id"))  # fmt: skip
        assert problems == []
        assert control == Control(False, 7, ("a@example.ac.id", "b@example.ac.id"))

    def test_empty_switches_leave_it_to_the_settings(self):
        assert self.check(("Jeda", None), ("Jam Pengumuman", ""), ("Alamat Staf", None)) == (Control(), [])

    @pytest.mark.parametrize("value", ["Ya", True, "sebentar", "#N/A", 3])
    def test_when_in_doubt_it_pauses(self, value):
        assert self.check(("Jeda", value))[0].paused

    def test_any_of_two_pauses_is_enough(self):
        assert self.check(("Jeda", "Ya"), ("Jeda", "Tidak"))[0].paused

    def test_it_pauses_when_the_tab_or_its_headings_are_gone(self):
        assert check_control(None, CONTEXT)[0].paused
        found, headings = read_rows(CONTROL, [["Nama", "Isi"], ["Jeda", "Ya"]])
        control, problems = check_control(found, CONTEXT, headings=headings)
        assert control.paused
        assert [one.code for one in problems] == ["pause_unknown"]

    def test_it_says_what_it_does_not_understand_and_keeps_the_rest(self):
        control, problems = self.check(("Jedaa", "Ya"), ("Jam Pengumuman", "pagi"), ("Jam Pengumuman", 8),
                                       ("Alamat Staf", "a@example.ac.id, salah"), (None, "x"))  # fmt: skip
        assert control == Control(staff=("a@example.ac.id",))
        assert [(one.code, one.row) for one in problems] == [
            ("switch_unknown", 2), ("hour_unreadable", 3), ("switch_doubled", 4), ("email_malformed", 5),
            ("cell_missing", 6),
        ]  # fmt: skip
        assert "“salah”" in problems[3].what
