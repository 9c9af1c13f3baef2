"""From what was typed into a form to answers, and to what is wrong with it. Nothing that is typed raises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.forms import wording
from flows.forms.questions import Question, Rule, Words
from flows.procedure.cases import Answer
from flows.procedure.dates import number
from flows.procedure.models import Language
from flows.procedure.names import fold
from flows.procedure.values import Fault, whole
from flows.procedure.values.texts import plain

if TYPE_CHECKING:
    from flows.forms.definition import FormDefinition

Raw = Mapping[str, str | Sequence[str]]
"""What stands in a form, by field name (`Question.field`); a field that came several times has several values."""


@dataclass(frozen=True)
class Checked:
    """A form as far as it can be understood."""

    answers: Mapping[str, Answer]
    """By question key; every question has one. What is empty or wrong is ``None``."""
    errors: Mapping[str, str]
    """By field name, or `Question.field` where it is about a question as a whole: what to do, in the form's order."""

    @property
    def complete(self) -> bool:
        """Whether it can be taken: what is required is there, and nothing is wrong."""
        return not self.errors


class _Refused(Exception):
    def __init__(self, words: Words, **details: int) -> None:
        self.words, self.details = words, details

    def said(self, language: Language) -> str:
        shown = {name: number(value, language) for name, value in self.details.items()}
        return self.words[language].format_map(shown) if shown else self.words[language]


def check(form: FormDefinition, raw: Raw, programmes: Collection[str], language: Language) -> Checked:
    """See `FormDefinition.check`."""
    answers: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    for question in form.questions:
        found: dict[str, int | str | None] = {}
        for name in question.fields(programmes):
            if name not in raw and not question.required:
                continue  # as most study programmes of most forms
            try:
                found[name] = _read(question, _one(raw.get(name, "")))
            except _Refused as refused:
                errors[name] = refused.said(language)
        answers[question.key] = _together(question, found, programmes)
    for name, words in _contradictions(form, answers):
        errors.setdefault(name, words[language])
    return Checked(answers, _in_order(form, errors, programmes) if errors else {})


def _in_order(form: FormDefinition, errors: Mapping[str, str], programmes: Collection[str]) -> dict[str, str]:
    names = (name for question in form.questions for name in (question.field(), *question.fields(programmes)))
    return {name: errors[name] for name in names if name in errors}


def _together(question: Question, found: Mapping[str, int | str | None], programmes: Collection[str]) -> Answer:
    """A question's answer from what its fields hold; a study programme without a count is left out."""
    if question.kind != "per_programme":
        return found.get(question.field())
    counts = {code: found.get(question.field(code)) for code in programmes}
    return {code: count for code, count in counts.items() if isinstance(count, int)} or None


def _one(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return value
    given = {text for text in value if text}
    if len(given) > 1:
        raise _Refused(wording.SEVERAL)
    return given.pop() if given else ""


def _read(question: Question, value: str) -> int | str | None:
    """One field's answer; ``None`` if it is empty and may be. Raises `_Refused`."""
    clean = plain(value)
    if not clean:
        if question.required:
            raise _Refused(wording.CHOICE_MISSING if question.choices else wording.MISSING)
        return None
    match question.kind:
        case "whole" | "per_programme":
            return _count(question, clean)
        case "choice" | "scale":
            chosen = _chosen(question, clean)
            return int(chosen) if question.kind == "scale" else chosen
        case "text":
            clean = " ".join(clean.split())
    if len(clean) > question.high:
        raise _Refused(wording.TOO_LONG, length=len(clean), high=question.high)
    return clean


def _count(question: Question, value: str) -> int | None:
    found = whole(value, question.low, question.high)
    if isinstance(found, Fault):
        if found.code == "number_range":
            raise _Refused(wording.OUT_OF_RANGE, low=question.low, high=question.high)
        raise _Refused(wording.NO_COUNT)
    return found


def _chosen(question: Question, value: str) -> str:
    """The choice meant by its value or by either wording, as a provider may hand over the one or the other."""
    for choice in question.choices:
        if value == choice.value or fold(value) in {
            fold(choice.value),
            fold(choice.label.id),
            fold(choice.label["en"]),
        }:
            return choice.value
    raise _Refused(wording.NO_CHOICE)


def _contradictions(form: FormDefinition, answers: Mapping[str, Answer]) -> Iterator[tuple[str, Words]]:
    """Fields whose count is more than another allows. What is unknown contradicts nothing."""
    sums = [Rule(one.key, one.of, wording.PARTS_EXCEED) for one in form.questions if one.of]
    for rule in (*form.checks, *sums):
        part, limit = answers[rule.key], answers[rule.at_most]
        question = form[rule.key]
        if isinstance(part, dict) and isinstance(limit, dict):
            yield from (
                (question.field(code), rule.message) for code in part if part[code] > limit.get(code, part[code])
            )
        elif isinstance(limit, int):
            total = sum(part.values()) if isinstance(part, dict) else part
            if isinstance(total, int) and total > limit:
                yield question.field(), rule.message
