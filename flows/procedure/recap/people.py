"""Applicants and those accepted, as arrays of one shape: ``nan`` where nobody told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from flows.procedure.cases import ACCEPTED, APPLIED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class People:
    """Counts of people; the last two are known where both numbers are, and make the rate."""

    applied: Floats
    accepted: Floats
    both_applied: Floats
    both_accepted: Floats

    @classmethod
    def of(cls, applied: Floats, accepted: Floats) -> Self:
        """Where those accepted are some of those who applied."""
        import numpy as np

        both = ~(np.isnan(applied) | np.isnan(accepted))
        return cls(applied, accepted, np.where(both, applied, np.nan), np.where(both, accepted, np.nan))

    @classmethod
    def told(cls, vacancies: pd.DataFrame) -> Self:
        """In all, of each consolidated vacancy."""
        return cls.of(numeric(vacancies[APPLIED]), numeric(vacancies[ACCEPTED]))

    def but(self, parts: People) -> People:
        """Those of each vacancy who are in none of the ``parts``, its columns.

        An answer may break down its applicants and not those accepted: of what is left there is no rate.
        """
        import numpy as np

        nobody = np.full_like(self.applied, np.nan)
        applied = self.applied - np.nansum(parts.applied, axis=1)
        return People(applied, self.accepted - np.nansum(parts.accepted, axis=1), nobody, nobody)

    @property
    def any(self) -> Mask:
        """Where there is somebody."""
        return (self.applied > 0) | (self.accepted > 0)

    def each(self, change: Callable[[Floats], Floats]) -> People:
        """All four arrays, changed in the same way."""
        return People(*(change(array) for _, array in self))

    def followed_by(self, more: People) -> People:
        """These and then others."""
        import numpy as np

        return People(*(np.concatenate([one, other]) for (_, one), (_, other) in zip(self, more, strict=True)))

    def __iter__(self) -> Iterator[tuple[str, Floats]]:
        """The arrays, each with its name, which is that of `Figures`."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))


def numeric(column: pd.Series[Any]) -> Floats:
    """A column of numbers with ``nan`` for what is unknown."""
    import numpy as np

    return column.to_numpy(dtype=float, na_value=np.nan)
