"""*Arsip*: the archive's entries as staff see them."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flows.procedure.dates import short_day, short_moment
from flows.procedure.filing import Archived
from flows.procedure.models import Language
from flows.procedure.retention import FOR_EVER
from flows.workbook.flow_tabs import ARCHIVE
from flows.workbook.interface import Cell, Grid


def archive_grid(entries: Iterable[Archived], zone: ZoneInfo, language: Language) -> Grid:
    """A row a file, in the order in which they were archived."""
    rows: Grid = [list(ARCHIVE.headings)]
    for one in entries:
        row: list[Cell] = [
            one.subject, one.title, one.revision, one.path, one.rows, one.sha256, one.trail_head, one.approved_by,
            short_moment(one.at, zone, language), _until(one, language),
        ]  # fmt: skip
        rows.append(row)
    return rows


def _until(entry: Archived, language: Language) -> str:
    if entry.keep_until == FOR_EVER:
        return "Selamanya" if language == "id" else "For ever"
    return short_day(entry.keep_until, language)
