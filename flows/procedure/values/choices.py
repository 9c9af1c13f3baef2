"""Cells with a closed vocabulary: the drop-downs, and yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from flows.procedure.names import fold
from flows.procedure.values.faults import Fault, fault
from flows.procedure.values.texts import text
from flows.workbook.interface import Cell

_YES = frozenset({"ya", "y", "iya", "yes", "true", "benar", "1"})
_NO = frozenset({"tidak", "t", "tdk", "no", "n", "false", "salah", "0"})
_NEAR_ENOUGH = 65
"""Of 100: "Setjuu" is near "Setuju", "selesai" near nothing."""


def choice(cell: Cell, choices: Sequence[str]) -> str | Fault | None:
    """The choice as declared, whatever its capitals, spaces and punctuation."""
    typed = text(cell)
    if not typed:
        return None
    key = fold(typed)
    for option in choices:
        if fold(option) == key:
            return option
    return fault("choice_unknown", near=nearest(typed, choices), choices=", ".join(choices))


def yes(cell: Cell) -> bool | Fault | None:
    """Yes or no, typed (``Ya``, ``tidak``) or ticked (a checkbox is a ``bool``)."""
    typed = text(cell)
    if not typed:
        return None
    key = fold(typed)
    if key in _YES or key in _NO:
        return key in _YES
    return fault("choice_unknown", near=nearest(typed, ("Ya", "Tidak")), choices="Ya, Tidak")


def nearest(typed: str, options: Sequence[str]) -> str:
    """The option that ``typed`` was probably meant to be, or ``""``."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(typed[:200], options, scorer=fuzz.ratio, processor=fold, score_cutoff=_NEAR_ENOUGH)
    return best[0] if best else ""
