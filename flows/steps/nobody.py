"""Vacancies that fit nobody: announced, they reach no one, which staff would see only in a number of *Status*."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from flows.office import Office
from flows.procedure.announcing import approved
from flows.procedure.audience import mailing_lists, meant_for
from flows.procedure.models import Audience
from flows.procedure.problems import Problem
from flows.procedure.values import fault, text
from flows.procedure.wording import problem
from flows.steps.observe import Observed
from flows.workbook.tabs import VACANCIES


def meant_for_nobody(office: Office, observed: Observed) -> Iterator[Problem]:
    """Warnings about approved and open ones. None in an office whose sheet has no alumni: it has other ways."""
    alumni = observed.desk.alumni
    if not alumni["active"].any():
        return
    today = observed.at.astimezone(office.zone).date()

    @cache
    def fits(audience: Audience) -> bool:
        lists = observed.lists
        return bool(mailing_lists(audience, lists)) or bool(meant_for(audience, alumni, lists).any())

    rows = {row.id: row for row in observed.lines.get(VACANCIES.title, ())}
    for vacancy in observed.vacancies.values():
        is_open = approved(vacancy) and (vacancy.deadline is None or vacancy.deadline >= today)
        if is_open and vacancy.id not in observed.held and not fits(vacancy.audience):
            row = rows[vacancy.id]
            yield problem(
                fault("audience_nobody"), language=office.settings.office.language, tab=VACANCIES.title, id=vacancy.id,
                row=row.number, column="Sasaran", value=text(row.cells.get("Sasaran")), blocking=False,
            )  # fmt: skip
