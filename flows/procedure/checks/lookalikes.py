"""Is this vacancy perhaps one that is announced already, typed in once more?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from flows.procedure.models import Vacancy
from flows.procedure.names import partner_key, words
from flows.procedure.values import Fault, fault

_NEAR_POSITION = 88
_NEAR_PLACE = 80
"""Of 100, by rapidfuzz: "Staf HRD" is near "Staff HRD", "Teknisi Listrik" not near "Teknisi Mesin"."""


def lookalikes(opened: Sequence[tuple[Vacancy, int]], announced: Collection[str] = ()) -> Mapping[int, Fault]:
    """By row number: of which other open vacancy this one seems to be a copy.

    ``opened`` are vacancies with their row numbers. Of two that look alike the one announced first, else with the
    lower ID, else the upper row is the original, and only the other one is named here.
    """
    by_partner: defaultdict[str, list[_Opened]] = defaultdict(list)
    for vacancy, row in opened:
        if (key := partner_key(vacancy.company)) and vacancy.position:
            by_partner[key].append(_Opened.of(vacancy, row))
    copies: dict[int, Fault] = {}
    for group in by_partner.values():
        group.sort(key=lambda one: (one.id not in announced, not one.id, one.id, one.row))
        for place, one in enumerate(group):
            original = next((other for other in group[:place] if _alike(one, other)), None)
            if original:
                copies[one.row] = fault(
                    "lookalike", other=original.id or "–", other_row=str(original.row), position=original.title
                )
    return copies


@dataclass(frozen=True, slots=True)
class _Opened:
    """What of a vacancy is compared, made ready once."""

    id: str
    row: int
    title: str
    position: str
    numbers: frozenset[str]
    place: str

    @classmethod
    def of(cls, vacancy: Vacancy, row: int) -> Self:
        title = words(vacancy.position[:200])
        numbers = frozenset(word for word in title if any(map(str.isdigit, word)))
        place = " ".join(words(vacancy.location[:200]))
        return cls(vacancy.id, row, vacancy.position[:80], " ".join(sorted(title)), numbers, place)


def _alike(one: _Opened, other: _Opened) -> bool:
    from rapidfuzz import fuzz

    if one.numbers != other.numbers:
        return False  # "Welder 3G" and "Welder 6G" are two jobs
    if fuzz.ratio(one.position, other.position, score_cutoff=_NEAR_POSITION) < _NEAR_POSITION:
        return False
    return not one.place or not other.place or fuzz.token_set_ratio(one.place, other.place) >= _NEAR_PLACE
