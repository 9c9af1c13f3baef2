"""What formulas show. The emulator does not calculate: it keeps formulas, and shows what a colleague said they show
(`Spreadsheet.computed`, by the formula's text), else ``#NAME?``."""

from __future__ import annotations

from .model import Spreadsheet
from .typed import Value

UNKNOWN: Value = {"errorValue": {"type": "NAME", "message": "The emulator does not calculate this formula."}}


def recalculate(spreadsheet: Spreadsheet) -> None:
    for sheet in spreadsheet.sheets:
        sheet.spilled.clear()
        for row in sheet.rows:
            for cell in row.values():
                formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
                if formula is not None:
                    cell["effectiveValue"] = spreadsheet.computed.get(formula, UNKNOWN)
