"""What every provider of the workbook promises: subclass `WorkbookContract`, and give it two fixtures.

``workbook`` is freshly set up with all tabs of `flows.workbook.tabs`; ``staff`` edits the same workbook as a colleague
would, by hand, without passing through the provider.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from flows.errors import WorkbookError
from flows.workbook.flow_tabs import PROBLEMS, STATUS
from flows.workbook.interface import Cell, Changes, Grid, IdCell, Workbook
from flows.workbook.tabs import ALUMNI, CONTROL, PARTNERS, TABS, VACANCIES

NASTY = (
    '=IMPORTXML("http://example.com/";"//a")',
    "=1+1",
    "+6281234567890",
    "-5 tahun pengalaman",
    "@example",
    "'kutip di depan",
    "081234567890",
    "3/4",
    "TRUE",
    "#N/A",
    "1e5",
    "  spasi di tepi  ",
    "baris satu\nbaris dua\n\n- butir",
    "tab\tdi tengah",
    "<b>tebal</b> & &amp; ]]>",
    "_x000D_ dan _x0041_",
    "emoji 🎓👩🏽‍🔧 dan é",
    "{{ nama }} {% raw %}",
)
"""Texts that a spreadsheet would like to turn into something else."""


class Colleague(Protocol):
    """Somebody who edits the workbook by hand. Rows and columns count from 1; values are kept as typed values
    (a ``str`` is text, whatever it looks like)."""

    def set(self, tab: str, row: int, values: Sequence[Cell], column: int = 1) -> None:
        """Overwrite the cells of one row from ``column`` on; ``None`` empties a cell."""

    def insert(self, tab: str, row: int, values: Sequence[Cell]) -> None:
        """Insert a row above row number ``row``."""

    def delete(self, tab: str, row: int) -> None:
        """Delete a row; those below move up."""

    def sort(self, tab: str, column: int, *, descending: bool = False) -> None:
        """Sort the rows below the heading by the text of one column, whole rows moving together."""

    def get(self, tab: str) -> Grid:
        """The tab as a colleague sees it: values, no formulas."""


def trimmed(grid: Grid) -> Grid:
    """The grid without the empty cells and rows at its end, which a provider may give or leave out."""
    rows = [list(row) for row in grid]
    for row in rows:
        while row and row[-1] in (None, ""):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def write(workbook: Workbook, changes: Changes) -> None:
    workbook.write(changes, expected=workbook.stamp())


def status_grid(*rows: list[Cell]) -> Grid:
    return [list(STATUS.headings), *rows]


class WorkbookContract:
    """Subclass it with ``workbook`` and ``staff``; every test must pass."""

    @pytest.fixture
    def workbook(self) -> Workbook:
        raise NotImplementedError

    @pytest.fixture
    def staff(self, workbook: Workbook) -> Colleague:
        raise NotImplementedError

    # Reading

    def test_it_has_every_tab_with_its_headings_in_row_1(self, workbook: Workbook) -> None:
        grids = workbook.read([tab.title for tab in TABS])
        for tab in TABS:
            assert trimmed(grids[tab.title])[0] == list(tab.headings), tab.title

    def test_it_starts_with_the_switches_and_no_other_rows(self, workbook: Workbook) -> None:
        grids = workbook.read([tab.title for tab in TABS])
        assert [row[0] for row in trimmed(grids[CONTROL.title])] == ["Nama", "Jeda", "Jam Pengumuman", "Alamat Staf"]
        assert trimmed(grids[CONTROL.title])[1] == ["Jeda", "Tidak"]
        for tab in TABS:
            if tab is not CONTROL:
                assert len(trimmed(grids[tab.title])) == 1, tab.title

    def test_it_leaves_out_a_tab_that_is_not_there(self, workbook: Workbook) -> None:
        assert set(workbook.read(["Lowongan", "Tidak Ada"])) == {"Lowongan"}

    def test_it_reads_nothing_when_asked_for_nothing(self, workbook: Workbook) -> None:
        assert workbook.read([]) == {}

    def test_it_sees_what_a_colleague_typed(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(PARTNERS.title, 2, [None, "PT Maju Jaya", "Sari", "sari@example.com", "081234567890"])
        row = workbook.read([PARTNERS.title])[PARTNERS.title][1]
        assert row[:5] == [None, "PT Maju Jaya", "Sari", "sari@example.com", "081234567890"]

    @pytest.mark.parametrize("text", NASTY)
    def test_it_reads_text_as_text(self, workbook: Workbook, staff: Colleague, text: str) -> None:
        staff.set(VACANCIES.title, 2, [text], column=6)
        assert workbook.read([VACANCIES.title])[VACANCIES.title][1][5] == text

    def test_it_reads_a_number_as_a_number(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(ALUMNI.title, 2, [3311901001, "Budi", "budi@example.com", "Teknik Informatika", 2024])
        row = workbook.read([ALUMNI.title])[ALUMNI.title][1]
        assert row[0] == 3311901001
        assert not isinstance(row[0], str)
        assert row[4] == 2024

    def test_it_reads_truth_values(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(CONTROL.title, 2, [True, False], column=2)
        assert workbook.read([CONTROL.title])[CONTROL.title][1][1:3] == [True, False]

    def test_it_counts_rows_and_columns_from_the_sheets_first(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(PARTNERS.title, 1, [None] * len(PARTNERS.columns))
        staff.set(PARTNERS.title, 4, ["hanya ini"], column=3)
        grid = trimmed(workbook.read([PARTNERS.title])[PARTNERS.title])
        assert grid == [[], [], [], [None, None, "hanya ini"]]

    def test_it_follows_rows_that_move(self, workbook: Workbook, staff: Colleague) -> None:
        for row, name in enumerate(("Budi", "Citra", "Ani"), start=2):
            staff.set(ALUMNI.title, row, [f"331190100{row}", name])
        staff.insert(ALUMNI.title, 2, ["3311901009", "Dewi"])
        staff.delete(ALUMNI.title, 3)
        staff.sort(ALUMNI.title, 2)
        grid = trimmed(workbook.read([ALUMNI.title])[ALUMNI.title])
        assert [row[1] for row in grid[1:]] == ["Ani", "Citra", "Dewi"]

    # Writing

    def test_it_writes_a_tab_of_the_flows_whole(self, workbook: Workbook, staff: Colleague) -> None:
        grid = status_grid(["L-0001", "Teknisi", "Diumumkan", "24 Nov 2026", 1204, 1200, 4])
        write(workbook, Changes(tabs={STATUS.title: grid}))
        assert trimmed(workbook.read([STATUS.title])[STATUS.title]) == grid
        assert trimmed(staff.get(STATUS.title)) == grid

    def test_it_empties_what_lies_beyond_a_shorter_grid(self, workbook: Workbook, staff: Colleague) -> None:
        long = status_grid(*[[f"L-{n:04}", "Judul", "Tahap"] for n in range(30)])
        write(workbook, Changes(tabs={STATUS.title: long}))
        staff.set(STATUS.title, 40, ["coretan staf"], column=20)
        short: Grid = [["ID", "Judul"], ["L-0001", "Judul"]]
        write(workbook, Changes(tabs={STATUS.title: short}))
        assert trimmed(workbook.read([STATUS.title])[STATUS.title]) == short

    @pytest.mark.parametrize("text", NASTY)
    def test_it_writes_text_as_text(self, workbook: Workbook, staff: Colleague, text: str) -> None:
        grid: Grid = [list(PROBLEMS.headings), ["Lowongan", "L-0001", 2, "Deskripsi", text]]
        write(workbook, Changes(tabs={PROBLEMS.title: grid}))
        assert trimmed(workbook.read([PROBLEMS.title])[PROBLEMS.title])[1][4] == text
        assert staff.get(PROBLEMS.title)[1][4] == text

    def test_it_writes_empty_cells_and_rows(self, workbook: Workbook) -> None:
        grid: Grid = [["ID", None, "Tahap"], [], [None, "", "x"]]
        write(workbook, Changes(tabs={STATUS.title: grid}))
        read = trimmed(workbook.read([STATUS.title])[STATUS.title])
        assert read == [["ID", None, "Tahap"], [], [None, None, "x"]]

    def test_it_cuts_a_text_that_no_cell_can_hold(self, workbook: Workbook) -> None:
        write(workbook, Changes(tabs={STATUS.title: status_grid(["L-0001", "ab" * 40_000, "sesudahnya"])}))
        row = workbook.read([STATUS.title])[STATUS.title][1]
        assert str(row[1]).startswith("ab" * 1_000)
        assert row[2] == "sesudahnya"

    def test_it_writes_ids_and_nothing_else_in_a_tab_of_staffs(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(PARTNERS.title, 2, [None, "PT Satu", "Ani", "ani@example.com", "0811"])
        staff.set(PARTNERS.title, 3, ["M-0009", "PT Dua"])
        staff.set(PARTNERS.title, 5, [None, "=1+1 sebagai teks"])
        ids = (
            IdCell(PARTNERS.title, 2, 1, "M-0001"),
            IdCell(PARTNERS.title, 3, 1, ""),
            IdCell(PARTNERS.title, 5, 1, "M-0003"),
        )
        write(workbook, Changes(ids=ids))
        expected: Grid = [
            list(PARTNERS.headings),
            ["M-0001", "PT Satu", "Ani", "ani@example.com", "0811"],
            [None, "PT Dua"],
            [],
            ["M-0003", "=1+1 sebagai teks"],
        ]
        assert trimmed(workbook.read([PARTNERS.title])[PARTNERS.title]) == expected
        assert trimmed(staff.get(PARTNERS.title)) == expected

    def test_it_writes_an_id_wherever_its_column_is(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(PARTNERS.title, 1, ["Kolom staf", "Perusahaan", None, "ID"])
        staff.set(PARTNERS.title, 2, ["a", "PT Satu"])
        write(workbook, Changes(ids=(IdCell(PARTNERS.title, 2, 4, "M-0001"),)))
        assert workbook.read([PARTNERS.title])[PARTNERS.title][1][:4] == ["a", "PT Satu", None, "M-0001"]

    def test_it_writes_ids_and_tabs_in_one_go(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(VACANCIES.title, 2, [None, "PT Satu", "Teknisi"])
        changes = Changes(
            ids=(IdCell(VACANCIES.title, 2, 1, "L-0001"),),
            tabs={STATUS.title: status_grid(["L-0001"]), PROBLEMS.title: [list(PROBLEMS.headings)]},
        )
        write(workbook, changes)
        grids = workbook.read([VACANCIES.title, STATUS.title, PROBLEMS.title])
        assert grids[VACANCIES.title][1][:3] == ["L-0001", "PT Satu", "Teknisi"]
        assert trimmed(grids[STATUS.title])[1] == ["L-0001"]
        assert len(trimmed(grids[PROBLEMS.title])) == 1

    def test_it_refuses_a_tab_that_is_not_there_and_writes_nothing(self, workbook: Workbook) -> None:
        changes = Changes(tabs={STATUS.title: status_grid(["L-0001"]), "Tidak Ada": [["x"]]})
        with pytest.raises(WorkbookError, match="Tidak Ada"):
            write(workbook, changes)
        assert len(trimmed(workbook.read([STATUS.title])[STATUS.title])) == 1

    def test_it_leaves_the_workbook_alone_when_there_is_nothing_to_write(self, workbook: Workbook) -> None:
        before = workbook.stamp()
        workbook.write(Changes(), expected=before)
        assert workbook.stamp() == before

    # Knowing its state

    def test_it_keeps_its_stamp_while_nobody_writes(self, workbook: Workbook) -> None:
        before = workbook.stamp()
        workbook.read([tab.title for tab in TABS])
        assert workbook.stamp() == before

    def test_it_changes_its_stamp_when_a_colleague_edits(self, workbook: Workbook, staff: Colleague) -> None:
        before = workbook.stamp()
        staff.set(VACANCIES.title, 2, ["baru"], column=2)
        assert workbook.stamp().version != before.version

    def test_it_changes_its_stamp_when_it_is_written(self, workbook: Workbook) -> None:
        before = workbook.stamp()
        write(workbook, Changes(tabs={STATUS.title: status_grid(["L-0001"])}))
        assert workbook.stamp().version != before.version

    def test_it_says_in_utc_when_it_was_modified(self, workbook: Workbook, staff: Colleague) -> None:
        staff.set(VACANCIES.title, 2, ["baru"], column=2)
        modified = workbook.stamp().modified
        assert modified.utcoffset() == timedelta(0)
        assert abs(modified - datetime.now(UTC)) < timedelta(minutes=5)

    def test_it_links_to_a_cell_by_name(self, workbook: Workbook) -> None:
        assert workbook.link(VACANCIES.title, 7, 6).endswith("F7")
        assert workbook.link(VACANCIES.title, 12, 28).endswith("AB12")

    def test_it_says_how_long_a_read_stays_fresh(self, workbook: Workbook) -> None:
        assert timedelta(0) <= workbook.fresh_for <= timedelta(minutes=1)
