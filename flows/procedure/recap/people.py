"""Applicants and those accepted, by vacancy and study programme: dense arrays, ``nan`` where nobody told.

A partner's breakdown counts only where it fits its total. If it adds up to more, or there is no total, one of the two
is wrong and nobody knows which: the total then stands, and all of its people are not broken down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from flows.forms.questions import Question
from flows.procedure.cases import ACCEPTED, APPLIED
from flows.procedure.programmes import Catalogue

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Grid:
    """Vacancies (rows) by study programmes, departments or one scope (columns)."""

    keys: tuple[str, ...]
    member: Mask
    """Whether the vacancy counts there: it is meant for it, or people of it applied or were accepted."""
    applied: Floats
    accepted: Floats

    def merged(self, keys: Sequence[str], into: Sequence[str | None]) -> Grid:
        """The grid by ``keys``: each column is the sum of those that go ``into`` it; what goes into none is left out.

        A sum is known as soon as one of its parts is.
        """
        import numpy as np

        places = [[number for number, one in enumerate(into) if one == key] for key in keys]
        shape = len(keys), len(self.member)

        def summed(people: Floats) -> Floats:
            known = ~np.isnan(people)
            filled = np.where(known, people, 0)
            sums = [np.where(known[:, parts].any(axis=1), filled[:, parts].sum(axis=1), np.nan) for parts in places]
            return np.array(sums, dtype=float).reshape(shape).T

        member = np.array([self.member[:, parts].any(axis=1) for parts in places], dtype=bool).reshape(shape).T
        return Grid(tuple(keys), member, summed(self.applied), summed(self.accepted))

    @property
    def anywhere(self) -> Mask:
        """Which vacancies count in any column."""
        import numpy as np

        return np.asarray(self.member.any(axis=1))

    def take(self, rows: Mask) -> Grid:
        """Some vacancies of it."""
        return Grid(self.keys, self.member[rows], self.applied[rows], self.accepted[rows])

    def only(self, keys: Sequence[str]) -> Grid:
        """Some columns of it."""
        places = [self.keys.index(key) for key in keys]
        return Grid(tuple(keys), self.member[:, places], self.applied[:, places], self.accepted[:, places])


def by_programme(vacancies: pd.DataFrame, questions: Sequence[Question], catalogue: Catalogue) -> Grid:
    """The grid of consolidated vacancies by study programme: the catalogue's, then what else was answered by code."""
    import numpy as np

    counts = [_counts(vacancies, total, questions) for total in (APPLIED, ACCEPTED)]
    listed = [programme.code for programme in catalogue.programmes]
    meant = list(vacancies["programmes"])
    others = {code for codes in meant for code in codes} | {code for found in counts for code in found[1]}
    keys = (*listed, *sorted(others - set(listed)))
    place = {code: number for number, code in enumerate(keys)}

    member = np.zeros((len(vacancies), len(keys)), dtype=bool)
    member[vacancies["everybody"].to_numpy(dtype=bool), : len(listed)] = True
    rows = np.repeat(np.arange(len(meant)), [len(codes) for codes in meant])
    member[rows, [place[code] for code in chain.from_iterable(meant)]] = True
    people = []
    for total, (rows, codes, numbers) in zip((APPLIED, ACCEPTED), counts, strict=True):
        told = np.full(member.shape, np.nan)
        told[rows, [place[code] for code in codes]] = numbers
        totals = numeric(vacancies[total])
        sums = np.nansum(told, axis=1)
        told[~(sums <= totals)] = np.nan  # a total that is unknown fits nothing
        told[np.isnan(told) & (sums == totals)[:, None]] = 0  # the rest of the programmes is known then: nobody
        people.append(told)
        member |= told > 0
    return Grid(keys, member, *(np.where(member, told, np.nan) for told in people))


def numeric(column: pd.Series[Any]) -> Floats:
    """A column of numbers with ``nan`` for what is unknown."""
    import numpy as np

    return column.to_numpy(dtype=float, na_value=np.nan)


def not_broken_down(vacancies: pd.DataFrame, grid: Grid) -> tuple[Floats, Floats]:
    """Of each vacancy's applicants and accepted, those of whom the grid tells nothing; ``nan`` without a total."""
    import numpy as np

    return (
        numeric(vacancies[APPLIED]) - np.nansum(grid.applied, axis=1),
        numeric(vacancies[ACCEPTED]) - np.nansum(grid.accepted, axis=1),
    )


def _counts(
    vacancies: pd.DataFrame, total: str, questions: Sequence[Question]
) -> tuple[NDArray[np.intp], list[str], list[int]]:
    """What was answered by study programme to the question that divides ``total``: rows, codes, counts."""
    import numpy as np

    key = next((one.key for one in questions if one.kind == "per_programme" and one.of == total), None)
    answers = [answer if isinstance(answer, dict) else {} for answer in (vacancies[key] if key else ())]
    rows = np.repeat(np.arange(len(answers)), [len(answer) for answer in answers])
    return rows, list(chain.from_iterable(answers)), list(chain.from_iterable(map(dict.values, answers)))
