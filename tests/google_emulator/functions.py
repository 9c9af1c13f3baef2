"""What the emulator can calculate: operators and a handful of functions, over arrays."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

Array = list[list[Any]]
"""Rows of values: numbers, texts, truth values, ``None`` (empty) or `Wrong`."""

_COMPARE = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


class Wrong(Exception):
    """An error's value. In an array it is a value like others."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def broadcast(function: Callable[..., Any], *arrays: Array) -> Array:
    """Element by element, single values repeated; an error among the operands is the result."""
    height, width = max(map(len, arrays)), max(len(array[0]) for array in arrays)

    def at(array: Array, row: int, column: int) -> Any:
        return array[row if len(array) > 1 else 0][column if len(array[0]) > 1 else 0]

    def one(row: int, column: int) -> Any:
        operands = [at(array, row, column) for array in arrays]
        return next((value for value in operands if isinstance(value, Wrong)), None) or function(*operands)

    return [[one(row, column) for column in range(width)] for row in range(height)]


def operate(sign: str, a: Any, b: Any) -> Any:
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
