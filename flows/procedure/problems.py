"""What is wrong with a cell or a row, as staff read it in *Masalah*."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, in the office's language. ``code`` is stable, so that a problem keeps its *Sejak* while it lasts."""

    tab: str
    id: str
    """The row's ID (in *Alumni* its NIM), or ``""``."""
    row: int | None
    """Counted from 1 as the sheet shows it; ``None`` for a problem of the whole tab."""
    column: str
    value: str
    """As typed, shortened to 80 characters."""
    code: str
    what: str
    cure: str
    blocking: bool = True
    """Whether the row is held back; otherwise it is a warning."""
