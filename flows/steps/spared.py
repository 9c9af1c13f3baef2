"""What stands in the sheet and must not be acted upon: rows whose records were disposed of, people who had themselves
erased. Staff are asked to delete both; until they do, it is as if they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.office import Office
from flows.procedure.desk import Desk
from flows.procedure.models import Contact, Period
from flows.procedure.problems import Problem
from flows.procedure.retention import Kind
from flows.procedure.values import email_key, fault
from flows.procedure.wording import problem
from flows.steps.observe import Observed
from flows.workbook.tabs import ALUMNI, EVENTS, PARTNERS, PERIODS, RECAP_RECIPIENTS, VACANCIES


def spared(office: Office, observed: Observed) -> Observed:
    """What was read without them, and with what staff are to do about it among the problems."""
    observed, of_rows = _without_disposed(office, observed)
    observed, of_people = _without_erased(office, observed)
    if not (of_rows or of_people):
        return observed
    desk = observed.desk
    return replace(observed, desk=replace(desk, problems=(*desk.problems, *of_rows, *of_people)))


def holds_erased(observed: Observed) -> bool:
    """Whether somebody who was erased stands in the sheet: what was read of it is not to be kept."""
    return any(one.code == "person_erased" for one in observed.desk.problems)


def _without_disposed(office: Office, observed: Observed) -> tuple[Observed, list[Problem]]:
    disposals, desk = office.ledger.disposals, observed.desk
    vacancies, events = disposals.gone(Kind.VACANCY), disposals.gone(Kind.EVENT)
    closed, recaps = disposals.touched(Kind.VACANCY), disposals.touched(Kind.RECAP)
    if not (vacancies or events or recaps):
        return observed, []
    periods = {
        period.id: next(number for day, number in closed.items() if _holds(period, day))
        for period in desk.periods
        if any(_holds(period, day) for day in closed)
    }
    problems = [
        problem(
            fault(code, record=f"BA/{gone[row.id]}"), language=office.settings.office.language, tab=tab.title,
            id=row.id, row=row.number, column="ID",
        )
        for tab, code, gone in (
            (VACANCIES, "row_disposed", vacancies),
            (EVENTS, "row_disposed", events),
            (PERIODS, "period_disposed", recaps | periods),
        )
        for row in observed.lines.get(tab.title, ())
        if row.id in gone
    ]  # fmt: skip
    ids = {one.id for one in problems}
    kept = replace(
        desk,
        vacancies=tuple(one for one in desk.vacancies if one.id not in ids),
        events=tuple(one for one in desk.events if one.id not in ids),
        periods=tuple(one for one in desk.periods if one.id not in ids),
        # What else is wrong with such a row is no matter any more.
        problems=tuple(one for one in desk.problems if one.id not in ids),
    )
    return replace(observed, desk=kept), problems


def _holds(period: Period, day: str) -> bool:
    return period.first.isoformat() <= day <= period.last.isoformat()


def _without_erased(office: Office, observed: Observed) -> tuple[Observed, list[Problem]]:
    desk = observed.desk
    erased = set(office.ledger.erasure.marks(_addresses(desk)))
    if not erased:
        return observed, []
    rows = [(ALUMNI.title, "", int(row)) for row in desk.alumni["row"][desk.alumni["key"].isin(erased)]]
    contacts = {one.id for one in desk.contacts if email_key(one.email) in erased}
    rows += [(PARTNERS.title, row.id, row.number) for row in observed.lines[PARTNERS.title] if row.id in contacts]
    rows += [
        (RECAP_RECIPIENTS.title, "", row.number)
        for row in observed.lines.get(RECAP_RECIPIENTS.title, ())
        if email_key(str(row.cells.get("Email") or "").strip()) in erased
    ]
    told = fault("person_erased")  # and no word of who it is
    problems = [
        problem(told, language=office.settings.office.language, tab=tab, id=key, row=row, column="Email")
        for tab, key, row in rows
    ]
    kept = replace(
        desk,
        alumni=desk.alumni[~desk.alumni["key"].isin(erased)].reset_index(drop=True),
        contacts=tuple(_without(one, erased) for one in desk.contacts),
        recipients=tuple(one for one in desk.recipients if email_key(one.email) not in erased),
        control=replace(desk.control, staff=tuple(one for one in desk.control.staff if email_key(one) not in erased)),
    )
    return replace(observed, desk=kept), problems


def _addresses(desk: Desk) -> Iterator[str]:
    """Every normalised address that could be written to."""
    yield from desk.alumni["key"]
    typed: Iterable[str] = (
        *(address for one in desk.contacts for address in (one.email, one.in_charge)),
        *(one.email for one in desk.recipients),
        *desk.control.staff,
    )
    yield from (email_key(address) for address in typed if address)


def _without(contact: Contact, erased: set[str]) -> Contact:
    """The company stays, for others of its contacts."""
    if email_key(contact.email) in erased:
        contact = replace(contact, name="", email="", phone="")
    return replace(contact, in_charge="") if email_key(contact.in_charge) in erased else contact
