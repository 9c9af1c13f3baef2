"""Ask partners for results, remind them, and hand those who stay silent to a member of staff (step 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from flows.errors import FormsError
from flows.ledger.records import Matter, Priority, Purpose
from flows.mail.interface import State
from flows.office import Office
from flows.procedure.cases import Case, CaseState
from flows.procedure.feedback import Ask, again, decide, for_a_person
from flows.procedure.models import Contact
from flows.steps.cases import Cases
from flows.steps.observe import Observed
from flows.steps.partners import Partners
from flows.workbook.tabs import VACANCIES


class Feedback:
    """Decides about every partner of one reading, and writes the decisions into the ledger."""

    def __init__(self, office: Office, observed: Observed) -> None:
        """Brings the cases up to date, see `keep`."""
        self._office, self._observed, self._ledger = office, observed, office.ledger
        self.rules, self.today = office.feedback_rules, office.feedback_rules.day(observed.at)
        self.partners = Partners(office, observed)
        self._sheet = frozenset(row.id for row in observed.lines.get(VACANCIES.title, ()))
        self._ledger.notes.put(staff=self.partners.all_staff)  # who may enter the pages, which never read the workbook
        self.keep()

    def keep(self, since: date | None = None) -> None:
        """Bring the cases up to date: after answers were collected, after mail was sent."""
        self.cases = Cases(self._office, self._observed, since)

    @property
    def open(self) -> dict[int, list[Case]]:
        """What may be asked about, by partner. What was taken out of the sheet is left alone."""
        found: defaultdict[int, list[Case]] = defaultdict(list)
        for case in self.cases.all.values():
            if case.state is CaseState.OPEN and case.vacancy in self._sheet and case.due_at <= self._observed.at:
                found[case.partner_id].append(case)
        return dict(found)

    @property
    def to_call(self) -> dict[int, list[Case]]:
        """What to call about, by the recipient's number of the member of staff who is to."""
        found: defaultdict[int, list[Case]] = defaultdict(list)
        for cases in self.open.values():
            for case in cases:
                if for_a_person(case, self.today, self.rules):
                    for number in self.partners.in_charge(case):
                        found[number].append(case)
        return dict(found)

    def reachable(self, case: Case) -> dict[int, Contact]:
        """Who may be written to about the case, by recipient's number."""
        return self.partners.reachable(case, self.cases.refused(case.partner_id))

    def ask(self) -> int:
        """Queue what partners are to be sent now, in office hours and unless *Jeda* is set; returns to how many.

        Raises `FormsError` if something is due and the form is out of reach: nothing leaves before it has a link.
        """
        if not self._may_write:
            return 0
        drafts = self._ledger.responses.half_filled()
        return sum(self._ask(partner, cases, drafts.keys()) for partner, cases in self.open.items())

    def escalate(self) -> int:
        """Queue a mail to each member of staff who is to call somebody, at most one a week; returns how many."""
        if not self._may_write:
            return 0
        last = self._last_escalated()
        due = {
            number: cases for number, cases in self.to_call.items() if again(last.get(number), self.today, self.rules)
        }
        return sum(self._escalate(number, cases) for number, cases in due.items())

    def held(self) -> frozenset[Priority]:
        """What may not leave although it is queued: mail to partners, while their form's links cannot be made."""
        waiting = {matter.purpose for matter in self._ledger.outbox.waiting()}
        linked = waiting & {Purpose.REQUEST, Purpose.ESCALATE}
        return frozenset() if not linked or self.links_ready else frozenset({Priority.PARTNER})

    @cached_property
    def links_ready(self) -> bool:
        """Whether links to the form can be made now; the network is asked, at most once."""
        try:
            self._office.form_provider.open()
        except FormsError:
            return False
        return True

    @property
    def _may_write(self) -> bool:
        return self._office.working_time.covers(self._observed.at) and not self._observed.desk.control.paused

    def _ask(self, partner: int, cases: Sequence[Case], drafts: Collection[str]) -> bool:
        recipients = self.reachable(cases[0])
        if not recipients or any(ask.waits for ask in self.cases.asks.get(partner, ())):
            return False
        last = self.cases.last_asked(partner)
        ask = decide(cases, today=self.today, last_asked=last, drafts=drafts, rules=self.rules)
        if ask is None:
            return False
        self._office.form_provider.open()
        return self._queue(partner, ask, list(recipients))

    def _queue(self, partner: int, ask: Ask, recipients: Sequence[int]) -> bool:
        at, matter = self._observed.at, self._matter(Purpose.REQUEST, partner, Priority.PARTNER)
        content = {"number": ask.number, "unfinished": ask.unfinished, "due": ask.due, "also": ask.also}
        with self._ledger.together():
            self._ledger.notes.keep_version(matter.subject, matter.edition, content, at)
            units = self._ledger.outbox.queue(matter, recipients, at)
            if units:
                told = {"edition": matter.edition, "number": ask.number, "vacancies": ask.due, "recipients": units}
                self._ledger.trail.append(Purpose.REQUEST, matter.subject, at, **told)
        return units > 0

    def _escalate(self, number: int, cases: Sequence[Case]) -> bool:
        at, matter = self._observed.at, self._matter(Purpose.ESCALATE, number, Priority.STAFF)
        with self._ledger.together():
            units = self._ledger.outbox.queue(matter, [number], at)
            if units:
                vacancies = [case.vacancy for case in cases]
                self._ledger.trail.append(Purpose.ESCALATE, matter.subject, at, vacancies=vacancies)
        return units > 0

    def _matter(self, purpose: Purpose, number: int, priority: Priority) -> Matter:
        """The edition is the day: no partner, and no member of staff, gets two of these on one."""
        return Matter(purpose, str(number), self.today.isoformat(), priority)

    def _last_escalated(self) -> Mapping[int, date]:
        told = self._ledger.history.of(Purpose.ESCALATE, {str(number) for number in self.to_call})
        return {
            int(unit.subject): self.rules.day(unit.at)
            for unit in told
            if unit.state not in {State.WITHDRAWN, State.REFUSED}
        }
