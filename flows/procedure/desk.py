"""The whole workbook, understood: what staff typed on one side, what is wrong with it on the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from flows.procedure.checks.alumni import check_alumni
from flows.procedure.checks.context import Context
from flows.procedure.checks.control import check_control
from flows.procedure.checks.events import check_events
from flows.procedure.checks.lists import check_lists, list_names
from flows.procedure.checks.partners import check_partners
from flows.procedure.checks.periods import check_periods
from flows.procedure.checks.recipients import check_recipients
from flows.procedure.checks.vacancies import check_vacancies
from flows.procedure.models import AlumniList, Contact, Control, Event, Language, Period, RecapRecipient, Vacancy
from flows.procedure.problems import Problem
from flows.procedure.programmes import Catalogue
from flows.procedure.values import fault
from flows.procedure.wording import problem
from flows.workbook.columns import Tab
from flows.workbook.interface import Grid
from flows.workbook.reading import Row
from flows.workbook.tabs import ALUMNI, CONTROL, EVENTS, LISTS, PARTNERS, PERIODS, RECAP_RECIPIENTS, VACANCIES

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Desk:
    """What lies on the office's desk: everything well-formed, and the problems with the rest."""

    vacancies: tuple[Vacancy, ...]
    """With drafts and closed ones, which may be half empty (`check_vacancies`)."""
    alumni: pd.DataFrame
    """As `check_alumni` gives it."""
    lists: tuple[AlumniList, ...]
    contacts: tuple[Contact, ...]
    events: tuple[Event, ...]
    periods: tuple[Period, ...]
    recipients: tuple[RecapRecipient, ...]
    control: Control
    problems: tuple[Problem, ...]
    """In the order of the tabs, the headings' problems first."""


def read_desk(
    rows_by_tab: Mapping[str, Sequence[Row]],
    alumni_grid: Grid | None,
    catalogue: Catalogue,
    *,
    today: date,
    tz: tzinfo,
    language: Language = "id",
    headings: Sequence[Problem] = (),
    announced: Collection[str] = (),
) -> Desk:
    """Check everything. Nothing that a cell holds raises.

    ``rows_by_tab`` are the rows by the tabs' titles, with the IDs that they are known by; a tab that is not among them
    is gone from the workbook, and so is *Alumni* if ``alumni_grid`` is ``None``. ``today`` is the day in ``tz``, the
    office's time zone. ``headings`` are the problems that `read_rows` found, ``announced`` the vacancies' IDs that went
    out already.
    """
    context = Context(catalogue, today, tz, language)

    def rows(title: str) -> Sequence[Row]:
        return rows_by_tab.get(title, ())

    lists, of_lists = check_lists(rows(LISTS.title), context)
    faulty = set(list_names(rows(LISTS.title))) - {one.name for one in lists}
    contacts, of_contacts = check_partners(rows(PARTNERS.title), context)
    vacancies, of_vacancies = check_vacancies(
        rows(VACANCIES.title), context, lists=lists, faulty_lists=faulty, contacts=contacts, announced=announced
    )
    ids = {row.id for row in rows(VACANCIES.title) if row.id}
    events, of_events = check_events(rows(EVENTS.title), context, lists=lists, faulty_lists=faulty, vacancies=ids)
    periods, of_periods = check_periods(rows(PERIODS.title), context)
    recipients, of_recipients = check_recipients(rows(RECAP_RECIPIENTS.title), context)
    control, of_control = check_control(rows_by_tab.get(CONTROL.title), context, headings=headings)
    alumni, of_alumni = check_alumni(alumni_grid or [], context)
    of_alumni = [_gone(ALUMNI, context)] if alumni_grid is None else of_alumni
    ours = (VACANCIES, LISTS, PARTNERS, EVENTS, RECAP_RECIPIENTS, PERIODS)  # *Kendali*: see `check_control`
    missing = [_gone(tab, context) for tab in ours if tab.title not in rows_by_tab]
    found = (of_vacancies, of_alumni, of_lists, of_contacts, of_events, of_recipients, of_periods, of_control)
    return Desk(
        vacancies=tuple(vacancies),
        alumni=alumni,
        lists=tuple(lists),
        contacts=tuple(contacts),
        events=tuple(events),
        periods=tuple(periods),
        recipients=tuple(recipients),
        control=control,
        problems=(*missing, *headings, *(one for several in found for one in several)),
    )


def _gone(tab: Tab, context: Context) -> Problem:
    return problem(fault("tab_missing"), language=context.language, tab=tab.title)
