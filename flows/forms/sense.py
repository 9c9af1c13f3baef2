"""What a `feedback.toml` may declare and still make no form of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.procedure.cases import ACCEPTED, APPLIED
from flows.procedure.names import fold
from flows.workbook.flow_tabs import RESPONSES

if TYPE_CHECKING:
    from flows.forms.definition import FormDefinition
    from flows.forms.questions import Question, Rule

_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = {"key": 40, "heading": 60, "value": 40}
_MOST = {"whole": 1_000_000, "per_programme": 1_000_000, "text": 1_000, "long": 10_000}
_MOST_QUESTIONS = 60
_COUNTS = ("whole", "per_programme")
_TEXTS = ("text", "long")
Wrong = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Senseless:
    """What is wrong in which entry, and the cure."""

    entry: str
    what: str
    cure: str


def first_fault(form: FormDefinition) -> Senseless | None:
    """The first thing that is wrong, or ``None``."""
    return next(_faults(form), None)


def _faults(form: FormDefinition) -> Iterator[Senseless]:
    for question in form.questions:
        for look in _LOOKS:
            for what, cure in look(form, question):
                yield Senseless(f'question "{question.key}"', what, cure)
    for what, cure in _whole_form(form):
        yield Senseless("the file as a whole", what, cure)
    for number, rule in enumerate(form.checks, start=1):
        for what, cure in _rule(form, rule):
            yield Senseless(f"checks, entry {number}", what, cure)


def _names(form: FormDefinition, question: Question) -> Wrong:
    if not _KEY.fullmatch(question.key) or len(question.key) > _LONGEST["key"]:
        yield f'"{question.key}" is no key', "write small letters, digits and single underscores, such as work_ethics"
    if sum(other.key == question.key for other in form.questions) > 1:
        yield "Two questions have this key", "give one of them another"
    if not question.label.id.strip():
        yield "The label is empty", "write what is asked"


def _heading(form: FormDefinition, question: Question) -> Wrong:
    if not fold(question.heading) or len(question.heading) > _LONGEST["heading"]:
        yield f'"{question.heading}" is no heading', f"write one of at most {_LONGEST['heading']} letters"
    if fold(question.heading) in map(fold, RESPONSES.headings):
        yield f'The heading "{question.heading}" is a column of Respon already', "write another"
    for other in form.questions:
        shared = other.kind == question.kind == "per_programme"
        if other is not question and fold(other.heading) == fold(question.heading) and not shared:
            yield f'"{other.key}" has the same heading', "write another; only questions per study programme share one"


def _choices(form: FormDefinition, question: Question) -> Wrong:
    if question.kind != "choice":
        if question.choices:
            yield f"A question of kind {question.kind} has no choices", 'remove them, or write kind = "choice"'
        return
    if len(question.choices) < 2:
        yield "It leaves no choice", "write at least two choices"
    for choice in question.choices:
        if not choice.value.strip() or len(choice.value) > _LONGEST["value"] or not choice.label.id.strip():
            yield "A choice has no value or no label", f"write both; the value with at most {_LONGEST['value']} letters"
    yield from _told_apart([{c.value, c.label.id, c.label["en"]} for c in question.choices])


def _told_apart(options: list[set[str]]) -> Wrong:
    """An answer may come as the value or as either wording, so that none of these may mean two things."""
    seen: set[str] = set()
    for option in options:
        words = {fold(word) for word in option}
        if words & seen:
            yield "Two choices cannot be told apart", "give each a value and wordings of its own"
        seen |= words


def _limits(form: FormDefinition, question: Question) -> Wrong:
    most = _MOST.get(question.kind)
    given = [limit for limit in (question.minimum, question.maximum) if limit is not None]
    if most is None and given:
        yield f"A question of kind {question.kind} has no minimum and no maximum", "remove them"
    elif question.minimum is not None and question.kind not in _COUNTS:
        yield "A text has no minimum", "remove it; required = true asks for an answer"
    elif most is not None and not all(0 <= limit <= most for limit in given):
        yield "A limit is out of reach", f"write a number from 0 to {most}"
    elif most is not None and question.low > question.high:
        yield f"The minimum {question.low} is more than the maximum {question.high}", "correct one of them"


def _division(form: FormDefinition, question: Question) -> Wrong:
    if question.kind != "per_programme":
        if question.of:
            yield "Only a number per study programme is a part of another", "remove `of`"
        return
    if question.of not in form or form[question.of].kind != "whole":
        yield "It divides no count", "write as `of` the key of the question (of kind whole) that asks for the total"
    if question.required:
        yield (
            "A number per study programme cannot be required",
            "remove required: who knows the total may not know more",
        )


def _person(form: FormDefinition, question: Question) -> Wrong:
    if question.personal and question.kind not in _TEXTS:
        yield f"A question of kind {question.kind} names nobody", 'remove personal, or write kind = "text"'


def _whole_form(form: FormDefinition) -> Wrong:
    for key in (APPLIED, ACCEPTED):
        if key not in form or form[key].kind != "whole":
            yield (
                f'The question "{key}" is missing, by which recaps go',
                f'add it, with kind = "whole" and key = "{key}"',
            )
    if len(form.questions) > _MOST_QUESTIONS:
        yield f"{len(form.questions)} questions are too many", f"ask at most {_MOST_QUESTIONS}"
    if any(question.kind == "scale" for question in form.questions):
        if len(form.scale) != 5:
            yield f"The scale has {len(form.scale)} wordings", "write five, from 1 to 5, as in config/feedback.toml"
        yield from _told_apart([{str(n), w.id, w["en"]} for n, w in enumerate(form.scale, start=1)])


def _rule(form: FormDefinition, rule: Rule) -> Wrong:
    for key in (rule.key, rule.at_most):
        if key not in form or form[key].kind not in _COUNTS:
            yield f'"{key}" is no count', "write the key of a question of kind whole or per_programme"
            return
    if form[rule.key].kind == "whole" and form[rule.at_most].kind == "per_programme":
        yield "A total cannot be held to its parts", f'change them: key = "{rule.at_most}", at_most = "{rule.key}"'


_LOOKS: tuple[Callable[[FormDefinition, Question], Wrong], ...] = (
    _names, _heading, _choices, _limits, _division, _person,
)  # fmt: skip
