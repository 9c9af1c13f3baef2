"""What a form is made of: groups of questions, their wordings and choices, and what contradicts what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from flows.procedure.models import Language

Kind = Literal["whole", "per_programme", "text", "long", "choice", "scale"]
MOST = {"whole": 10_000, "per_programme": 10_000, "text": 200, "long": 4_000}
"""What a count may be, and how many letters a text may have, where the question does not say."""


@dataclass(frozen=True)
class Words:
    """A wording in both languages: ``words["en"]``. Without an English one the Indonesian is shown."""

    __pydantic_config__ = {"extra": "forbid"}

    id: str
    en: str = ""

    def __getitem__(self, language: Language) -> str:
        return self.en or self.id if language == "en" else self.id

    def __bool__(self) -> bool:
        return bool(self.id)


NOTHING = Words("")


@dataclass(frozen=True)
class Choice:
    """One of a question's answers: the value that is kept, and its wording."""

    __pydantic_config__ = {"extra": "forbid"}

    value: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One question. Its ``heading`` is its column in *Respon*."""

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    kind: Kind
    heading: str
    label: Words
    help: Words = NOTHING
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()
    """Of a choice, and of a scale ("1" to "5")."""
    of: str = ""
    """The question whose total a number per study programme divides."""
    personal: bool = False
    """Whether the answer names a person: recaps leave it out."""

    @property
    def low(self) -> int:
        """The least count."""
        return self.minimum or 0

    @property
    def high(self) -> int:
        """The largest count, or the longest text in letters."""
        return MOST.get(self.kind, 0) if self.maximum is None else self.maximum

    def field(self, programme: str = "") -> str:
        """The name of its field in a form: ``q_accepted``, ``q_accepted_by_programme__IF``."""
        return f"q_{self.key}__{programme}" if programme else f"q_{self.key}"

    def fields(self, programmes: Collection[str]) -> list[str]:
        """The names of all its fields, given the study programmes' codes."""
        return [self.field(code) for code in programmes] if self.kind == "per_programme" else [self.field()]


@dataclass(frozen=True)
class Group:
    """Questions that belong together, under a title."""

    __pydantic_config__ = {"extra": "forbid"}

    title: Words
    questions: tuple[Question, ...]
    help: Words = NOTHING


@dataclass(frozen=True)
class Rule:
    """The count ``key`` is never more than the count ``at_most``; else ``message``."""

    __pydantic_config__ = {"extra": "forbid"}

    key: str
    at_most: str
    message: Words
