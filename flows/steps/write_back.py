"""Write *Status* and *Masalah*: projections of the ledger, rewritten as a whole, and only if something changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from flows.errors import WorkbookChanged
from flows.office import Office
from flows.procedure.announcing import Step, Verdict
from flows.procedure.dates import short_moment
from flows.procedure.problems import Problem
from flows.procedure.status import Situation, Told, status_line
from flows.procedure.values import text
from flows.steps.observe import ROUNDS, TITLES, Observed, costly, read, remember
from flows.workbook.interface import Cell, Changes, Grid
from flows.workbook.tabs import PROBLEMS, STATUS, TABS, VACANCIES, Tab

_CHANGED_AT = "Diperbarui"


def write_back(
    office: Office,
    observed: Observed,
    verdicts: Mapping[str, Verdict],
    situation: Situation,
    since: Mapping[str, datetime],
) -> bool:
    """Show staff where everything stands; returns whether anything was written. ``since`` is of `problems_since`.

    Raises `WorkbookBusy` if the workbook is open or out of reach: the next tick writes the same, nothing is lost.
    """
    reading = observed.reading
    written = False
    for _ in range(ROUNDS):
        now = office.clock()
        wanted = {
            PROBLEMS.title: _problems_grid(observed.desk.problems, since, office),
            STATUS.title: _status_grid(office, observed, verdicts, situation, reading.grids.get(STATUS.title, []), now),
        }
        changed = {title: grid for title, grid in wanted.items() if not _same(grid, reading.grids.get(title, []))}
        if not changed:
            break
        try:
            office.workbook.write(Changes(tabs=changed), expected=reading.stamp)
        except WorkbookChanged:
            reading = read(office)
            continue
        written = True
        break
    _remember(office, observed, written=written)
    return written


def problem_key(problem: Problem) -> str:
    """Hash of what makes a problem the same one while it lasts: not its row, for staff sort."""
    parts = (problem.tab, problem.id or str(problem.row), problem.column, problem.value, problem.code)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def problems_since(office: Office, observed: Observed) -> dict[str, datetime]:
    """Since when each problem stands, by `problem_key`."""
    keys = dict.fromkeys(map(problem_key, observed.desk.problems))
    return office.ledger.notes.see_problems(keys, observed.at)


def _problems_grid(problems: Sequence[Problem], since: Mapping[str, datetime], office: Office) -> Grid:
    order = {tab.title: place for place, tab in enumerate(TABS)}
    language = office.settings.office.language
    rows: Grid = [list(PROBLEMS.headings)]
    for one in sorted(problems, key=lambda p: (order.get(p.tab, 99), p.row or 0, not p.blocking)):
        seen = short_moment(since[problem_key(one)], office.zone, language)
        rows.append([one.tab, one.id, one.row, one.column, one.value, one.what, one.cure, seen])
    return rows


def _status_grid(
    office: Office,
    observed: Observed,
    verdicts: Mapping[str, Verdict],
    situation: Situation,
    before: Grid,
    now: datetime,
) -> Grid:
    language = office.settings.office.language
    announced = office.ledger.outbox.announced()
    previous = _by_id(STATUS, before)
    rows: Grid = [list(STATUS.headings)]
    for vacancy in observed.lines.get(VACANCIES.title, []):
        known = announced.get(vacancy.id)
        told = Told(known.at, known.tally) if known else None
        verdict = verdicts.get(vacancy.id, Verdict(Step.HELD))  # what is not well-formed was not judged
        line = status_line(verdict, told, situation, office.zone, language)
        names = [text(vacancy.cells.get(heading)) for heading in ("Posisi", "Perusahaan")]
        cells: dict[str, Cell] = {
            "ID": vacancy.id,
            "Judul": " · ".join(filter(None, names)),
            "Tahap": line.stage,
            "Diumumkan": line.announced,
            "Penerima": line.recipients,
            "Terkirim": line.sent,
            "Gagal": line.failed,
            "Langkah Berikut": line.next_step,
        }
        row = [cells.get(heading) for heading in STATUS.headings[:-1]]
        old = previous.get(vacancy.id)
        unchanged = old is not None and _same([row], [old[: len(row)]])
        rows.append([*row, old[-1] if unchanged and old else short_moment(now, office.zone, language)])
    return rows


def _by_id(tab: Tab, grid: Grid) -> dict[Cell, list[Cell]]:
    width = len(tab.headings)
    return {line[0]: [*line, *[None] * width][:width] for line in grid[1:] if line}


def _same(one: Grid, other: Grid) -> bool:
    """Whether two grids show the same; empty cells and rows at the ends do not count."""
    return _plain(one) == _plain(other)


def _plain(grid: Grid) -> list[list[str]]:
    lines = [["" if cell is None else _number(cell) for cell in line] for line in grid]
    for line in lines:
        while line and not line[-1]:
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _number(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _remember(office: Office, observed: Observed, *, written: bool) -> None:
    """Note the state of the workbook after our own write, so that it does not count as staff's.

    Where reading costs calls, everything is read once more *after* that state was asked for: an edit by staff between
    our write and the question is then in what is kept, and one after it changes the state.
    """
    reading, wrote_ids = observed.reading, observed.wrote_ids
    if not (written or wrote_ids):
        remember(office, reading, reading.stamp, observed.at)
        if costly(office) and not reading.kept:
            office.ledger.notes.keep_reading(reading.grids)
        return
    stamp = office.workbook.stamp()
    if costly(office):
        office.ledger.notes.keep_reading(office.workbook.read(TITLES))
    remember(office, reading, stamp, observed.at)
