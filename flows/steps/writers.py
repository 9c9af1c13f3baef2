"""What each purpose's letter says, and whether it may still be said. To write for a new purpose, copy a neighbour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flows.ledger.records import Matter
from flows.mail import compose
from flows.mail.interface import Letter
from flows.office import Office
from flows.procedure.announcing import approved, expired
from flows.procedure.audience import mailing_lists, meant_for
from flows.procedure.models import Language, Vacancy
from flows.procedure.problems import Problem
from flows.steps.observe import Observed
from flows.workbook.tabs import VACANCIES


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a message: a person, or a mailing list or staff (``personal`` is false)."""

    name: str
    language: Language
    personal: bool = True


class Writer(Protocol):
    """Writes for one purpose."""

    @property
    def readers(self) -> Mapping[int, Reader]:
        """Who may be written to now, by recipient's number."""

    def may_go(self, matter: Matter) -> bool:
        """Whether the matter may be sent now."""

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        """The letter for everybody who gets exactly these matters; ``personal`` is false for lists and staff."""

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        """What differs by person in that letter, besides the name."""


class _FromOneReading:
    """Knows the office and what was read of its workbook."""

    def __init__(self, office: Office, observed: Observed, readers: Mapping[int, Reader]) -> None:
        self._office, self._observed, self.readers = office, observed, readers

    @property
    def _today(self) -> date:
        return self._observed.at.astimezone(self._office.zone).date()

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        return {}

    def _cell(self, problem: Problem) -> str:
        return self._office.workbook.link(
            problem.tab, problem.row or 1, self._observed.column(problem.tab, problem.column)
        )


class _ToAlumni(_FromOneReading):
    def may_go(self, matter: Matter) -> bool:
        vacancy = self._observed.vacancies.get(matter.subject)
        if vacancy is None or not approved(vacancy) or vacancy.id in self._observed.held:
            return False
        return not expired(vacancy, self._office.clock(), self._office.zone)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        return {"unsubscribe": self._office.links.opt_out(recipient_id, self.readers[recipient_id].language)}

    def _text(self, subject: str, edition: str) -> Vacancy:
        """What a vacancy said in an edition."""
        current = self._observed.vacancies[subject]
        content = None if current.edition == edition else self._office.ledger.notes.version(subject, edition)
        if content is None:
            return current
        return Vacancy.from_content(subject, content, urgent=current.urgent, on_web=current.on_web)


class Announcements(_ToAlumni):
    """All that is new for a person, in one letter."""

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        vacancies = [self._text(matter.subject, matter.edition) for matter in matters]
        return compose.announcement(vacancies, language, self._office.sender, today=self._today, personal=personal)


class Corrections(_ToAlumni):
    """What changed since the edition that the person was told."""

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        subject = matters[0].subject
        old, new = (self._text(subject, edition) for edition in matters[0].edition.split(":")[1:])
        return compose.correction(old, new, language, self._office.sender, today=self._today, personal=personal)


class Previews(_FromOneReading):
    """A vacancy as alumni will see it, for staff."""

    def may_go(self, matter: Matter) -> bool:
        vacancy = self._observed.vacancies.get(matter.subject)
        return vacancy is not None and vacancy.status == "Pratinjau"

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        vacancy, desk, lists = self._observed.vacancies[matters[0].subject], self._observed.desk, self._observed.lists
        found = [(p, self._cell(p)) for p in desk.problems if p.tab == VACANCIES.title and p.id == vacancy.id]
        return compose.preview(
            vacancy,
            self._office.sender,
            today=self._today,
            recipients=int(desk.alumni["key"][meant_for(vacancy.audience, desk.alumni, lists)].nunique()),
            lists=mailing_lists(vacancy.audience, lists),
            problems=found,
            link=self._status_cell(vacancy),
        )

    def _status_cell(self, vacancy: Vacancy) -> str:
        """Where staff approve what they have just read."""
        row = next(row.number for row in self._observed.lines[VACANCIES.title] if row.id == vacancy.id)
        return self._office.workbook.link(VACANCIES.title, row, self._observed.column(VACANCIES.title, "Status"))


class Problems(_FromOneReading):
    """Problems that staff have had no mail about."""

    def __init__(
        self, office: Office, observed: Observed, readers: Mapping[int, Reader], news: Mapping[str, Problem]
    ) -> None:
        """``news`` are these problems by key."""
        super().__init__(office, observed, readers)
        self._news = news
        self.told: set[str] = set()
        """Keys of those that went into a letter."""

    def may_go(self, matter: Matter) -> bool:
        return bool(self._news)

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        self.told |= self._news.keys()
        return compose.problem_digest([(one, self._cell(one)) for one in self._news.values()], self._office.sender)
