"""A cell as text: what a person saw in it, without what no person typed on purpose."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from flows.workbook.interface import Cell

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORMULA_ERROR = re.compile(
    r"#(?:N/?A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!"
    r"|UNKNOWN!|BUSY!|PYTHON!)|Err:\d{3}",
    re.IGNORECASE,
)
_KEPT = frozenset("\n\u200c\u200d")  # joiners hold emoji and some scripts together
_BULLETS = {ord(sign): "•" for sign in "\uf0b7\uf0a7\uf0d8\uf076\uf0fc"}
"""Word's bullets, which are letters of a font (Symbol, Wingdings) that mail programs do not have."""


def text(cell: Cell) -> str:
    """The cell's content as a person sees it, trimmed; ``""`` for an empty cell.

    HTML entities (``&amp;``, left by copy and paste from a web page) are decoded once, and only with their semicolon:
    in ``?a=1&copy=2`` nothing is. Line ends become LF, every other space a plain one, control and direction
    characters go. Numbers and dates look as they do in an Indonesian sheet: ``2,5``, ``05/12/2026``.
    """
    if isinstance(cell, str):
        return _clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    return _when(cell)


def is_formula_error(cell: Cell) -> bool:
    """Whether the cell shows a formula's error, such as ``#N/A``, ``#REF!`` or LibreOffice's ``Err:502``."""
    if not isinstance(cell, str) or ("#" not in cell and "Err:" not in cell):
        return False
    return bool(_FORMULA_ERROR.fullmatch(cell.strip()))


def _clean(typed: str) -> str:
    if "&" in typed:
        typed = _ENTITY.sub(lambda found: html.unescape(found[0]), typed)
    return plain(typed)


def plain(typed: str) -> str:
    """What a person typed, trimmed: line ends are LF, every other space a plain one, control and direction characters
    are gone. Plain text stays as it is."""
    if typed.isprintable():  # most texts; NBSP and all below are not printable
        return typed.strip()
    typed = _LINE_ENDS.sub("\n", typed).translate(_BULLETS)
    odd = {ord(sign): _kept(sign) for sign in set(typed) if not sign.isprintable() and sign not in _KEPT}
    return typed.translate(odd).strip() if odd else typed.strip()


def _kept(sign: str) -> str:
    """What is left of a character that is not printable."""
    category = unicodedata.category(sign)
    if sign == "\t" or category == "Zs":
        return " "
    # Control, direction and zero-width characters, lone halves of pairs (which no encoding takes), unassigned ones.
    return "" if category in ("Cc", "Cf", "Cs", "Cn") else sign


def _when(cell: date | time | timedelta) -> str:
    if isinstance(cell, time):
        return cell.strftime("%H.%M")
    if isinstance(cell, datetime) and cell.time() != time.min:
        return cell.strftime("%d/%m/%Y %H.%M")
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) else repr(value).replace(".", ",")
