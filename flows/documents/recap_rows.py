"""The rows that a recap is made of: a vacancy on each, with what became of it and every question's answer."""

from __future__ import annotations

from collections.abc import Iterator

from flows.documents import words
from flows.documents.tables import Column, Kind, Table, Value, known
from flows.forms.questions import Question
from flows.procedure.cases import ACCEPTED, APPLIED, CaseState
from flows.procedure.models import Language
from flows.procedure.recap.records import Recap
from flows.procedure.recap.wording import heading, work_kind

_COLUMNS: tuple[tuple[str, Kind, float, float], ...] = (
    ("id", "text", 12, 1.6),
    ("company", "text", 32, 3.2),
    ("position", "text", 32, 3),
    ("kind", "text", 14, 0),
    ("location", "text", 20, 0),
    ("programmes", "text", 22, 1.9),
    ("departments", "text", 16, 0),
    ("openings", "count", 12, 0),
    ("received", "moment", 17, 0),
    ("announced", "moment", 17, 0),
    ("meant", "count", 10, 0),
    ("sent", "count", 10, 0),
    ("refused", "count", 10, 0),
    ("closed", "day", 12, 2.1),
    ("events", "text", 14, 0),
    ("attended", "count", 10, 0),
    ("state", "text", 16, 2.1),
    ("requested", "moment", 17, 0),
    ("reminders", "count", 10, 0),
    ("answered", "moment", 17, 0),
    ("source", "text", 14, 0),
    ("version", "count", 10, 0),
)
"""Columns of `Recap.vacancies`, their kind, and their widths in a sheet and on paper; those of the questions follow."""


_COUNTED = (APPLIED, ACCEPTED)


def vacancies(recap: Recap, language: Language) -> Table:
    """One row a vacancy, in the order of `Recap.vacancies`."""
    columns = [Column(heading(name, language), kind, sheet, paper) for name, kind, sheet, paper in _COLUMNS]
    return Table(
        words.SHEETS["raw"][language],
        words.VACANCIES[language],
        [*columns, *(_asked(question, language) for question in recap.questions)],
        list(_rows(recap, language)),
    )


def _asked(question: Question, language: Language) -> Column:
    if question.kind in ("whole", "scale"):
        return Column(_title(question, language), "count", 14, 1.3 if question.key in _COUNTED else 0)
    if question.kind == "long":
        return Column(_title(question, language), sheet=80, wrap=True)
    return Column(_title(question, language), sheet=24)


def _title(question: Question, language: Language) -> str:
    """Its column's heading, which questions by study programme may share: these are called what they ask."""
    if question.key in _COUNTED:
        return heading(question.key, language)
    if question.kind == "per_programme" or language == "en":
        return question.label[language]
    return question.heading


def _rows(recap: Recap, language: Language) -> Iterator[tuple[Value, ...]]:
    names = [name for name, *_ in _COLUMNS] + [question.key for question in recap.questions]
    choices = {
        question.key: {choice.value: choice.label[language] for choice in question.choices}
        for question in recap.questions
        if question.kind == "choice"
    }
    for row in recap.vacancies.to_dict("records"):
        cells = {name: known(row[name]) for name in names}
        if row["everybody"]:
            cells["programmes"] = words.EVERYBODY[language]
        cells["kind"] = work_kind(str(cells["kind"]), language)
        not_yet = cells["state"] == CaseState.OPEN and cells["requested"] is None
        cells["state"] = words.STATES["not_yet" if not_yet else str(cells["state"] or "")][language]
        for key, labels in choices.items():
            cells[key] = labels.get(str(cells[key]), cells[key])
        yield tuple(cells.values())
