"""Tables as CSV that a spreadsheet opens as it is, and that does nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_BOM = "\ufeff".encode()
"""By it Excel knows UTF-8."""
_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file line by line, heading row first, as RFC 4180 has it. ``None`` is an empty cell."""
    line = io.StringIO(newline="")
    write = csv.writer(line, lineterminator="\r\n").writerow
    yield _BOM
    write(headings)
    for row in rows:
        write([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        if line.tell() > 1 << 16:
            yield _taken(line)
    yield _taken(line)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with a ``'`` in front if it might be one.

    A text that begins with ``'`` gets another one, so that taking the first away always gives the text back.
    """
    return _MARK + text if text.startswith((*_ACTS, _MARK)) else text


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode("utf-8", "replace")
