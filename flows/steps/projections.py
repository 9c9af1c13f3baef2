"""What the flows' own tabs show: each a projection of the ledger and of what was just read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.archive.sheet import archive_grid
from flows.forms.sheet import responses_grid
from flows.office import Office
from flows.procedure.announcing import Step, Verdict
from flows.procedure.dates import short_moment
from flows.procedure.models import Language
from flows.procedure.period_status import period_line
from flows.procedure.problems import Problem
from flows.procedure.status import Situation, Told, status_line
from flows.procedure.values import text
from flows.steps.disposal_tab import disposal_grid
from flows.steps.event_lines import event_lines
from flows.steps.event_tab import AttendanceTab
from flows.steps.events import Events
from flows.steps.kpi import kpi_grid
from flows.steps.observe import Observed
from flows.steps.recaps import Periods
from flows.steps.results import NOTHING, Result
from flows.steps.signups import signups_grid
from flows.workbook.columns import Tab
from flows.workbook.flow_tabs import ARCHIVE, ATTENDANCE, DISPOSAL, KPI, PROBLEMS, RECAP, RESPONSES, SIGNUPS, STATUS
from flows.workbook.interface import Cell, Grid
from flows.workbook.tabs import TABS, VACANCIES


@dataclass(frozen=True)
class View:
    """All that is known when the tabs are written."""

    office: Office
    observed: Observed
    verdicts: Mapping[str, Verdict]
    situation: Situation
    problems: Sequence[tuple[Problem, datetime]]
    """Each with the moment since when it stands."""
    results: Mapping[str, Result]
    """By vacancy, for those whose partner is asked for results."""
    periods: Periods
    events: Events
    attendance: AttendanceTab
    now: datetime

    @property
    def language(self) -> Language:
        return self.office.settings.office.language

    def moment(self, at: datetime) -> str:
        return short_moment(at, self.office.zone, self.language)


def _problems(view: View, before: Grid) -> Grid:
    order = {tab.title: place for place, tab in enumerate(TABS)}
    rows: Grid = [list(PROBLEMS.headings)]
    for one, since in sorted(view.problems, key=lambda p: (order.get(p[0].tab, 99), p[0].row or 0, not p[0].blocking)):
        rows.append([one.tab, one.id, one.row, one.column, one.value, one.what, one.cure, view.moment(since)])
    return rows


def _status(view: View, before: Grid) -> Grid:
    announced = view.office.ledger.outbox.announced()
    previous = _by_id(STATUS, before)
    rows: Grid = [list(STATUS.headings)]
    for vacancy in view.observed.lines.get(VACANCIES.title, []):
        known = announced.get(vacancy.id)
        told = Told(known.at, known.tally) if known else None
        verdict = view.verdicts.get(vacancy.id, Verdict(Step.HELD))  # what is not well-formed was not judged
        line = status_line(verdict, told, view.situation, view.office.zone, view.language)
        result = view.results.get(vacancy.id, NOTHING)
        names = [text(vacancy.cells.get(heading)) for heading in ("Posisi", "Perusahaan")]
        cells: dict[str, Cell] = {
            "ID": vacancy.id,
            "Judul": " · ".join(filter(None, names)),
            "Tahap": line.stage,
            "Diumumkan": line.announced,
            "Penerima": line.recipients,
            "Terkirim": line.sent,
            "Gagal": line.failed,
            "Umpan Balik": result.progress.state,
            "Langkah Berikut": result.progress.next_step or line.next_step,
            "Tautan Formulir": result.form,
        }
        rows.append(_dated(view, cells, previous))
    return rows + [
        _dated(view, cells, previous) for cells in (*event_lines(view.events, view.situation), *_periods(view))
    ]


def _periods(view: View) -> Iterator[dict[str, Cell]]:
    """The lines of *Status* about *Periode*."""
    for period_id, standing in view.periods.standings().items():
        stage, next_step = period_line(standing, view.office.zone, view.language)
        told = Told(standing.last.at, standing.tally or {}) if standing.last else None
        yield {
            "ID": period_id,
            "Judul": standing.period.title if standing.period else "",
            "Tahap": stage,
            "Penerima": told.recipients if told else None,
            "Terkirim": told.tally.get("sent", 0) if told else None,
            "Gagal": told.tally.get("refused", 0) if told else None,
            "Langkah Berikut": next_step,
        }


def _dated(view: View, cells: Mapping[str, Cell], previous: Mapping[Cell, list[Cell]]) -> list[Cell]:
    """A line of *Status* with the moment of its last change; ``previous`` are the lines as they stand, by ID."""
    row = [cells.get(heading) for heading in STATUS.headings[:-1]]
    old = previous.get(cells["ID"])
    unchanged = old is not None and same([row], [old[: len(row)]])
    return [*row, old[-1] if unchanged and old else view.moment(view.now)]


def _recap(view: View, before: Grid) -> Grid:
    drafted = [list(row) for row in view.periods.drafts()]
    return [list(RECAP.headings), *drafted] if drafted or len(before) > 1 else before


def _archive(view: View, before: Grid) -> Grid:
    entries = view.office.ledger.archive.entries()
    return archive_grid(entries, view.office.zone, view.language) if entries or len(before) > 1 else before


def _responses(view: View, before: Grid) -> Grid:
    office = view.office
    versions = office.ledger.responses.versions()
    if not versions and len(before) <= 1:
        return before  # headings alone are worth no write: they follow with the first answer
    return responses_grid(office.form, versions, office.zone, view.language)


Projection = Callable[[View, Grid], Grid]
"""The tab's whole new content, heading row first, given the view and the tab as it stands."""

PROJECTIONS: Mapping[str, Projection] = {
    PROBLEMS.title: _problems,
    STATUS.title: _status,
    RESPONSES.title: _responses,
    RECAP.title: _recap,
    ARCHIVE.title: _archive,
    ATTENDANCE.title: lambda view, before: view.attendance.grid(before),
    SIGNUPS.title: lambda view, before: signups_grid(view.office, view.observed, before),
    DISPOSAL.title: lambda view, before: disposal_grid(view.office, view.observed, before),
    KPI.title: lambda view, before: kpi_grid(view.office, before),
}
"""By tab."""


def _by_id(tab: Tab, grid: Grid) -> dict[Cell, list[Cell]]:
    width = len(tab.headings)
    return {line[0]: [*line, *[None] * width][:width] for line in grid[1:] if line}


def same(one: Grid, other: Grid) -> bool:
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
