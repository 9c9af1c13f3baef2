from __future__ import annotations

from flows.procedure.checks.alumni import MOST_SHOWN, check_alumni
from flows.procedure.checks.context import Context
from flows.workbook.tabs import ALUMNI
from tests.procedure.sheet import CATALOGUE, CONTEXT, JAKARTA, TODAY, grid

BUDI = {
    "NIM": "0031190001", "Nama": "Budi Santoso", "Email": "Budi@Example.com", "Prodi": "D3 Teknik Informatika",
    "Tahun Lulus": 2024,
}  # fmt: skip


def alumnus(number: int = 2, **changes):
    made = BUDI | {"NIM": f"003119{number:04d}", "Email": f"budi{number}@example.com"}
    return made | {name.replace("_", " "): value for name, value in changes.items()}


def check(*rows, context=CONTEXT):
    return check_alumni(grid(ALUMNI, *rows), context)


def said(*rows):
    return [(one.row, one.column, one.code, one.blocking) for one in check(*rows)[1]]


def test_it_makes_a_frame_of_sound_rows():
    frame, problems = check(BUDI, {}, alumnus(Status_Email="berhenti", Bahasa="Inggris", Tahun_Lulus="2023"))
    assert problems == []
    assert frame.to_dict("records") == [
        {"row": 2, "nim": "0031190001", "name": "Budi Santoso", "email": "Budi@Example.com", "key": "budi@example.com",
         "programme": "IF", "year": 2024, "active": True, "language": ""},
        {"row": 4, "nim": "0031190002", "name": "Budi Santoso", "email": "budi2@example.com",
         "key": "budi2@example.com", "programme": "IF", "year": 2023, "active": False, "language": "en"},
    ]  # fmt: skip
    assert [str(frame[column].dtype) for column in ("row", "year", "active")] == ["int64", "int64", "bool"]


def test_each_problem_holds_its_row_back_and_no_other():
    rows = [
        alumnus(1),
        alumnus(2, NIM=31190002),
        alumnus(3, Email="salah.example.com"),
        alumnus(4, Email=None),
        alumnus(5, Prodi="Teknik Informatka"),
        alumnus(6, Tahun_Lulus=1204),
        alumnus(7, Status_Email="Stop"),
        alumnus(8, Prodi="#N/A"),
        alumnus(9, Nama=""),
        alumnus(10, NIM="0031190001"),
        alumnus(11),
    ]
    assert sorted(said(*rows)) == [
        (3, "NIM", "number_for_text", True),
        (4, "Email", "email_malformed", True),
        (5, "Email", "cell_missing", True),
        (6, "Prodi", "programme_unknown", True),
        (7, "Tahun Lulus", "number_range", True),
        (8, "Status Email", "choice_unknown", True),
        (9, "Prodi", "formula_error", True),
        (10, "Nama", "cell_missing", True),
        (11, "NIM", "nim_doubled", True),
    ]
    assert check(*rows)[0]["row"].tolist() == [2, 12]


def test_a_problem_goes_by_the_nim():
    problem = check(alumnus(3, Email="salah.example.com"))[1][0]
    assert (problem.tab, problem.id, problem.value) == ("Alumni", "0031190003", "salah.example.com")


def test_a_language_that_is_not_known_is_only_a_warning():
    frame, problems = check(alumnus(Bahasa="Jawa"))
    assert [one.blocking for one in problems] == [False]
    assert frame["language"].tolist() == [""]


class TestSharedAddresses:
    def test_two_nim_of_one_person_are_as_they_should_be(self):
        rows = [alumnus(1, Email="siti@example.com", Nama="Siti Aminah"),
                alumnus(2, Email="SITI@example.com", Nama="Siti Aminah, A.Md.", Prodi="TRPL")]  # fmt: skip
        assert said(*rows) == []
        assert check(*rows)[0]["key"].tolist() == ["siti@example.com"] * 2

    def test_two_persons_with_one_address_are_a_warning_that_names_the_other_row(self):
        rows = [alumnus(1, Email="a@example.com", Nama="Siti"), alumnus(2, Email="A@example.com", Nama="Joko")]
        assert said(*rows) == [(3, "Email", "email_doubled", False)]
        assert "baris 2" in check(*rows)[1][0].what

    def test_a_slip_of_the_finger_is_a_warning(self):
        assert said(alumnus(Email="budi@gmial.com")) == [(2, "Email", "email_misspelt", False)]


def test_of_a_thousand_alike_problems_it_shows_the_first_and_counts_the_rest():
    frame, problems = check(*(alumnus(number, Email="salah") for number in range(1, 1001)), alumnus(1001))
    assert len(frame) == 1
    assert len(problems) == MOST_SHOWN + 1
    assert "950 baris lain (baris 52 sampai 1001)" in problems[-1].what
    assert (problems[-1].code, problems[-1].row) == ("email_malformed", None)


def test_without_a_heading_that_matters_it_gives_nobody_and_says_so_once():
    body = grid(ALUMNI, alumnus(1), alumnus(2))
    body[0][body[0].index("Status Email")] = "Status"
    frame, problems = check_alumni(body, CONTEXT)
    assert len(frame) == 0
    assert list(frame.columns) == list(check(alumnus())[0].columns)
    assert [one.code for one in problems] == ["heading_missing"]


def test_it_copes_with_moved_columns_short_rows_and_an_empty_tab():
    heads = list(reversed(ALUMNI.headings))
    frame, problems = check_alumni([["x", *heads], [None, *(alumnus().get(head) for head in heads)], [None]], CONTEXT)
    assert (len(frame), problems) == (1, [])
    assert [one.code for one in check_alumni([], CONTEXT)[1]] == ["headings_missing"]
    assert len(check()[0]) == 0


def test_it_speaks_english_where_the_office_does():
    english = Context(CATALOGUE, TODAY, JAKARTA, "en")
    assert check(alumnus(Email=""), context=english)[1][0].what == "Email is still empty."
