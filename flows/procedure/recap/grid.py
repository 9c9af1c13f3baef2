"""Whose people they are: vacancies by study programme, by department, or by what a slice covers.

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
from flows.procedure.recap.people import People, numeric

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from flows.procedure.recap.people import Floats, Mask


@dataclass(frozen=True, slots=True)
class Grid:
    """Vacancies (rows) by study programmes, departments or one slice (columns)."""

    keys: tuple[str, ...]
    member: Mask
    """Whether the vacancy counts there: it is meant for it, or people of it applied or were accepted."""
    people: People

    @property
    def anywhere(self) -> Mask:
        """Which vacancies count in any column."""
        import numpy as np

        return np.asarray(self.member.any(axis=1))

    def take(self, rows: Mask) -> Grid:
        """Some vacancies of it."""
        return Grid(self.keys, self.member[rows], self.people.each(lambda array: array[rows]))

    def only(self, keys: Sequence[str]) -> Grid:
        """Some columns of it."""
        places = [self.keys.index(key) for key in keys]
        return Grid(tuple(keys), self.member[:, places], self.people.each(lambda array: array[:, places]))

    def merged(self, keys: Sequence[str], into: Sequence[str | None]) -> Grid:
        """The grid by ``keys``: each column is the sum of those that go ``into`` it; what goes into none is left out.

        Of a sum some parts may be unknown: it then is what is known of it, and unknown itself if that is nobody. What
        makes the rate is exact: it goes by the parts that tell both numbers.
        """
        import numpy as np

        places = [[number for number, one in enumerate(into) if one == key] for key in keys]

        def joined(columns: Sequence[Any], kind: type) -> NDArray[Any]:
            return np.array(columns, dtype=kind).reshape(len(keys), len(self.member)).T

        def some(mask: Mask) -> Mask:
            return joined([mask[:, parts].any(axis=1) for parts in places], bool)

        def summed(array: Floats) -> Floats:
            return joined([np.nansum(array[:, parts], axis=1) for parts in places], float)

        def counted(array: Floats) -> Floats:
            sums = summed(array)
            return np.where((sums == 0) & some(np.isnan(array) & self.member), np.nan, sums)

        def paired(array: Floats) -> Floats:
            return np.where(some(~np.isnan(array) & self.member), summed(array), np.nan)

        people = self.people
        return Grid(
            tuple(keys),
            some(self.member),
            People(
                counted(people.applied),
                counted(people.accepted),
                paired(people.both_applied),
                paired(people.both_accepted),
            ),
        )


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
    return Grid(keys, member, People.of(*people))


def _counts(
    vacancies: pd.DataFrame, total: str, questions: Sequence[Question]
) -> tuple[NDArray[np.intp], list[str], list[int]]:
    """What was answered by study programme to the question that divides ``total``: rows, codes, counts."""
    import numpy as np

    key = next((one.key for one in questions if one.kind == "per_programme" and one.of == total), None)
    answers = [answer if isinstance(answer, dict) else {} for answer in (vacancies[key] if key else ())]
    rows = np.repeat(np.arange(len(answers)), [len(answer) for answer in answers])
    return rows, list(chain.from_iterable(answers)), list(chain.from_iterable(map(dict.values, answers)))
