"""All tabs at once: whatever cells hold, nothing raises, and text arrives as it was typed."""

from __future__ import annotations

import string
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.procedure.desk import read_desk
from flows.workbook.reading import read_rows
from flows.workbook.tabs import ALUMNI, CONTROL, EVENTS, VACANCIES, staff_tabs
from tests.procedure.sheet import CATALOGUE, JAKARTA, SOUND, TODAY, grid, vacancy

FRAGMENTS = [
    "5 Des 2026", "31 Februari", "12/31/2026", "Sabtu, 5 Desember", "24 Nov 2026 09.00 WIB", "s.d.", "Setuju",
    "Draf", "Ya", "Semua", "IF", "D3 Teknik Mesin", "hrd@maju.example", "https://a.example", "bit.ly/x",
    "Rp 250.000", "biaya administrasi", "transfer", "Jeda", "Jam Pengumuman", "Alamat Staf", "L26-0001", "#N/A",
    "&amp;", "{0}", "{{ x }}", "%s", "=1+1", "\x00", "\ud800", "\u202e", "\xa0", "🙂", "@", "+62812", "-", ",",
    "\r\n",
]  # fmt: skip

GRADUATE = {"NIM": "0031190001", "Nama": "Budi", "Email": "b@example.com", "Prodi": "IF", "Tahun Lulus": 2024}

texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=4).map("".join),
    st.text(string.printable, max_size=30),
    st.text(st.characters(), max_size=20),
)
cells = st.one_of(
    st.none(), texts, st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.integers(36_000, 50_000), st.floats(36_000, 50_000),
)  # fmt: skip


@st.composite
def grids(draw, tab):
    heads = draw(st.permutations([*tab.headings, "catatan kami"]))
    if draw(st.booleans()):
        heads = draw(st.lists(st.one_of(st.sampled_from(heads), cells), max_size=len(heads) + 2))
    return [heads, *draw(st.lists(st.lists(cells, max_size=len(heads) + 1), max_size=4))]


def read(by_tab, **more):
    found, headings = {}, []
    for tab in staff_tabs():
        if tab.title in by_tab and tab is not ALUMNI:
            found[tab.title], problems = read_rows(tab, by_tab[tab.title])
            headings += problems
    return read_desk(
        found, by_tab.get("Alumni"), CATALOGUE, today=TODAY, tz=JAKARTA, headings=headings, **more
    )  # fmt: skip


@settings(suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries({}, optional={tab.title: grids(tab) for tab in staff_tabs()}), st.sampled_from(["id", "en"])
)
def test_no_cell_content_whatever_raises(by_tab, language):
    desk = read(by_tab, language=language)
    for problem in desk.problems:
        assert problem.what
        assert problem.cure
        assert len(problem.value) <= 80
        problem.what.encode()
    for one in desk.vacancies:
        assert len(one.edition) == 16


@settings(suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(sorted(set(VACANCIES.headings) - {"Status", "Tahap"})), cells, max_size=4))
def test_no_cell_of_a_vacancy_about_to_be_sent_raises(changes):
    desk = read({"Lowongan": grid(VACANCIES, SOUND | changes)})
    blocked = any(one.tab == "Lowongan" and one.blocking for one in desk.problems)
    assert len(desk.vacancies) == (not blocked)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(st.sampled_from(ALUMNI.headings), cells, max_size=2), max_size=4))
def test_no_cell_of_a_graduate_raises(changes):
    desk = read({"Alumni": grid(ALUMNI, *(GRADUATE | changed for changed in changes))})
    assert len(desk.alumni) + len({one.row for one in desk.problems if one.tab == "Alumni" and one.blocking}) <= 5
    assert all(type(one) is int for one in desk.alumni["year"].tolist())


@pytest.mark.parametrize(
    "typed",
    [
        '=IMPORTXML("https://a.example";"//a")', "- butir satu\n- butir dua", "@maju", "+62 812 3456 7890",
        "x" * 10_000, "🙂 Segera!", "<b>tebal</b><script>alert(1)</script>", "{{ 7*7 }} {% raw %}",
        "%s %(x)s",
        "{0} {value}", "/etc/passwd", "Subject: x\nBcc: y@example.com", "'=1+1", "\\N{BULLET}",
    ],
)  # fmt: skip
def test_what_looks_like_code_arrives_as_typed(typed):
    desk = read({"Lowongan": grid(VACANCIES, vacancy(Posisi=typed, Deskripsi=typed, Kualifikasi=typed))})
    (found,) = desk.vacancies
    assert (found.position, found.description, found.qualifications) == (typed, typed, typed)


def test_it_reads_every_tab_and_lets_them_know_of_each_other():
    desk = read(
        {
            "Lowongan": grid(VACANCIES, vacancy(ID="L26-0001", Sasaran="Baru"),
                             vacancy(Posisi="Welder", Sasaran="Rusak"),
                             vacancy(Posisi="Fitter", Cara_Melamar="maju@gmail.com")),
            "Daftar": [["Nama Daftar", "Prodi", "Tahun Lulus Dari", "Tahun Lulus Sampai", "Alamat Milis"],
                       ["Baru"], ["Rusak", "Hukum"]],
            "Mitra": [["ID", "Perusahaan", "Narahubung", "Email", "Telepon", "Bahasa", "Penanggung Jawab"],
                      [None, "Maju Jaya", None, "hrd@maju.example"]],
            "Kegiatan": grid(EVENTS, {"Jenis": "Rapat", "Judul": "Temu", "Mulai": "1 Des 2026 09.00",
                                      "Lowongan": "L26-0001"}),
            "Kendali": grid(CONTROL, {"Nama": "Jam Pengumuman", "Nilai": 8}),
            "Alumni": grid(ALUMNI, {"NIM": "00311900", "Nama": "Budi", "Email": "b@example.com", "Prodi": "IF",
                                    "Tahun Lulus": 2024}),
        }
    )  # fmt: skip
    assert [one.id for one in desk.vacancies] == ["L26-0001"]
    assert [one.code for one in desk.problems if one.tab == "Lowongan"] == ["audience_list_faulty", "fraud_free_mail"]
    assert (len(desk.alumni), len(desk.lists), len(desk.contacts), len(desk.events)) == (1, 1, 1, 1)
    assert (desk.control.paused, desk.control.hour) == (False, 8)
    assert [one.tab for one in desk.problems if one.code == "tab_missing"] == ["Penerima Rekap", "Periode"]


def test_a_tab_that_is_gone_is_said_once():
    desk = read({})
    assert desk.control.paused
    assert len(desk.alumni) == 0
    codes = [one.code for one in desk.problems]
    assert codes == ["tab_missing"] * 7 + ["pause_unknown"]


def test_every_kind_of_cell_is_something_a_cell_can_be():
    kinds = (None, "a", 1, 1.0, True, date(2026, 1, 1), datetime(2026, 1, 1, 9), time(9), timedelta(1))
    for cell in kinds:
        read({"Lowongan": [list(VACANCIES.headings), [cell] * 20], "Kegiatan": [list(EVENTS.headings), [cell] * 15]})
