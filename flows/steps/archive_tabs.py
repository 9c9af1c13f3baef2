"""Archived recaps in the archive's spreadsheet at Google, for staff who cannot reach the archive's folder.

A tab is made of the archived .xlsx itself, so that it cannot say anything else, whenever it comes to be written: what
is out of reach in one run is written in the next.
"""

from __future__ import annotations

from collections.abc import Collection

from flows.archive.folder import sha256
from flows.archive.tab import tab_grid, tab_title
from flows.errors import ArchiveError
from flows.ledger.archived import RECAP
from flows.office import Office
from flows.procedure.filing import Archived
from flows.procedure.retention import Kind

_NOTE = "archive_tabs"


def whole_recaps(office: Office) -> list[Archived]:
    """The entries that have a tab: the .xlsx of each whole recap."""
    return [one for one in office.ledger.archive.entries(RECAP) if one.path.endswith(f"-rev{one.revision}.xlsx")]


def keep_tabs(office: Office) -> None:
    """Write the tabs that are still missing. Raises `WorkbookBusy`, `WorkbookError`, and `ArchiveError` for a file that
    is not as it was archived."""
    if not office.settings.archive.spreadsheet_id or office.rehearsal:
        return
    done: list[str] = office.ledger.notes.get(_NOTE, [])
    for entry in whole_recaps(office):
        if (title := tab_title(entry.path)) not in done:
            content = office.archive.read(entry.path)
            if content is None or sha256(content) != entry.sha256:
                raise ArchiveError(
                    "A file of the archive is missing or was altered",
                    where=entry.path,
                    cure="restore it from a backup; `loker archive verify` says whether that is all",
                )
            assert office.archive_spreadsheet is not None  # noqa: S101 - the settings name it
            office.archive_spreadsheet.keep(title, tab_grid(content))
            done = [*done, title]
            office.ledger.notes.put(**{_NOTE: done})


def tabs_of(office: Office, paths: Collection[str]) -> list[str]:
    """The titles of the tabs that were made of these files, and have not been deleted again."""
    made: list[str] = office.ledger.notes.get(_NOTE, []) if office.settings.archive.spreadsheet_id else []
    titles = set(map(tab_title, paths))
    return [title for title in made if title in titles]


def remove_tabs(office: Office) -> None:
    """Delete the tabs of recaps that were disposed of. What is out of reach in one run is deleted in a later one.
    Raises `WorkbookBusy` and `WorkbookError`."""
    if not office.settings.archive.spreadsheet_id or office.rehearsal:
        return
    for title in tabs_of(office, office.ledger.disposals.gone(Kind.RECAP)):
        assert office.archive_spreadsheet is not None  # noqa: S101 - the settings name it
        office.archive_spreadsheet.remove(title)
        office.ledger.notes.put(**{_NOTE: [one for one in office.ledger.notes.get(_NOTE, []) if one != title]})
