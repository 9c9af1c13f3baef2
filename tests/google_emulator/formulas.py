"""What formulas show. The emulator calculates a handful of functions, enough for the look-ups of `loker`'s own sheets.

What it cannot calculate shows what a colleague said it shows (`Spreadsheet.computed`, by the formula's text), else
``#NAME?``. References in formulas do not follow rows that move. Arguments may be parted by semicolons or commas, which
Google decides by the locale; numbers have a decimal point.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from .errors import GoogleError
from .model import Sheet, Spreadsheet
from .typed import Value

Array = list[list[Any]]
"""Rows of values: numbers, texts, truth values, ``None`` (empty) or `Wrong`."""


class Wrong(Exception):
    """An error's value. In an array it is a value like others."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def recalculate(spreadsheet: Spreadsheet) -> None:
    for sheet in spreadsheet.sheets:
        sheet.spilled.clear()
    for sheet in spreadsheet.sheets:
        for row, cells in enumerate(sheet.rows):
            for column, cell in list(cells.items()):
                formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
                if formula is not None:
                    cell["effectiveValue"] = _show(spreadsheet, sheet, row, column, formula)


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
_COMPARE = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


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
            left = _broadcast(lambda a, b, sign=sign: _operate(sign, a, b), left, self._level(level + 1))
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
            return _broadcast(lambda value: -(value or 0), self._single())
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
        columns = range(area.column, area.column_end)
        return [[_plain(area.sheet.effective(row, c)) for c in columns] for row in range(area.row, area.row_end)]

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


def _broadcast(function: Callable[..., Any], *arrays: Array) -> Array:
    """Element by element, single values repeated; an error among the operands is the result."""
    height, width = max(map(len, arrays)), max(len(array[0]) for array in arrays)

    def at(array: Array, row: int, column: int) -> Any:
        return array[row if len(array) > 1 else 0][column if len(array[0]) > 1 else 0]

    def one(row: int, column: int) -> Any:
        operands = [at(array, row, column) for array in arrays]
        return next((value for value in operands if isinstance(value, Wrong)), None) or function(*operands)

    return [[one(row, column) for column in range(width)] for row in range(height)]


def _operate(sign: str, a: Any, b: Any) -> Any:
    if sign == "&":
        return "".join("" if value is None else str(value) for value in (a, b))
    if sign in _COMPARE:
        a, b = ("" if a is None and isinstance(b, str) else a), ("" if b is None and isinstance(a, str) else b)
        if isinstance(a, str) and isinstance(b, str):
            a, b = a.casefold(), b.casefold()
        elif isinstance(a, str) != isinstance(b, str):
            return sign == "<>"
        return _COMPARE[sign](a or 0, b or 0) if not isinstance(a, str) else _COMPARE[sign](a, b)
    if isinstance(a, str) or isinstance(b, str):
        return Wrong("VALUE")
    return Wrong("DIVIDE_BY_ZERO") if sign == "/" and not b else _ARITHMETIC[sign](a or 0, b or 0)


# --- functions -----------------------------------------------------------------------------------------------------


def _if(condition: Array, then: Array, otherwise: Array = [[False]]) -> Array:  # noqa: B006 (never changed)
    height, width = max(map(len, (condition, then, otherwise))), len(condition[0])

    def pick(row: int, column: int) -> Any:
        test = condition[row if len(condition) > 1 else 0][column]
        branch = then if test else otherwise
        return (
            test
            if isinstance(test, Wrong)
            else branch[row if len(branch) > 1 else 0][column if len(branch[0]) > 1 else 0]
        )

    return [[pick(row, column) for column in range(width)] for row in range(height)]


def _if_error(value: Array, otherwise: Array = [[None]]) -> Array:  # noqa: B006 (never changed)
    flags = [[isinstance(cell, Wrong) for cell in row] for row in value]
    return _if(flags, otherwise, value)


def _vlookup(keys: Array, table: Array, column: Array, _sorted: Array = [[True]]) -> Array:  # noqa: B006 (never changed)
    """The exact look-up alone: the first row whose first cell is the key, without regard to case."""
    index: dict[Any, Any] = {}
    for row in table:
        index.setdefault(row[0].casefold() if isinstance(row[0], str) else row[0], row[column[0][0] - 1])
    missing = Wrong("N_A")
    found = [[index.get(k.casefold() if isinstance(k, str) else k, missing) for k in row] for row in keys]
    return [
        [missing if k is None else cell for k, cell in zip(*rows, strict=True)]
        for rows in zip(keys, found, strict=True)
    ]


def _sum(*arrays: Array) -> Array:
    cells = [cell for array in arrays for row in array for cell in row]
    for cell in cells:
        if isinstance(cell, Wrong):
            raise cell
    return [[sum(cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool))]]


FUNCTIONS: dict[str, Callable[..., Array]] = {
    "ARRAYFORMULA": lambda array: array,
    "IF": _if,
    "IFERROR": _if_error,
    "VLOOKUP": _vlookup,
    "SUM": _sum,
}
