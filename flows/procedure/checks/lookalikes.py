"""Is this vacancy perhaps one that is announced already, typed in once more?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

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
    by_partner: defaultdict[str, list[tuple[Vacancy, int]]] = defaultdict(list)
    for vacancy, row in opened:
        if (key := partner_key(vacancy.company)) and vacancy.position:
            by_partner[key].append((vacancy, row))
    copies: dict[int, Fault] = {}
    for group in by_partner.values():
        ordered = sorted(group, key=lambda one: (one[0].id not in announced, not one[0].id, one[0].id, one[1]))
        for place, (vacancy, row) in enumerate(ordered):
            for original, original_row in ordered[:place]:
                if _alike(vacancy, original):
                    copies[row] = fault(
                        "lookalike",
                        other=original.id or "–",
                        other_row=str(original_row),
                        position=original.position[:80],
                    )
                    break
    return copies


def _alike(one: Vacancy, other: Vacancy) -> bool:
    from rapidfuzz import fuzz

    mine, theirs = words(one.position[:200]), words(other.position[:200])
    if _numbered(mine) != _numbered(theirs):
        return False  # "Welder 3G" and "Welder 6G" are two jobs
    if fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs)) < _NEAR_POSITION:
        return False
    here, there = " ".join(words(one.location[:200])), " ".join(words(other.location[:200]))
    return not here or not there or fuzz.token_set_ratio(here, there) >= _NEAR_PLACE


def _numbered(parts: Sequence[str]) -> set[str]:
    return {part for part in parts if any(map(str.isdigit, part))}
