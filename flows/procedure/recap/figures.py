"""Sums over groups of vacancies, all groups at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.procedure.cases import CaseState
from flows.procedure.recap.people import numeric
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
    applied: Floats
    accepted: Floats
    comparable: Mask
    """Where those accepted are some of those who applied."""


def one_group(applied: Floats, accepted: Floats, rows: Mask | None = None, *, comparable: bool = True) -> Members:
    """All vacancies as one group, or those of the mask ``rows``."""
    import numpy as np

    found = np.arange(len(applied)) if rows is None else np.flatnonzero(rows)
    same = np.zeros_like(found)
    return Members(found, same, applied[found], accepted[found], np.full(len(found), comparable))


def asked(vacancies: pd.DataFrame) -> pd.Series[bool]:
    """Which vacancies' partners were asked, or told without being asked."""
    return (vacancies["requested"].notna() | vacancies["answered"].notna()) & ~called_off(vacancies)


def called_off(vacancies: pd.DataFrame) -> pd.Series[bool]:
    """Which vacancies were called off after they were announced."""
    return (vacancies["state"] == CaseState.CANCELLED).fillna(value=False).astype(bool)


def sums(vacancies: pd.DataFrame, members: Members, size: int) -> dict[str, Any]:
    """The fields of `Figures` for the groups 0 to ``size`` - 1, as columns; what nobody told is ``NA``."""
    import numpy as np
    import pandas as pd

    def total(numbers: Floats, known: Mask) -> NDArray[Any]:
        return np.bincount(members.groups[known], weights=numbers[known], minlength=size)

    def whole(numbers: NDArray[Any]) -> Any:
        return pd.array(numbers.astype(np.int64), dtype="Int64")

    counts: dict[str, NDArray[Any]] = {
        "vacancies": np.ones(len(vacancies)),
        "cancelled": called_off(vacancies).astype(float).to_numpy(),
        "asked": asked(vacancies).astype(float).to_numpy(),
        "answered": vacancies["answered"].notna().astype(float).to_numpy(),
        "meant": np.nan_to_num(numeric(vacancies["meant"])),
        "sent": np.nan_to_num(numeric(vacancies["sent"])),
    }
    every = np.full(len(members.rows), True)
    columns = {name: whole(total(numbers[members.rows], every)) for name, numbers in counts.items()}
    applied, accepted = ~np.isnan(members.applied), ~np.isnan(members.accepted)
    both = applied & accepted & members.comparable
    for name, people, known in (
        ("applied", members.applied, applied),
        ("accepted", members.accepted, accepted),
        ("both_applied", members.applied, both),
        ("both_accepted", members.accepted, both),
    ):
        told = total(every.astype(float), known)
        columns[name] = pd.arrays.IntegerArray(total(people, known).astype(np.int64), told == 0)
        columns[f"{name.partition('_')[0]}_from"] = whole(told)
    return columns


def figures(vacancies: pd.DataFrame, members: Members) -> Figures:
    """Of one group."""
    return Figures.of({name: column[0] for name, column in sums(vacancies, members, 1).items()})
