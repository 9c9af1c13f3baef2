"""What files of the archive are called: by days, numbers and codes that we know, never by what somebody typed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from flows.procedure.names import words

RECAP_STEM = "rekap"
_PARTS = {12: "", 6: "s", 3: "tw"}
"""Months of the parts of a year that have names of their own: the year, a semester, a quarter (*triwulan*)."""


def span_slug(first: date, last: date) -> str:
    """``2026``, ``2026-s1`` (January to June), ``2026-tw3`` (July to September), ``2026-03``; any other days as
    ``2026-02-10_2026-05-31``."""
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year
    months = last.month - first.month + 1
    if whole_months and months == 1:
        return f"{first:%Y-%m}"
    if whole_months and months in _PARTS and (first.month - 1) % months == 0:
        name = _PARTS[months]
        return f"{first.year}-{name}{(first.month - 1) // months + 1}" if name else str(first.year)
    return f"{first.isoformat()}_{last.isoformat()}"


def recap_stem(period: str, first: date, last: date, revision: int, taken: Mapping[str, str]) -> str:
    """The path of a revision's files without what tells them apart: ``2026/rekap-2026-s1-rev0``.

    The folder is the year of the last day. Two periods of the same days are told apart by the later one's ID:
    ``taken`` says which period has each stem so far, without ``-rev…``.
    """
    stem = f"{last.year}/{RECAP_STEM}-{span_slug(first, last)}"
    if taken.get(stem, period) != period:
        stem = f"{stem}-{slug(period)}"
    return f"{stem}-rev{revision}"


def parts(path: str) -> tuple[str, ...]:
    """The folders and the name of a path within the archive; none if it leads out of it or is no line of a list of
    checksums. No file of ours is called so: somebody altered the ledger."""
    found = PurePosixPath(path).parts
    stray = path.startswith("/") or ".." in found or "\\" in path or not path.isprintable()
    return () if stray else found


def stem_of(path: str) -> str:
    """The stem of a recap's path without ``-rev…``, see `recap_stem`."""
    return path.rpartition("-rev")[0]


def slug(code: str) -> str:
    """A code as a part of a name: small letters and digits."""
    return "-".join(words(code))
