"""All that is known of each vacancy on one row: its announcement, events, request, and the answers that count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.forms.questions import Question
from flows.procedure.programmes import Catalogue
from flows.procedure.recap.figures import called_off
from flows.procedure.recap.records import Evidence

if TYPE_CHECKING:
    import pandas as pd

_COUNTED = ("whole", "scale")
"""Kinds of questions that are answered with one number."""


def consolidate(evidence: Evidence, questions: Sequence[Question], catalogue: Catalogue) -> pd.DataFrame:
    """One tidy row a vacancy, as `Recap.vacancies` has it, those that are still open included.

    Of a vacancy's answers the latest counts, by its moment, then its version; of a vacancy that was called off, none.
    ``questions`` are the form's: what else was once asked is left out, and so is what names a person.
    """
    import pandas as pd

    found = evidence.vacancies.reset_index(drop=True)
    day = pd.to_datetime(found["closed"])
    found["departments"] = _departments(found, catalogue)
    found["month"] = _months(day)
    found = found.join(_happened(evidence.events), on="id")
    found["events"] = [happened if isinstance(happened, tuple) else () for happened in found["events"]]
    found = found.join(evidence.requests.set_index("vacancy")[["state", "requested", "reminders"]], on="id")
    found = found.join(_latest(evidence.answers, found.loc[called_off(found), "id"], questions), on="id")
    typed = {"attended": "Int64", "state": "string", "reminders": "Int64", "source": "string", "version": "Int64"}
    found = found.astype(typed)  # joining makes what is missing nan, and so every number a float
    order = found[["id"]].assign(day=day).sort_values(["day", "id"]).index  # what is still open comes last
    return found.loc[order].reset_index(drop=True)


def _departments(vacancies: pd.DataFrame, catalogue: Catalogue) -> list[tuple[str, ...]]:
    """Of each vacancy's study programmes, in the catalogue's order."""
    home = {programme.code: programme.department for programme in catalogue.programmes}
    everyone = tuple(department.code for department in catalogue.departments)
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for codes in set(vacancies["programmes"]):
        theirs = {home.get(code) for code in codes}
        known[codes] = tuple(code for code in everyone if code in theirs)
    return [
        everyone if everybody else known[codes]
        for everybody, codes in zip(vacancies["everybody"], vacancies["programmes"], strict=True)
    ]


def _months(day: pd.Series[Any]) -> list[str | None]:
    """``2026-03`` of each day, ``None`` of none."""
    months = day.to_numpy().astype("datetime64[M]").astype(str)
    return [None if month == "NaT" else month for month in months.tolist()]


def _happened(events: pd.DataFrame) -> pd.DataFrame:
    """By vacancy: ``events``, the IDs of its events as they happened, and ``attended``, the sum of what is known."""
    pairs = events.sort_values(["day", "id"]).explode("vacancies")
    by_vacancy = pairs.dropna(subset="vacancies").groupby("vacancies")
    return by_vacancy["id"].agg(tuple).to_frame("events").join(by_vacancy["attended"].sum(min_count=1).astype("Int64"))


def _latest(answers: pd.DataFrame, called_off_ids: pd.Series[str], questions: Sequence[Question]) -> pd.DataFrame:
    """By vacancy: ``answered``, ``source``, ``version`` and a column per question, of the version that counts."""
    import pandas as pd

    # The order goes by three columns alone; only the rows that count are then taken from the others.
    order = answers[["at", "version"]].reset_index(drop=True).sort_values(["at", "version"], kind="stable").index
    last = ~answers["vacancy"].iloc[order].duplicated(keep="last").to_numpy()
    kept = answers.iloc[order[last]]
    kept = kept[~kept["vacancy"].isin(called_off_ids)].set_index("vacancy")
    found = kept[["at", "source", "version"]].rename(columns={"at": "answered"})
    for question in questions:
        if not question.personal:
            column = kept.get(question.key, pd.Series(None, kept.index, dtype=object))
            if question.kind in _COUNTED:
                column = column.astype("Int64")
            elif question.kind != "per_programme":
                column = column.astype("string")
            found[question.key] = column
    return found
