"""What partners who do not exist answer: the same each time."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.forms.definition import FormDefinition
from flows.forms.questions import Question
from flows.procedure.cases import ACCEPTED, APPLIED, Answer, Case, CaseState, Source
from flows.procedure.names import partner_key

_DATA = Path(__file__).parent / "data" / "answers.toml"
_SEED = 23_3
_MOST = 40
_SOURCES = (Source.FORM, Source.FORM, Source.FORM, Source.PHONE, Source.MAIL)


class Partners:
    """Most of them answer, one does not know how many applied, and some stay silent."""

    def __init__(self, form: FormDefinition) -> None:
        data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
        self._form, self._suggestions = form, data["suggestions"]
        self._silent = {partner_key(name) for name in data["silent"]}

    def answer(self, case: Case, programmes: Sequence[str]) -> tuple[dict[str, Answer], Source] | None:
        """What the partner tells about a vacancy for these study programmes, and how; ``None`` if nothing."""
        if case.state is not CaseState.OPEN or partner_key(case.company) in self._silent:
            return None
        chance = random.Random(f"{_SEED} {case.vacancy}")  # noqa: S311 - made-up answers, no secrets
        people = _applicants(programmes, chance)
        told = {APPLIED: people, ACCEPTED: people[: chance.randrange(0, max(2, len(people) // 3))]}
        answers = {one.key: self._given(one, told, chance) for one in self._form.questions}
        if chance.random() < 0.1:
            answers = {key: given for key, given in answers.items() if not key.startswith(APPLIED)}
        return {key: given for key, given in answers.items() if given is not None}, chance.choice(_SOURCES)

    def _given(self, question: Question, told: Mapping[str, Sequence[str]], chance: random.Random) -> Answer:
        match question.kind:
            case "whole":
                return len(told[question.key]) if question.key in told else None
            case "per_programme":
                known = [code for code in told[question.of] if code]
                return {code: known.count(code) for code in sorted(set(known))} or None
            case "scale":
                return chance.choice((3, 4, 4, 4, 5, 5))
            case "choice":
                return chance.choice(question.choices).value
            case "long":
                return str(chance.choice(self._suggestions)) if chance.random() < 0.4 else None
            case "text":
                return None


def _applicants(programmes: Sequence[str], chance: random.Random) -> list[str]:
    """The study programme of each who applied; ``""`` where the partner does not know it, often of all."""
    people = [chance.choice(programmes) if programmes and chance.random() < 0.9 else "" for _ in range(_MOST)]
    return (people if chance.random() < 0.7 else [""] * _MOST)[: chance.randrange(4, _MOST)]
