"""From queued units to a message: eligibility is checked once more, and the letter is compiled once per audience."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime, parseaddr
from functools import cached_property

from flows.ledger.records import Draft, Matter, Parcel, Purpose
from flows.mail import compose
from flows.mail.interface import Letter
from flows.mail.skeleton import DATE, MESSAGE_ID, TO_ADDRESS, TO_NAME, Skeleton
from flows.office import Office
from flows.procedure.announcing import approved, expired
from flows.procedure.audience import mailing_lists, meant_for
from flows.procedure.models import Language, Vacancy
from flows.procedure.problems import Problem
from flows.steps.observe import Observed
from flows.workbook.tabs import STATUS, VACANCIES

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a message: an alumnus, a mailing list (``personal`` is false) or staff."""

    name: str
    language: Language
    personal: bool = True


@dataclass(frozen=True, slots=True)
class _Compiled:
    id: str
    wire: Skeleton


class Drafting:
    """Makes parcels into drafts (`flows.ledger.claims.Compose`). One for each run: it holds that run's readers."""

    def __init__(self, office: Office, observed: Observed, readers: Mapping[int, Reader]) -> None:
        self._office, self._observed, self._readers = office, observed, readers
        self._cache: dict[tuple[object, ...], _Compiled] = {}
        self._eligible: dict[tuple[Matter, ...], tuple[Matter, ...]] = {}
        self._looked_at = observed.at
        self._domain = parseaddr(office.account.sender)[1].rpartition("@")[2]
        self._run, self._number = secrets.token_hex(12), itertools.count()
        self.told: set[str] = set()
        """Keys of the problems that went into a mail to staff."""
        self.problems: Mapping[str, Problem] = {}
        """New problems by key, for the mail of problems."""

    def __call__(self, parcel: Parcel) -> Draft | None:
        reader = self._readers.get(parcel.recipient_id)
        matters = self._still(parcel.matters)
        if reader is None or not matters:
            return None  # left the list, was taken out of the sheet, or all of it was withdrawn or has expired
        audience = (matters, reader.language, reader.personal)
        compiled = self._cache.get(audience)
        if compiled is None:
            letter = self._letter(matters, reader)
            wire = Skeleton.compile(letter, sender=self._office.account.sender)
            compiled = _Compiled(hashlib.sha256(wire.dump()).hexdigest()[:32], wire)
            self._cache[audience] = compiled
        header_id = f"<{self._run}.{next(self._number)}.loker@{self._domain}>"
        slots = {TO_NAME: reader.name, TO_ADDRESS: parcel.address, DATE: self._date, MESSAGE_ID: header_id}
        if reader.personal:
            slots["name"] = reader.name
            slots["unsubscribe"] = self._office.links.opt_out(parcel.recipient_id)
        return Draft(matters, compiled.id, compiled.wire, slots, header_id)

    @cached_property
    def _date(self) -> str:
        """The run's time: RFC 5322 asks when the message was ready, not when it was delivered."""
        return format_datetime(self._observed.at.astimezone(self._office.zone))

    def _still(self, matters: tuple[Matter, ...]) -> tuple[Matter, ...]:
        """Those that may still go; looked at again every second, for deadlines pass while a long run sends."""
        now = self._office.clock()
        if now - self._looked_at > SECOND:
            self._eligible.clear()
            self._looked_at = now
        kept = self._eligible.get(matters)
        if kept is None:
            kept = self._eligible[matters] = tuple(matter for matter in matters if self._may_go(matter))
        return kept

    def _may_go(self, matter: Matter) -> bool:
        vacancy = self._observed.vacancies.get(matter.subject)
        match matter.purpose:
            case Purpose.PROBLEMS:
                return bool(self.problems)
            case Purpose.PREVIEW:
                return vacancy is not None and vacancy.status == "Pratinjau"
            case Purpose.ANNOUNCE | Purpose.CORRECT:
                return vacancy is not None and self._sendable(vacancy)

    def _sendable(self, vacancy: Vacancy) -> bool:
        held = vacancy.id in self._observed.held
        return approved(vacancy) and not held and not expired(vacancy, self._office.clock(), self._office.zone)

    def _text(self, subject: str, edition: str) -> Vacancy:
        """What a vacancy said in an edition."""
        current = self._observed.vacancies[subject]
        if current.edition == edition:
            return current
        content = self._office.ledger.notes.version(subject, edition)
        return (
            Vacancy.from_content(subject, content, urgent=current.urgent, on_web=current.on_web) if content else current
        )

    def _letter(self, matters: tuple[Matter, ...], reader: Reader) -> Letter:
        first, today = matters[0], self._observed.at.astimezone(self._office.zone).date()
        match first.purpose:
            case Purpose.ANNOUNCE:
                vacancies = [self._text(matter.subject, matter.edition) for matter in matters]
                return compose.announcement(
                    vacancies, reader.language, self._office.sender, today=today, personal=reader.personal
                )
            case Purpose.CORRECT:
                _, old, new = first.edition.split(":")
                return compose.correction(
                    self._text(first.subject, old), self._text(first.subject, new), reader.language,
                    self._office.sender, today=today, personal=reader.personal,
                )  # fmt: skip
            case Purpose.PREVIEW:
                return self._preview(self._observed.vacancies[first.subject])
            case Purpose.PROBLEMS:
                self.told |= self.problems.keys()
                found = [(problem, self._cell(problem)) for problem in self.problems.values()]
                return compose.problem_digest(found, self._office.sender)

    def _preview(self, vacancy: Vacancy) -> Letter:
        desk = self._observed.desk
        found = [(p, self._cell(p)) for p in desk.problems if p.tab == VACANCIES.title and p.id == vacancy.id]
        alumni = desk.alumni[meant_for(vacancy.audience, desk.alumni, self._observed.lists)]
        return compose.preview(
            vacancy,
            self._office.sender,
            today=self._observed.at.astimezone(self._office.zone).date(),
            recipients=int(alumni["key"].nunique()),
            lists=mailing_lists(vacancy.audience, self._observed.lists),
            problems=found,
            link=self._office.workbook.link(STATUS.title, 1, 1),
        )

    def _cell(self, problem: Problem) -> str:
        return self._office.workbook.link(problem.tab, problem.row or 1, self._observed.column(problem))
