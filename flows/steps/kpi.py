"""Show the procedure's KPIs: check the published pages once a day, keep the tab fresh, warn before a year goes by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flows.ledger.measures import SETTLES
from flows.office import Office
from flows.procedure.events import attendance
from flows.procedure.kpi import Announced, Known, Outcome, lacks_activity, measure, years
from flows.procedure.kpi_lines import Line, lines
from flows.procedure.models import Event
from flows.procedure.problems import Problem
from flows.procedure.values import fault
from flows.procedure.wording import problem
from flows.publish import procedure_files
from flows.site.procedures import slugs
from flows.steps.evidence import RECEIVED
from flows.steps.observe import Observed
from flows.visit import SECONDS, visit
from flows.web.published import published_pages
from flows.workbook.flow_tabs import KPI
from flows.workbook.interface import Grid
from flows.workbook.tabs import EVENTS

_NOTE, _REACHED = "kpi", "kpi_reached"
_PUBLIC = frozenset({"vacancies_announced", "events_held", "alumni_reached"})
"""Measures that the public page shows (`flows.publish`): no person, and nothing that a partner answered."""


def check_pages(office: Office, *, seconds: float = SECONDS) -> None:
    """Look whether the published pages answer without login, at most once a day; whatever they do is a result."""
    now, last = office.clock(), office.ledger.page_checks.last()
    if last is None or _day(office, last) < _day(office, now):
        pages = published_pages(office.settings.site_url, slugs(procedure_files(office.settings)))
        office.ledger.page_checks.add(visit(pages, seconds=seconds), now)


def missing_activity(office: Office, observed: Observed) -> Iterator[Problem]:
    """In the last quarter: that nothing has connected industry and graduates this year, and nothing is planned.

    By the events that the ledger has: `flows.steps.evidence.keep_evidence` comes first.
    """
    if lacks_activity(events(office), office.ledger.measures.began(), observed.at, office.zone):
        yield problem(
            fault("no_activity"), language=office.settings.office.language, tab=EVENTS.title, column="Mulai",
            value=str(_day(office, observed.at).year), blocking=False,
        )  # fmt: skip


def keep_fresh(office: Office) -> None:
    """Reckon what *KPI* shows, once a day, and when events or checks have changed; else nothing is reckoned."""
    last = office.ledger.page_checks.last()
    told = (_day(office, office.clock()), last, office.settings.site_url, events(office))
    stamp = hashlib.sha256(repr(told).encode()).hexdigest()
    if office.ledger.notes.get(_NOTE, {}).get("stamp") != stamp:
        found = measured(office, keep=True)
        public = [(line.year, line.key, line.value) for line in found if line.key in _PUBLIC]
        office.ledger.notes.put(**{_NOTE: {"stamp": stamp, "rows": [_row(line) for line in found], "public": public}})


def kpi_grid(office: Office, before: Grid) -> Grid:
    """*KPI* as it was reckoned last, heading row first; ``before`` is the tab as it stands."""
    rows = office.ledger.notes.get(_NOTE, {}).get("rows", [])
    return [list(KPI.headings), *rows] if rows or len(before) > 1 else before


def measured(office: Office, year: int | None = None, *, keep: bool = False) -> list[Line]:
    """One line a measure of that year (default: of the last five, newest first).

    ``keep`` remembers in the ledger what can change no more.
    """
    now, zone, ledger = office.clock(), office.zone, office.ledger
    this = _day(office, now).year
    oldest = min(year or this, this) - 4
    received = ledger.trail.first(RECEIVED)
    known = Known(
        since=ledger.measures.began(),
        announced=[
            Announced(one.subject, one.at, received.get(one.subject))
            for one in ledger.outbox.announced().values()
            if any(count for state, count in one.tally.items() if state != "withdrawn")
        ],
        outcomes=list(_outcomes(office)),
        events=events(office),
        reached={},
        checks=ledger.page_checks.since(_new_year(office, oldest)),
        public_url=office.settings.site_url,
    )
    wanted = years(known, now, zone) if year is None else [year]
    known = replace(known, reached=_reached(office, wanted, keep=keep))
    return [
        line
        for one in wanted
        for line in lines(
            measure(known, one, now, zone), since=known.since, current=one >= this, public_url=known.public_url,
            zone=zone,
        )
    ]  # fmt: skip


def events(office: Office) -> list[Event]:
    """Approved events with their attendance (`attendance`)."""
    counted = office.ledger.events.attended()
    return [
        replace(event, attended=attendance(event.attended, counted.get(event.id)))
        for event in office.ledger.events.all().values()
    ]


def _outcomes(office: Office) -> Iterator[Outcome]:
    closed, told = office.ledger.closings.days(), office.ledger.measures.told()
    for case in office.ledger.responses.cases():
        if case.vacancy in closed:
            first, applied, accepted = told.get(case.vacancy, (None, None, None))
            yield Outcome(case.vacancy, closed[case.vacancy], case.requested_at, first, applied, accepted)


def _reached(office: Office, wanted: Iterable[int], *, keep: bool) -> dict[int, int]:
    """By year. Of a year that can change no more it is counted once: the letters of five years are millions."""
    kept: dict[str, int] = office.ledger.notes.get(_REACHED, {})
    count = office.ledger.measures.reached
    found = {
        year: kept[str(year)] if str(year) in kept else count(_new_year(office, year), _new_year(office, year + 1))
        for year in wanted
    }
    over = {str(one): n for one, n in found.items() if office.clock() >= _new_year(office, one + 1) + SETTLES}
    if keep and over.keys() - kept.keys():
        office.ledger.notes.put(**{_REACHED: {**kept, **over}})
    return found


def _row(line: Line) -> list[Any]:
    return [line.year, line.indicator, line.description, line.shown, line.evidence, line.sources_shown]


def _new_year(office: Office, year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=office.zone)


def _day(office: Office, at: datetime) -> date:
    return at.astimezone(office.zone).date()
