"""Writers of the letters about results (see `flows.steps.writers`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from flows.ledger.records import Matter, Purpose
from flows.mail import partners as letters
from flows.mail.interface import Letter
from flows.mail.partners import DEAR, FORM, SESSION, Asked, Silent, Stem
from flows.mail.skeleton import mark
from flows.office import Office
from flows.procedure.cases import Case, CaseState
from flows.procedure.models import Contact, Language
from flows.steps.feedback import Feedback
from flows.steps.writers import Reader, Writer


def feedback_writers(office: Office, feedback: Feedback) -> dict[Purpose, Writer]:
    """The writers by purpose."""
    return {Purpose.REQUEST: Requests(office, feedback), Purpose.ESCALATE: Escalations(office, feedback)}


class _AboutCases:
    """Knows the office and its cases."""

    def __init__(self, office: Office, feedback: Feedback) -> None:
        self._office, self._feedback, self._rules = office, feedback, feedback.rules
        self._responses = office.ledger.responses

    @property
    def _language(self) -> Language:
        return self._office.settings.office.language

    def _open(self, vacancies: Iterable[str]) -> list[Case]:
        """Cases that are still open: a partner may have answered since they were kept."""
        cases = [self._feedback.cases.all[vacancy] for vacancy in vacancies]
        return [case for case in cases if case.state is CaseState.OPEN and self._responses.latest(case.vacancy) is None]

    def _asked(self, case: Case, *, requested: date | None, form: str = "") -> Asked:
        until = self._rules.closes(case) - timedelta(days=1)
        unfinished = case.vacancy in self._responses.half_filled()
        return Asked(
            case.vacancy, case.position, case.company, requested, unfinished, until, reminders=case.reminders, form=form
        )


class Requests(_AboutCases):
    """Requests and reminders to partners' contacts."""

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        return {
            number: Reader(contact.name, self._tongue(contact))
            for people in self._contacts.values()
            for number, contact in people.items()
        }

    def may_go(self, matter: Matter) -> bool:
        return bool(self._told(matter)[0])

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        due, also, content = self._told(matters[0])
        day = date.fromisoformat(matters[0].edition)
        asked = [self._asked(case, requested=self._before(case, day)) for case in (*due, *also)]
        calls = min(self._rules.escalates(case) for case in due)
        return letters.request(
            self._stem(int(content["number"]), unfinished=bool(content["unfinished"])),
            asked,
            language,
            self._office.sender,
            way=self._office.form_provider.way,
            calls=self._office.working_time.on_or_after(calls),
        )

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        partner = int(matters[0].subject)
        contact = self._contacts[partner][recipient_id]
        due, also, _ = self._told(matters[0])
        provider, language = self._office.form_provider, self._tongue(contact)
        links = [provider.link(partner, recipient_id, case, language) for case in (*due, *also)]
        return {
            DEAR: letters.salutation(contact.name, language),
            "unsubscribe": self._office.links.opt_out(recipient_id, language),
            FORM: links[0],
            **({f"{FORM}_{number}": link for number, link in enumerate(links)} if provider.way == "each" else {}),
        }

    @cached_property
    def _contacts(self) -> Mapping[int, Mapping[int, Contact]]:
        """Who may be written to, by partner."""
        return {partner: self._feedback.reachable(cases[0]) for partner, cases in self._feedback.open.items()}

    def _tongue(self, contact: Contact) -> Language:
        return contact.language or self._language

    def _told(self, matter: Matter) -> tuple[list[Case], list[Case], Mapping[str, Any]]:
        """What the mail is about and what it tells along, as far as it is open; and what was decided."""
        content = self._office.ledger.notes.version(matter.subject, matter.edition) or {}
        return self._open(content["due"]), self._open(content["also"]), content

    def _before(self, case: Case, day: date) -> date | None:
        """The day of the request, if it was before this mail."""
        requested = self._rules.day(case.requested_at) if case.requested_at else day
        return requested if requested < day else None

    def _stem(self, number: int, *, unfinished: bool) -> Stem:
        """The first reminder, the last one and those in between are worded differently, however many there are."""
        if number == 0:
            return "request"
        if unfinished:
            return "unfinished"
        if number == len(self._rules.reminder_days):
            return "reminder-3"
        return "reminder-1" if number == 1 else "reminder-2"


class Escalations(_AboutCases):
    """To the member of staff who is to call."""

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        return {number: Reader("", self._language) for number in self._feedback.to_call}

    def may_go(self, matter: Matter) -> bool:
        return bool(self._cases(matter))

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        by_partner: defaultdict[int, list[tuple[Case, Asked]]] = defaultdict(list)
        for number, case in enumerate(self._cases(matters[0])):
            requested = self._rules.day(case.requested_at) if case.requested_at else None
            by_partner[case.partner_id].append(
                (case, self._asked(case, requested=requested, form=self._form(case, number)))
            )
        return letters.escalation([self._silent(about) for about in by_partner.values()], self._office.sender)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        """Where partners have a form of somebody else's, staff enter answers there, too."""
        provider, session = self._office.form_provider, self._office.links.staff(recipient_id)
        return {SESSION: session} | {
            f"{FORM}_{number}": provider.link(case.partner_id, recipient_id, case, self._language)
            for number, case in enumerate(self._cases(matters[0]))
            if self._elsewhere
        }

    def _cases(self, matter: Matter) -> list[Case]:
        return self._open(case.vacancy for case in self._feedback.to_call.get(int(matter.subject), ()))

    def _form(self, case: Case, number: int) -> str:
        hosted = self._office.links.staff_form(case.vacancy)
        return hosted or (mark(f"{FORM}_{number}") if self._elsewhere else "")

    @property
    def _elsewhere(self) -> bool:
        """Whether there are links to a form that is not ours."""
        return self._office.form_provider.way == "each" and self._feedback.links_ready

    def _silent(self, about: Sequence[tuple[Case, Asked]]) -> Silent:
        case, people = about[0][0], self._feedback.partners
        contacts = [(contact, self._note(case, contact)) for contact in people.contacts(case)]
        return Silent(case.company, contacts, [asked for _, asked in about])

    def _note(self, case: Case, contact: Contact) -> str:
        """Why mail to a contact did not do."""
        people = self._feedback.partners
        if contact.email and people.left(contact):
            return letters.left(self._language)
        if contact.email and people.number(contact.email) in self._feedback.cases.refused(case.partner_id):
            return letters.refused(self._language)
        return ""
