"""What formulas show. The emulator calculates a handful of functions, enough for the look-ups of `loker`'s own sheets.

What it cannot calculate shows what a colleague said it shows (`Spreadsheet.computed`, by the formula's text), else
``#NAME?``. References in formulas do not follow rows that move. Arguments may be parted by semicolons or commas, which
Google decides by the locale; numbers have a decimal point.
"""

from __future__ import annotations

import re
from typing import Any

from .errors import GoogleError
from .functions import FUNCTIONS, Array, Wrong, broadcast, operate
from .model import TOLD_OTHERWISE, Cell, Sheet, Spreadsheet
from .typed import Value


def recalculate(spreadsheet: Spreadsheet) -> None:
    for sheet in spreadsheet.sheets:
        sheet.spilled.clear()
    for sheet in spreadsheet.sheets:
        for row, cells in enumerate(sheet.rows):
            formulas = [(c, cell) for c, cell in cells.items() if "formulaValue" in cell.get("userEnteredValue", ())]
            for column, cell in formulas:
                formula = cell["userEnteredValue"]["formulaValue"]
                sheet.change(row, column)["effectiveValue"] = _show(spreadsheet, sheet, row, column, formula)


def _show(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int, formula: str) -> Value:
    if formula in spreadsheet.computed:
        return spreadsheet.computed[formula]
    try:
        result = _Formula(spreadsheet, sheet, formula).result()
        return (
            _spill(sheet, row, column, result)
            if re.match(r"=\s*ARRAYFORMULA\(", formula, re.I)
            else _value(result[0][0])
        )
    except Wrong as wrong:
        return _value(wrong)
    except (GoogleError, IndexError, ValueError, TypeError):
        return _value(Wrong("ERROR"))


def _spill(sheet: Sheet, row: int, column: int, result: Array) -> Value:
    """The rest of an array goes into empty cells; if one is not empty, the whole of it is ``#REF!``."""
    places = {
        (row + r, column + c): value
        for r, values in enumerate(result)
        for c, value in enumerate(values)
        if (r, c) != (0, 0)
    }
    if any(r < sheet.row_count and "userEnteredValue" in sheet.cell(r, c) for r, c in places):
        raise Wrong("REF")
    sheet.spilled |= {
        place: _value(value) for place, value in places.items() if value is not None and place[0] < sheet.row_count
    }
    return _value(result[0][0])


def _value(value: Any) -> Value:
    if isinstance(value, Wrong):
        return {"errorValue": {"type": value.kind, "message": "The emulator's formula failed."}}
    kinds = {bool: "boolValue", str: "stringValue"}
    return {kinds.get(type(value), "numberValue"): 0 if value is None else value}


# --- reading formulas ----------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)(?![\d:]*[A-Za-z:])|(?P<text>"(?:[^"]|"")*")|(?P<call>[A-Z][A-Z.]*)\(|(?P<truth>TRUE|FALSE)\b|
    (?P<reference>(?=[\w$'])(?:(?:'(?:[^']|'')*'|\w+)!)?\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?)(?=\W|$)|
    (?P<sign><>|<=|>=|[-+*/&=<>();,]))""",
    re.VERBOSE,
)


class _Formula:
    """A recursive descent over comparison, ``&``, sums, products and calls; everything is an array."""

    def __init__(self, spreadsheet: Spreadsheet, sheet: Sheet, text: str) -> None:
        self.spreadsheet, self.sheet = spreadsheet, sheet
        self.tokens = self._tokens(text[1:])

    def _tokens(self, text: str) -> list[tuple[str, str]]:
        tokens, place = [], 0
        while place < len(text.rstrip()):
            match = next((m for m in [_TOKEN.match(text, place)] if m and m.end() > place and m.group().strip()), None)
            if match is None:
                raise Wrong("NAME")
            tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            place = match.end()
        return [*tokens, ("end", "")]

    def result(self) -> Array:
        value = self._level(0)
        if self.tokens[0][0] != "end":
            raise Wrong("ERROR")
        return value

    def _level(self, level: int) -> Array:
        signs = ("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/")
        if level == len(signs):
            return self._single()
        left = self._level(level + 1)
        while self.tokens[0][0] == "sign" and self.tokens[0][1] in signs[level]:
            sign = self.tokens.pop(0)[1]
            left = broadcast(lambda a, b, sign=sign: operate(sign, a, b), left, self._level(level + 1))
        return left

    def _single(self) -> Array:
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return [[float(text) if "." in text else int(text)]]
        if kind == "text":
            return [[text[1:-1].replace('""', '"')]]
        if kind == "call":
            return self._call(text)
        if kind == "truth":
            return [[text == "TRUE"]]
        if kind == "reference":
            return self._range(text)
        if text == "-":
            return broadcast(lambda value: -(value or 0), self._single())
        if text == "(":
            value = self._level(0)
            self.tokens.pop(0)
            return value
        raise Wrong("ERROR")

    def _area(self, text: str) -> Any:
        text = text.replace("$", "")
        return self.spreadsheet.area(
            text if "!" in text else f"'{self.sheet.title.replace(chr(39), chr(39) * 2)}'!{text}"
        )

    def _range(self, text: str) -> Array:
        area = self._area(text)
        sheet, columns = area.sheet, range(area.column, area.column_end)
        spilled, blank = sheet.spilled, [None] * len(columns)

        def shown(row: int, column: int, cells: dict[int, Cell]) -> Any:
            # Most cells of a column are empty, or show what they hold: they are told apart without asking the sheet.
            own = cells[column].get("userEnteredValue") if column in cells else None
            if own is None and (row, column) not in spilled:
                return None
            if own and own.keys().isdisjoint(TOLD_OTHERWISE):
                return next(iter(own.values()))
            return _plain(sheet.effective(row, column))

        rows = enumerate(sheet.rows[area.row : area.row_end], area.row)
        return [[shown(row, c, cells) for c in columns] if cells or spilled else blank for row, cells in rows]

    def _call(self, name: str) -> Array:
        if name == "ROW" and self.tokens[0][0] == "reference":
            area = self._area(self.tokens.pop(0)[1])
            self.tokens.pop(0)
            return [[row + 1] for row in range(area.row, area.row_end)]
        arguments: list[Array] = []
        while self.tokens[0] != ("sign", ")"):
            if self.tokens[0][1] in (";", ","):
                arguments.append([[None]])
            else:
                arguments.append(self._level(0))
            if self.tokens[0][1] in (";", ","):
                self.tokens.pop(0)
        self.tokens.pop(0)
        if name not in FUNCTIONS:
            raise Wrong("NAME")
        return FUNCTIONS[name](*arguments)


def _plain(value: Value | None) -> Any:
    if value is None:
        return None
    return Wrong(value["errorValue"]["type"]) if "errorValue" in value else next(iter(value.values()))
