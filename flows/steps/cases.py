"""Keep the cases: open those that have fallen due, count what was sent about each, close what is answered or over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from flows.office import Office
from flows.procedure.cases import Case, CaseState
from flows.procedure.feedback import due_day, over_day, state
from flows.procedure.models import Vacancy
from flows.procedure.names import partner_key
from flows.steps.observe import Observed
from flows.steps.past_asks import PastAsk, past_asks
from flows.workbook.tabs import VACANCIES

MEANT_FOR_ALUMNI = frozenset({"Setuju", "Ralat", "Tutup"})
"""Status of a vacancy that alumni knew of, though the ledger never announced it."""


class Cases:
    """All cases ever as they stand now, and what partners with open ones were sent."""

    def __init__(self, office: Office, observed: Observed, since: date | None = None) -> None:
        """Brings the ledger's cases up to date.

        Only vacancies that the ledger announced have a case, and those whose recruitment ended on ``since`` or later.
        """
        self._office, self._observed, self._ledger = office, observed, office.ledger
        self._rules, self._at = office.feedback_rules, observed.at
        self._today = self._rules.day(observed.at)
        responses = self._ledger.responses
        with self._ledger.together():
            known = {case.vacancy: case for case in responses.cases()}
            cases = known | {case.vacancy: case for case in self._fallen_due(known, since)}
            partners = {case.partner_id for case in cases.values() if case.state is CaseState.OPEN}
            self.asks: Mapping[int, Sequence[PastAsk]] = past_asks(self._ledger, partners)
            """By partner."""
            answered = responses.answered()
            self.all = {
                vacancy: self._as_it_stands(case, answered=vacancy in answered) for vacancy, case in cases.items()
            }
            """By vacancy."""
            responses.put_cases(case for case in self.all.values() if case != known.get(case.vacancy))
            for case in self.all.values():
                before = known.get(case.vacancy)
                if before and before.state is CaseState.OPEN and case.state is not CaseState.OPEN:
                    self._ledger.trail.append(case.state, case.vacancy, self._at)

    def refused(self, partner: int) -> frozenset[int]:
        """Recipients whose server refused a mail to this partner."""
        return frozenset().union(*(ask.refused for ask in self.asks.get(partner, ())))

    def last_asked(self, partner: int) -> date | None:
        """The day of the last mail to a partner with open cases."""
        return max((self._rules.day(ask.at) for ask in self.asks.get(partner, ()) if ask.counts), default=None)

    def _fallen_due(self, known: Mapping[str, Case], since: date | None) -> Iterator[Case]:
        """New cases; and those that nobody was asked about yet, as the sheet has them now."""
        found: list[tuple[Vacancy, datetime]] = []
        told = self._ledger.outbox.told()
        for vacancy in self._observed.vacancies.values():
            case = known.get(vacancy.id)
            if case is None and not (vacancy.id in told or self._ended(vacancy, since)):
                continue
            due = self._due(vacancy, case)
            if due and partner_key(vacancy.company) and self._settled(vacancy):
                found.append((vacancy, due))
        partners = self._ledger.responses.partners(partner_key(vacancy.company) for vacancy, _ in found)
        for vacancy, due in found:
            yield Case(vacancy.id, partners[partner_key(vacancy.company)], vacancy.company, vacancy.position, due)

    def _due(self, vacancy: Vacancy, case: Case | None) -> datetime | None:
        """From when on to ask about a vacancy that nobody was asked about; ``None`` if there is nothing to change.

        Not from the past: after months without a run a case would be over before anybody had been asked.
        """
        due = due_day(vacancy, self._observed.desk.events, self._rules, self._today)
        if due is None or (case is not None and case.requested_at):
            return None
        if due > self._today:
            return self._rules.midnight(due) if case else None  # the deadline was put off
        return case.due_at if case and case.due_at <= self._at else self._at

    def _ended(self, vacancy: Vacancy, since: date | None) -> bool:
        over = over_day(vacancy, self._observed.desk.events, self._office.zone)
        return since is not None and over is not None and over >= since and vacancy.status in MEANT_FOR_ALUMNI

    def _settled(self, vacancy: Vacancy) -> bool:
        return self._observed.settles_at(VACANCIES.title, vacancy.id, self._office.settle) <= self._at

    def _as_it_stands(self, case: Case, *, answered: bool) -> Case:
        if case.state is CaseState.OPEN:
            asks = [ask for ask in self.asks.get(case.partner_id, ()) if ask.counts and case.vacancy in ask.due]
            case = replace(
                case,
                requested_at=asks[0].at if asks else None,
                reminders=max(0, len(asks) - 1),
                last_asked_at=asks[-1].at if asks else None,
            )
        vacancy = self._observed.vacancies.get(case.vacancy)
        cancelled = vacancy.status == "Batal" if vacancy else case.state is CaseState.CANCELLED
        stands = state(case, cancelled=cancelled, answered=answered, today=self._today, rules=self._rules)
        return replace(case, state=stands, closes_at=self._rules.midnight(self._rules.closes(case)))
