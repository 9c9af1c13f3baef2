"""What the sheet shows about results: their columns of *Status*, and what keeps partners from being asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.office import Office
from flows.procedure.cases import Case, CaseState
from flows.procedure.problems import Problem
from flows.procedure.progress import Known, Progress, progress
from flows.procedure.values import fault
from flows.procedure.values.choices import nearest
from flows.procedure.wording import problem
from flows.steps.feedback import Feedback
from flows.steps.observe import Observed
from flows.workbook.columns import Tab
from flows.workbook.tabs import PARTNERS, VACANCIES


@dataclass(frozen=True, slots=True)
class Result:
    """What *Status* shows of a vacancy's results."""

    progress: Progress
    form: str
    """Where staff enter an answer, or ``""``."""


NOTHING = Result(Progress("", ""), "")


def results(office: Office, feedback: Feedback) -> dict[str, Result]:
    """By vacancy, for those that have a case."""
    answered, touched = office.ledger.responses.answered(), office.ledger.responses.half_filled()

    def result(case: Case) -> Result:
        known = Known(
            answered.get(case.vacancy),
            touched.get(case.vacancy),
            feedback.cases.last_asked(case.partner_id),
            reachable=bool(feedback.reachable(case)),
        )
        shown = progress(
            case,
            known,
            today=feedback.today,
            rules=feedback.rules,
            working=office.working_time,
            language=office.settings.office.language,
        )
        return Result(shown, office.links.staff_form(case.vacancy) if case.state is not CaseState.CANCELLED else "")

    return {vacancy: result(case) for vacancy, case in feedback.cases.all.items()}


def obstacles(office: Office, observed: Observed, feedback: Feedback) -> Iterator[Problem]:
    """Partners that nobody can write to: without an address in *Mitra*, or with one that the mail server refused."""
    numbers = {tab.title: _row_numbers(observed, tab) for tab in (VACANCIES, PARTNERS)}
    companies = list({contact.company for contact in observed.desk.contacts})
    language = office.settings.office.language
    for cases in feedback.open.values():
        contacts = feedback.partners.contacts(cases[0])
        if not any(contact.email for contact in contacts):
            near = "" if contacts else nearest(cases[0].company, companies)
            for case in cases:
                yield problem(
                    fault("partner_unknown", near=near), language=language, tab=VACANCIES.title, id=case.vacancy,
                    row=numbers[VACANCIES.title].get(case.vacancy), column="Perusahaan", value=case.company,
                    blocking=False,
                )  # fmt: skip
        refused = feedback.cases.refused(cases[0].partner_id)
        for contact in contacts:
            if contact.email and feedback.partners.number(contact.email) in refused:
                yield problem(
                    fault("contact_refused"), language=language, tab=PARTNERS.title, id=contact.id,
                    row=numbers[PARTNERS.title].get(contact.id), column="Email", value=contact.email, blocking=False,
                )  # fmt: skip


def _row_numbers(observed: Observed, tab: Tab) -> Mapping[str, int]:
    return {row.id: row.number for row in observed.lines.get(tab.title, ())}
