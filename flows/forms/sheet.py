"""The answers in the spreadsheet: which columns *Respon* has, and what its cells show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from flows.forms.definition import FormDefinition
from flows.forms.questions import Question
from flows.procedure.cases import Answer, Response, Source
from flows.procedure.dates import short_moment
from flows.procedure.models import Language
from flows.workbook.columns import Column, Tab
from flows.workbook.flow_tabs import RESPONSES
from flows.workbook.interface import Cell, Grid
from flows.workbook.tabs import with_questions

_SOURCES: Mapping[Source, str] = {
    Source.FORM: "Formulir",
    Source.GOOGLE: "Google Forms",
    Source.PHONE: "Telepon",
    Source.WHATSAPP: "WhatsApp",
    Source.MAIL: "Surel",
    Source.VISIT: "Kunjungan",
}


def tabs(form: FormDefinition) -> tuple[Tab, ...]:
    """The workbook's tabs of an office that asks this form's questions."""
    return with_questions(_columns(form))


def responses_grid(form: FormDefinition, responses: Iterable[Response], zone: ZoneInfo, language: Language) -> Grid:
    """*Respon*: every version in the order in which it was given.

    What was answered to questions that are not asked any more stands under their keys, behind the others.
    """
    versions = list(responses)
    gone = sorted({key for version in versions for key in version.answers if key not in form})
    first, last = RESPONSES.headings[:3], RESPONSES.headings[3:]
    headings = [column.heading for column in _columns(form)]
    rows: Grid = [[*first, *headings, *gone, *last]]
    for one in versions:
        cells = _cells(form, one.answers, language)
        rows.append(
            [
                short_moment(one.at, zone, language),
                one.vacancy,
                one.company,
                *(cells.get(heading) for heading in headings),
                *(_plainly(one.answers.get(key)) for key in gone),
                _SOURCES[one.source],
                one.version,
            ]
        )
    return rows


def _columns(form: FormDefinition) -> tuple[Column, ...]:
    """A column for each heading, in the form's order."""
    found: dict[str, Column] = {}
    for question in form.questions:
        found.setdefault(question.heading, _column(question))
    return tuple(found.values())


def _column(question: Question) -> Column:
    note = question.label.id
    match question.kind:
        case "whole" | "scale":
            return Column(question.heading, "number", 15, note=note)
        case "long" | "per_programme":
            return Column(question.heading, "long", 36, note=note)
        case "text" | "choice":
            return Column(question.heading, width=18, note=note)


def _cells(form: FormDefinition, answers: Mapping[str, Answer], language: Language) -> dict[str, Cell]:
    """By heading. Numbers per study programme share a cell, each on a line that names their total."""
    cells: dict[str, Cell] = {}
    for question in form.questions:
        answer = answers.get(question.key)
        if isinstance(answer, dict):
            line = f"{form[question.of].heading}: {_plainly(answer)}"
            above = cells.get(question.heading)
            cells[question.heading] = f"{above}\n{line}" if above else line
        elif answer is not None:
            labels = {choice.value: choice.label[language] for choice in question.choices}
            cells[question.heading] = answer if isinstance(answer, int) else labels.get(answer, answer)
    return cells


def _plainly(answer: Answer) -> Cell:
    return ", ".join(f"{code} {count}" for code, count in answer.items()) if isinstance(answer, dict) else answer
