"""Evidence as the ledger would hand it over, made row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from flows.forms.definition import FormDefinition
from flows.procedure.programmes import Catalogue, Department, Programme
from flows.procedure.recap.consolidation import consolidate
from flows.procedure.recap.records import EVERYTHING, Evidence, Grouping, Line, Recap, Span
from flows.procedure.recap.slices import recap

FORM = FormDefinition.load(Path(__file__).parents[3] / "config" / "feedback.toml")
CATALOGUE = Catalogue(
    [Department("JIF", "Jurusan Informatika", "Informatics"), Department("JMS", "Jurusan Mesin", "Mechanics")],
    [
        Programme("IF", "JIF", "Teknik Informatika", "Informatics Engineering", "D3"),
        Programme("AN", "JIF", "Animasi", "Animation", "D4"),
        Programme("MS", "JMS", "Teknik Mesin", "Mechanical Engineering", "D3"),
    ],
)
START = datetime(2026, 3, 1, 2, tzinfo=UTC)
MARCH = Span("P26-0001", "Maret 2026", date(2026, 3, 1), date(2026, 3, 31))

VACANCY = {
    "id": "object", "company": "object", "partner": "object", "position": "object", "kind": "object",
    "location": "object", "everybody": "bool", "programmes": "object", "openings": "Int64",
    "received": "datetime64[us, UTC]", "announced": "datetime64[us, UTC]", "meant": "Int64", "sent": "Int64",
    "refused": "Int64", "closed": "object",
}  # fmt: skip
EVENT = {
    "id": "object", "kind": "object", "title": "object", "company": "object", "partner": "object", "day": "object",
    "vacancies": "object", "attended": "Int64",
}  # fmt: skip
REQUEST = {"vacancy": "object", "state": "object", "requested": "datetime64[us, UTC]", "reminders": "Int64"}
_ANSWERED = {"whole": "Int64", "scale": "Int64"}
ANSWER = {"vacancy": "object", "version": "Int64", "at": "datetime64[us, UTC]", "source": "object"}
ANSWER |= {question.key: _ANSWERED.get(question.kind, "object") for question in FORM.questions}
Row = dict[str, Any]


def vacancy(number: int = 1, **different: Any) -> Row:
    """A vacancy for D3 Teknik Informatika of PT Satu that closed on 10 March 2026, announced to ten people."""
    row = {
        "id": f"L26-{number:04d}", "company": "PT Satu", "partner": "satu", "position": f"Posisi {number}",
        "kind": "Kontrak", "location": "Batam", "everybody": False, "programmes": ("IF",), "openings": 2,
        "received": START, "announced": START, "meant": 10, "sent": 9, "refused": 1, "closed": date(2026, 3, 10),
    }  # fmt: skip
    return row | different


def asked(number: int = 1, state: str = "not_given", **different: Any) -> Row:
    """The request for its results."""
    return {"vacancy": f"L26-{number:04d}", "state": state, "requested": START, "reminders": 2, **different}


def answer(number: int = 1, *, version: int = 1, minutes: int = 0, **answers: Any) -> Row:
    """A version of what was answered to the form, so many minutes after the first."""
    at = START + timedelta(days=20, minutes=minutes)
    return {"vacancy": f"L26-{number:04d}", "version": version, "at": at, "source": "formulir", **answers}


def event(number: int, **different: Any) -> Row:
    row = {
        "id": f"K26-{number:04d}", "kind": "Seminar", "title": "Seminar", "company": "PT Satu", "partner": "satu",
        "day": date(2026, 3, 5), "vacancies": (), "attended": None,
    }  # fmt: skip
    return row | different


def frame(rows: Iterable[Row], columns: dict[str, str]) -> pd.DataFrame:
    """The rows as a table with exactly these columns."""
    found = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    return found.astype({name: kind for name, kind in columns.items() if kind != "object"})


def evidence(
    vacancies: Iterable[Row] = (),
    answers: Iterable[Row] = (),
    requests: Iterable[Row] = (),
    events: Iterable[Row] = (),
) -> Evidence:
    return Evidence(
        frame(vacancies, VACANCY), frame(events, EVENT), frame(requests, REQUEST), frame(answers, ANSWER)
    )  # fmt: skip


def made(known: Evidence, scope: str = EVERYTHING, span: Span = MARCH, **also: Any) -> Recap:
    """The recap of it."""
    rows = consolidate(known, FORM.questions, CATALOGUE)
    return recap(rows, known.events, span, scope, questions=FORM.questions, catalogue=CATALOGUE, **also)


def line(grouping: Grouping, key: str) -> Line:
    """The line of a grouping with this key."""
    (found,) = (one for one in grouping.lines if one.key == key)
    return found
