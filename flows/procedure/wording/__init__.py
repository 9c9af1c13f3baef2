"""What staff read about a problem: the one place from a code to its sentences, in Indonesian and English.

What staff typed is data here: it fills a placeholder and is never itself a template, so braces in it stay braces.
"""

from __future__ import annotations

from flows.procedure.models import Language
from flows.procedure.problems import Problem
from flows.procedure.values.faults import Fault
from flows.procedure.values.texts import text
from flows.procedure.wording import english, events, indonesian, keeping, returns
from flows.workbook.interface import Cell

TEXTS = {
    "id": {**indonesian.TEXTS, **keeping.ID, **events.ID, **returns.ID},
    "en": {**english.TEXTS, **keeping.EN, **events.EN, **returns.EN},
}
"""By language: code → what is wrong, what to do. Placeholders: ``tab``, ``column``, ``value``, ``hint``
(made of a fault's ``near``), and the fault's own details."""

_HINTS = {"id": " Mungkin maksudnya “{near}”.", "en": " Perhaps “{near}” was meant."}
_SHOWN = 80


def problem(
    fault: Fault,
    *,
    language: Language,
    tab: str,
    id: str = "",
    row: int | None = None,
    column: str = "",
    value: Cell = None,
    blocking: bool = True,
) -> Problem:
    """The problem that ``fault`` is at that place, worded for the office. Raises `KeyError` for an unknown code."""
    shown = shorten(text(value))
    near = fault.details.get("near", "")
    hint = _HINTS[language].format_map({"near": near}) if near else ""
    details = {"tab": tab, "column": column, "value": shown, "hint": hint, **fault.details}
    what, cure = (sentence.format_map(details) for sentence in TEXTS[language][fault.code])
    return Problem(tab, id, row, column, shown, fault.code, what, cure, blocking)


def shorten(typed: str, most: int = _SHOWN) -> str:
    """On one line, of so many characters at most."""
    line = " ".join(typed[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
