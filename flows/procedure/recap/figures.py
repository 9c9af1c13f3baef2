"""Sums over groups of vacancies, all groups at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from flows.procedure.cases import CaseState
from flows.procedure.recap.people import People, numeric
from flows.procedure.recap.records import Figures

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from flows.procedure.recap.people import Floats, Mask

    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Members:
    """Which vacancy (``rows``) counts in which group, with its people there; a vacancy may count in several."""

    rows: Places
    groups: Places
    people: People


def one_group(people: People, rows: Mask | None = None) -> Members:
    """All vacancies as one group, or those of the mask ``rows``."""
    import numpy as np

    found = np.arange(len(people.applied)) if rows is None else np.flatnonzero(rows)
    return Members(found, np.zeros_like(found), people.each(lambda array: array[found]))


def asked(vacancies: pd.DataFrame) -> pd.Series[bool]:
    """Which vacancies' partners were asked, or told without being asked."""
    return (vacancies["requested"].notna() | vacancies["answered"].notna()) & ~called_off(vacancies)


def called_off(vacancies: pd.DataFrame) -> pd.Series[bool]:
    """Which vacancies were called off after they were announced."""
    return (vacancies["state"] == CaseState.CANCELLED).fillna(value=False).astype(bool)


@dataclass(frozen=True, slots=True)
class Measured:
    """A recap's vacancies, and what each of them adds to the figures that are not people."""

    vacancies: pd.DataFrame
    counts: Mapping[str, Floats]

    @classmethod
    def of(cls, vacancies: pd.DataFrame) -> Self:
        import numpy as np

        masks = {
            "vacancies": vacancies["id"].notna(),
            "cancelled": called_off(vacancies),
            "asked": asked(vacancies),
            "answered": vacancies["answered"].notna(),
        }
        recipients = {name: np.nan_to_num(numeric(vacancies[name])) for name in ("meant", "sent")}
        return cls(vacancies, {name: mask.to_numpy().astype(np.float64) for name, mask in masks.items()} | recipients)

    def sums(self, members: Members, size: int) -> dict[str, Any]:
        """The fields of `Figures` for the groups 0 to ``size`` - 1, as columns; what nobody told is ``NA``."""
        import numpy as np
        import pandas as pd

        def total(numbers: NDArray[Any], known: Mask) -> NDArray[np.int64]:
            return np.bincount(members.groups[known], weights=numbers[known], minlength=size).astype(np.int64)

        def column(totals: NDArray[np.int64], unknown: Mask | None = None) -> Any:
            return pd.arrays.IntegerArray(totals, np.zeros(size, dtype=bool) if unknown is None else unknown)

        every = np.full(len(members.rows), True)
        columns = {name: column(total(numbers[members.rows], every)) for name, numbers in self.counts.items()}
        for name, people in members.people:
            known = ~np.isnan(people)
            told = total(known, known)
            columns[name] = column(total(people, known), told == 0)
            columns[f"{name.partition('_')[0]}_from"] = column(told)
        return columns

    def figures(self, members: Members) -> Figures:
        """Of one group."""
        return Figures.of({name: column[0] for name, column in self.sums(members, 1).items()})
