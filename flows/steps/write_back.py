"""Write the flows' own tabs: projections of the ledger, rewritten as a whole, and only if something changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flows.errors import WorkbookChanged, WorkbookError
from flows.office import Office
from flows.procedure.announcing import Verdict
from flows.procedure.status import Situation
from flows.steps.event_tab import AttendanceTab
from flows.steps.events import Events
from flows.steps.known_problems import problem_key
from flows.steps.observe import ROUNDS, TITLES, Observed, costly, read, remember
from flows.steps.projections import PROJECTIONS, View, same
from flows.steps.recaps import Periods
from flows.steps.results import Result
from flows.workbook.interface import Changes, Grid
from flows.workbook.tabs import flow_tabs

_NEEDED = frozenset(tab.title for tab in flow_tabs() if not tab.hidden)


def write_back(
    office: Office,
    observed: Observed,
    verdicts: Mapping[str, Verdict],
    situation: Situation,
    since: Mapping[str, datetime],
    results: Mapping[str, Result],
    periods: Periods,
    events: Events,
    attendance: AttendanceTab,
) -> bool:
    """Show staff where everything stands; returns whether anything was written. ``since`` is of `problems_since`.

    Raises `WorkbookBusy` if the workbook is open or out of reach: the next tick writes the same, nothing is lost. A
    tab that is gone keeps none of the others from being written: *Masalah* tells of it (`gone_tabs`), but for *Masalah*
    itself, *Status* and *Respon*, which staff cannot do without: then `WorkbookError` says which to make again.
    """
    reading = observed.reading
    problems = [(problem, since[problem_key(problem)]) for problem in observed.desk.problems]
    written = False
    for _ in range(ROUNDS):
        view = View(
            office, observed, verdicts, situation, problems, results, periods, events, attendance, office.clock()
        )
        changed: dict[str, Grid] = {}
        gone: list[str] = []
        for title, project in PROJECTIONS.items():
            before = reading.grids.get(title, [])
            after = project(view, before)
            if title not in reading.grids:
                gone += [title] if title in _NEEDED and len(after) > 1 else []
            elif not same(after, before):
                changed[title] = after
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
    if gone:
        raise WorkbookError(
            f"What is to be shown in the tab {' and '.join(gone)} has no place: the tab is gone",
            where="the workbook",
            cure="add an empty tab of that name (at Google `loker init --google` makes it); the next run fills it",
        )
    return written


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
