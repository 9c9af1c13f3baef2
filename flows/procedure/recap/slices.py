"""The recap of a span of days, whole or as one department or study programme sees it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

from flows.forms.questions import Question
from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue
from flows.procedure.recap import opinions, wording
from flows.procedure.recap.figures import Measured, one_group
from flows.procedure.recap.grid import by_programme
from flows.procedure.recap.groupings import by_grid, by_text, labels
from flows.procedure.recap.people import People
from flows.procedure.recap.records import EVERYTHING, Dimension, Grouping, Recap, Span

if TYPE_CHECKING:
    import pandas as pd

    from flows.procedure.recap.grid import Grid
    from flows.procedure.recap.people import Mask


def recap(
    consolidated: pd.DataFrame,
    events: pd.DataFrame,
    span: Span,
    scope: str = EVERYTHING,
    *,
    questions: Sequence[Question],
    catalogue: Catalogue,
    language: Language = "id",
) -> Recap:
    """The recap of what closed within ``span``.

    ``consolidated`` is what `flows.procedure.recap.consolidation.consolidate` made, with the same ``questions`` and
    ``catalogue``; ``events`` as in `Evidence.events`. ``scope`` is `EVERYTHING`, or the code of a department or study
    programme: the slice then has the vacancies that count there, and of their people those known to be of it.
    ``language`` is that of labels and headings. Raises `KeyError` for a scope that is neither.
    """
    every = by_programme(consolidated, questions, catalogue)
    own = _own(scope, every, catalogue)
    counts_here = every.only(own).anywhere
    if scope == EVERYTHING:
        counts_here[:] = True
    here = counts_here & within(consolidated["closed"], span)
    vacancies, grid = consolidated[here].reset_index(drop=True), every.take(here)
    measured, mine = Measured.of(vacancies), grid.only(own)

    told = People.told(vacancies)
    rest = told.but(grid.people)
    people = told if scope == EVERYTHING else _together(mine)
    elsewhere = told.but(_by_department(grid, catalogue).people)
    halls = _by_department(mine, catalogue)
    groupings: dict[Dimension, Grouping] = {
        "partner": by_text("partner", measured, people, language),
        "department": by_grid("department", measured, halls, elsewhere, catalogue, language),
        "programme": by_grid("programme", measured, mine, rest, catalogue, language),
        "kind": by_text("kind", measured, people, language),
        "month": by_text("month", measured, people, language),
    }
    return Recap(
        span=span,
        scope=scope,
        scope_label=wording.ALL_PROGRAMMES[language] if scope == EVERYTHING else labels(catalogue, language)[scope],
        vacancies=vacancies,
        whole=measured.figures(one_group(people)),
        unspecified=measured.figures(one_group(rest, rest.any)),
        groupings=groupings,
        ratings=opinions.ratings(vacancies, questions, language),
        choices=opinions.choices(vacancies, questions, language),
        quotes=opinions.quotes(vacancies, questions, language),
        unanswered=opinions.unanswered(vacancies),
        events=_events(events, span, None if scope == EVERYTHING else set(consolidated["id"][counts_here])),
        questions=tuple(question for question in questions if not question.personal),
    )


def _own(scope: str, grid: Grid, catalogue: Catalogue) -> list[str]:
    """The study programmes of a scope. Raises `KeyError`."""
    if scope == EVERYTHING:
        return list(grid.keys)
    if scope in {department.code for department in catalogue.departments}:
        return [programme.code for programme in catalogue.programmes if programme.department == scope]
    return [catalogue[scope].code]


def _together(grid: Grid) -> People:
    """Of each vacancy, the people in any column."""
    return grid.merged(["all"], ["all"] * len(grid.keys)).people.each(lambda array: array[:, 0])


def _by_department(grid: Grid, catalogue: Catalogue) -> Grid:
    home = {programme.code: programme.department for programme in catalogue.programmes}
    return grid.merged([one.code for one in catalogue.departments], [home.get(code) for code in grid.keys])


def within(days: pd.Series[Any], span: Span) -> Mask:
    """Which of these days (`date` or none) are in the span."""
    import pandas as pd

    return pd.to_datetime(days).between(pd.Timestamp(span.first), pd.Timestamp(span.last)).to_numpy()


def _events(events: pd.DataFrame, span: Span, vacancies: Set[str] | None) -> pd.DataFrame:
    """Those within the span; given the vacancies of a slice, those for one of these, or for no vacancy at all."""
    found = events[within(events["day"], span)].sort_values(["day", "id"])
    if vacancies is not None:
        here = [not of or not vacancies.isdisjoint(of) for of in found["vacancies"]]
        found = found.loc[here]
    return found.reset_index(drop=True)
