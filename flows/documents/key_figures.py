"""The figures that a reader sees first, each with what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from flows.documents import words
from flows.documents.tables import Kind
from flows.forms.questions import Words
from flows.procedure.models import Language
from flows.procedure.recap.records import Figures
from flows.procedure.recap.wording import count, heading


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """``value`` is ``None`` where it is unknown."""

    label: str
    value: float | None
    kind: Kind
    basis: str


def key_figures(whole: Figures, language: Language) -> list[KeyFigure]:
    """Vacancies, answer rate, applicants, accepted, acceptance rate."""

    def made_of(sentence: Words, *numbers: int | None) -> str:
        return sentence[language].format(*(count(number, language) for number in numbers))

    called_off = made_of(words.CALLED_OFF, whole.cancelled) if whole.cancelled else ""
    asked = made_of(words.OF_ASKED, whole.answered, whole.asked)
    applied = made_of(words.FROM_ANSWERS, whole.applied_from, whole.expected)
    accepted = made_of(words.FROM_ANSWERS, whole.accepted_from, whole.expected)
    rate = made_of(words.OF_APPLICANTS, whole.both_accepted, whole.both_applied) if whole.rate is not None else ""
    return [
        KeyFigure(words.CLOSED[language], whole.vacancies, "count", called_off),
        KeyFigure(heading("answer_rate", language), whole.answer_rate, "share", asked),
        KeyFigure(heading("applied", language), whole.applied, "count", applied),
        KeyFigure(heading("accepted", language), whole.accepted, "count", accepted),
        KeyFigure(heading("rate", language), whole.rate, "share", rate),
    ]
