"""What partners think: ratings, choices, their own words; and who did not answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flows.forms.questions import Question
from flows.procedure.models import Language
from flows.procedure.recap.figures import asked
from flows.procedure.recap.records import Choices, Quote, Rating, Unanswered

if TYPE_CHECKING:
    import pandas as pd

ENOUGH = 3
"""Answers from which on a mean says more about graduates than about one partner."""


def ratings(vacancies: pd.DataFrame, questions: Sequence[Question], language: Language) -> tuple[Rating, ...]:
    """Of each quality, in the form's order."""
    return tuple(_rating(one, vacancies[one.key], language) for one in questions if one.kind == "scale")


def _rating(question: Question, column: pd.Series[int], language: Language) -> Rating:
    given = column.dropna().astype(float)
    enough = len(given) >= ENOUGH
    return Rating(
        question.key,
        title(question, language),
        len(given),
        float(given.mean()) if enough else None,
        float(given.std()) if enough else None,
    )


def choices(vacancies: pd.DataFrame, questions: Sequence[Question], language: Language) -> tuple[Choices, ...]:
    """Of each question of kind choice; values that the form no longer offers come last."""
    return tuple(_choices(one, vacancies[one.key], language) for one in questions if one.kind == "choice")


def _choices(question: Question, column: pd.Series[str], language: Language) -> Choices:
    taken = {str(value): int(count) for value, count in column.value_counts().items()}
    offered = [choice.value for choice in question.choices]
    others = sorted(taken.keys() - set(offered))
    return Choices(question.key, title(question, language), {one: taken.get(one, 0) for one in [*offered, *others]})


def quotes(vacancies: pd.DataFrame, questions: Sequence[Question], language: Language) -> tuple[Quote, ...]:
    """What was written at length, but for what names a person: by question, then in the order of the vacancies."""
    return tuple(
        Quote(*row[:3], heading=title(question, language), text=row[3])
        for question in questions
        if question.kind == "long" and not question.personal
        for row in _written(vacancies, question.key)
    )


def _written(vacancies: pd.DataFrame, key: str) -> Iterator[tuple[str, str, str, str]]:
    given = vacancies.loc[vacancies[key].notna(), ["id", "company", "position", key]]
    yield from zip(*(given[name].to_list() for name in given), strict=True)


def unanswered(vacancies: pd.DataFrame) -> tuple[Unanswered, ...]:
    """Partners that were asked and did not answer: those with most vacancies first, then who was asked first."""
    waiting = vacancies[asked(vacancies) & vacancies["answered"].isna()]
    by_partner = waiting.groupby("partner").agg(
        company=("company", "last"),
        vacancies=("id", tuple),
        positions=("position", tuple),
        requested=("requested", "min"),
        reminders=("reminders", "max"),
    )
    found = [
        Unanswered(str(partner), company, ids, positions, requested.to_pydatetime(), int(reminders))
        for partner, company, ids, positions, requested, reminders in by_partner.itertuples(name=None)
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.vacancies), one.requested, one.company, one.partner)))


def title(question: Question, language: Language) -> str:
    """What a question is called: its column's heading, which is Indonesian, or what is asked in English."""
    return question.label["en"] if language == "en" else question.heading
