"""The figures by partner, department, study programme, kind of work and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue
from flows.procedure.recap import wording
from flows.procedure.recap.figures import Measured, Members, one_group
from flows.procedure.recap.records import NOT_BROKEN_DOWN, Dimension, Figures, Grouping

if TYPE_CHECKING:
    import pandas as pd

    from flows.procedure.recap.grid import Grid
    from flows.procedure.recap.people import People

_FIGURES = tuple(field.name for field in fields(Figures))
_OF_VACANCIES = (
    "vacancies", "cancelled", "asked", "answered", "meant", "sent", "applied_from", "accepted_from", "both_from",
)  # fmt: skip
"""What counts vacancies or answers, not people: where a vacancy is in several groups, these do not add up."""


def by_text(dimension: Dimension, measured: Measured, people: People, language: Language) -> Grouping:
    """By partner, kind or month: every vacancy is in one group."""
    import pandas as pd

    vacancies = measured.vacancies
    groups, keys = pd.factorize(vacancies[dimension])
    members = replace(one_group(people), groups=groups)
    names: Mapping[str, str]
    if dimension == "partner":  # it may be spelt in several ways: as last time
        names = dict(zip(vacancies["partner"], vacancies["company"], strict=True))
    elif dimension == "month":
        names = {key: wording.month(date.fromisoformat(f"{key}-01"), language) for key in keys}
    else:
        names = {key: wording.work_kind(key, language) for key in keys}
    return _grouping(dimension, measured, members, list(keys), names)


def by_grid(
    dimension: Dimension, measured: Measured, grid: Grid, rest: People, catalogue: Catalogue, language: Language
) -> Grouping:
    """By study programme or department: a vacancy is in each that it counts in, and ``rest`` are its other people."""
    import numpy as np

    rows, groups = np.nonzero(grid.member)
    left = np.flatnonzero(rest.any | ~grid.anywhere)
    members = Members(
        np.concatenate([rows, left]),
        np.concatenate([groups, np.full(len(left), len(grid.keys))]),
        grid.people.each(lambda array: array[rows, groups]).followed_by(rest.each(lambda array: array[left])),
    )
    names = {**labels(catalogue, language), NOT_BROKEN_DOWN: wording.NOT_TOLD[language]}
    return _grouping(dimension, measured, members, [*grid.keys, NOT_BROKEN_DOWN], names)


def labels(catalogue: Catalogue, language: Language) -> dict[str, str]:
    """What study programmes and departments are called, by code."""
    english = language == "en"
    return {one.code: one.english if english else one.title for one in catalogue.programmes} | {
        one.code: one.english if english else one.name for one in catalogue.departments
    }


def _grouping(
    dimension: Dimension, measured: Measured, members: Members, keys: list[str], names: Mapping[str, str]
) -> Grouping:
    import numpy as np
    import pandas as pd

    columns = measured.sums(members, len(keys))
    titles = [names.get(key, key) for key in keys]
    vacancies, applied = (columns[name].to_numpy(dtype=float, na_value=-1) for name in ("vacancies", "applied"))

    def rank(group: int) -> tuple[Any, ...]:
        if dimension == "month":
            return (keys[group],)
        return keys[group] == NOT_BROKEN_DOWN, -vacancies[group], -applied[group], titles[group], keys[group]

    order = sorted(np.flatnonzero(vacancies).tolist(), key=rank)
    sources = _sources(measured.vacancies["id"], members, len(keys))
    frame = pd.DataFrame(
        {
            "key": pd.Series([keys[group] for group in order], dtype=object),
            "label": pd.Series([titles[group] for group in order], dtype=object),
            **{name: columns[name].take(order) for name in _FIGURES},
            "sources": pd.Series([sources[group] for group in order], dtype=object),
        }
    )
    several = len(members.rows) > len(np.unique(members.rows))
    return Grouping(dimension, frame, _OF_VACANCIES if several else ())


def _sources(ids: pd.Series[str], members: Members, size: int) -> Sequence[Any]:
    """The IDs of each group, in the order of the vacancies."""
    import numpy as np

    order = np.lexsort((members.rows, members.groups))
    named = ids.to_numpy(dtype=object)[members.rows[order]]
    ends = np.cumsum(np.bincount(members.groups, minlength=size))[:-1]
    return [tuple(group) for group in np.split(named, ends)]
