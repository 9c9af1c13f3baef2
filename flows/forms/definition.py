"""The form as `feedback.toml` declares it, read and checked; forms are filled in and read by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from flows.declared import read_declared
from flows.errors import SettingsError
from flows.forms.checking import Checked, Raw, check
from flows.forms.questions import Choice, Group, Question, Rule, Words
from flows.forms.sense import first_fault
from flows.procedure.cases import Answer
from flows.procedure.models import Language


@dataclass(frozen=True)
class FormDefinition:
    """The whole form. Read one with `load`, which sees to it that it makes sense."""

    __pydantic_config__ = {"extra": "forbid"}

    groups: tuple[Group, ...]
    scale: tuple[Words, ...] = ()
    checks: tuple[Rule, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a ``feedback.toml``. Raises `SettingsError` that names the file, the entry and the cure."""
        read = read_declared(
            path,
            cls,
            what="The form for partners",
            entry_is="a question has key, kind, heading and label; the head of config/feedback.toml explains each",
            named_by="key",
        )
        if wrong := first_fault(read):
            raise SettingsError(wrong.what, where=f"{path}, {wrong.entry}", cure=wrong.cure)
        return replace(read, groups=tuple(read._rated(group) for group in read.groups))

    def _rated(self, group: Group) -> Group:
        """The group with the scale's wordings as the choices of its ratings."""
        rating = tuple(Choice(str(number), label) for number, label in enumerate(self.scale, start=1))
        questions = (replace(one, choices=rating) if one.kind == "scale" else one for one in group.questions)
        return replace(group, questions=tuple(questions))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the form's order."""
        return tuple(question for group in self.groups for question in group.questions)

    def __getitem__(self, key: str) -> Question:
        """The question with this key. Raises `KeyError`."""
        return self._by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    def check(self, raw: Raw, programmes: Collection[str], language: Language) -> Checked:
        """What was typed, as answers, and what is wrong with it in this language. Nothing that is typed raises.

        ``programmes`` are the study programmes' codes. Fields that are not the form's count for nothing.
        """
        return check(self, raw, programmes, language)

    def raw(self, answers: Mapping[str, Answer]) -> dict[str, str]:
        """Answers as they are typed into the form, by field name, so that they can be corrected: what `check` reads."""
        filled: dict[str, str] = {}
        for question in self.questions:
            answer = answers.get(question.key)
            if isinstance(answer, dict):
                filled |= {question.field(code): str(count) for code, count in answer.items()}
            elif answer is not None:
                filled[question.field()] = str(answer)
        return filled
