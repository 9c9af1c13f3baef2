"""A vacancy's part of a form: what stands in its fields, and what is wrong with it. Pure.

A field is named ``{vacancy}.{field}``, for a partner answers about several vacancies in one form, and posts what it saw
even if another vacancy was added meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

from flows.forms.definition import FormDefinition
from flows.forms.questions import Question
from flows.procedure.cases import Answer, Case, HalfFilled, Response
from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue, Department, Programme
from flows.procedure.values.texts import plain

LONGEST = 20_000
"""Letters that are kept of one field, sent or not: more than any question allows."""

SEEN = "dilihat"
"""The hidden field that tells what a section held when the page was made."""


@dataclass(frozen=True)
class Section:
    """One vacancy's part of a form."""

    number: int
    """Its place in the form, from 1: fields are identified by it, for a vacancy's ID may hold anything."""
    case: Case
    catalogue: Catalogue
    raw: Mapping[str, str] = field(default_factory=dict)
    """What stands in its fields, by field name; empty ones are left out."""
    state: Literal["new", "draft", "sent"] = "new"
    at: datetime | None = None
    """When it was kept or sent last."""
    sent_at: datetime | None = None
    """When it was sent last, be it begun anew since."""
    untouched: bool = False
    """Whether it was posted as its page showed it."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By question key, once it is `checked`."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by field name, in the reader's language."""

    def kept(self, definition: FormDefinition, draft: HalfFilled | None, sent: Response | None) -> Self:
        """As the ledger has it: what was begun goes before what was sent."""
        sent_at = sent.at if sent else None
        if draft is not None:
            return replace(self, raw=draft.raw, state="draft", at=draft.at, sent_at=sent_at)
        if sent is not None:
            return replace(self, raw=definition.raw(sent.answers), state="sent", at=sent_at, sent_at=sent_at)
        return self

    def posted(self, form: Mapping[str, str], definition: FormDefinition) -> Self:
        """With what a form brought instead."""
        start = self.name_of("")
        own = {name.removeprefix(start): typed for name, typed in form.items() if name.startswith(start)}
        known = [name for question in definition.questions for name in question.fields(self.codes) if name in own]
        raw = {name: text for name in known if (text := plain(own[name][:LONGEST]))}
        return replace(self, raw=raw, untouched=own.get(SEEN) == _mark(raw))

    def checked(self, definition: FormDefinition, language: Language) -> Self:
        """With its answers, and what is wrong with them."""
        checked = definition.check(self.raw, self.codes, language)
        return replace(self, answers=checked.answers, errors=checked.errors)

    @property
    def seen(self) -> str:
        """What tells a page that shows this from one that shows something else."""
        return _mark(self.raw)

    def name_of(self, field: str) -> str:
        return f"{self.case.vacancy}.{field}"

    def id_of(self, field: str) -> str:
        return f"b{self.number}-{field}"

    @property
    def codes(self) -> list[str]:
        return [programme.code for programme in self.catalogue.programmes]

    @property
    def departments(self) -> list[tuple[Department, list[Programme]]]:
        """The study programmes as the form lists them."""
        every = self.catalogue.programmes
        return [(one, [each for each in every if each.department == one.code]) for one in self.catalogue.departments]

    def uses(self, questions: Iterable[Question], programmes: Iterable[Programme] | None = None) -> bool:
        """Whether anything stands in, or is wrong with, the fields of these questions (for these programmes)."""
        codes = self.codes if programmes is None else [programme.code for programme in programmes]
        whole = [one.field() for one in questions] if programmes is None else []
        names = {*whole, *(name for one in questions for name in one.fields(codes))}
        return not names.isdisjoint(self.raw.keys() | self.errors.keys())


def _mark(raw: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(raw.items())).encode()).hexdigest()[:16]
