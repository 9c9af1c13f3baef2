"""``loker archive verify``: everything that was archived is as it was, or it is said what is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.archive.folder import sha256
from flows.archive.names import parts
from flows.archive.sheet import archive_grid
from flows.archive.tab import plain_grid, tab_grid, tab_title
from flows.archive.verify import Finding, verify_entries, verify_files, verify_tab
from flows.commands import DONE, NEEDS_A_PERSON
from flows.office import Office, open_office
from flows.procedure.retention import Kind
from flows.settings import load
from flows.steps.archive_tabs import whole_recaps
from flows.workbook.flow_tabs import ARCHIVE


def verify(config: Path | None) -> int:
    """Print every finding; returns the exit code. Nothing is changed."""
    with open_office(load(config)) as office:
        findings = list(_findings(office))
        count = len(office.ledger.archive.entries())
    for one in findings:
        print(f"{one.path}: {one.what}")
    print(f"{count} files archived, {len(findings)} findings")
    return NEEDS_A_PERSON if findings else DONE


def _findings(office: Office) -> Iterator[Finding]:
    ledger = office.ledger
    entries = ledger.archive.entries()
    yield from verify_entries(entries, ledger.archive.sealed(), ledger.disposals.gone(Kind.RECAP))
    yield from verify_files(entries, {path: office.archive.digest(path) or "" for path in office.archive.files()})
    shown = office.workbook.read([ARCHIVE.title]).get(ARCHIVE.title)
    yield from verify_tab(shown, archive_grid(entries, office.zone, office.settings.office.language))
    yield from _tabs(office)


def _tabs(office: Office) -> Iterator[Finding]:
    """The archive's spreadsheet at Google against the files that its tabs were made of."""
    if (spreadsheet := office.archive_spreadsheet) is None:
        return
    for entry in whole_recaps(office):
        if not parts(entry.path):
            continue  # said already
        title, content = tab_title(entry.path), office.archive.read(entry.path)
        if content is None or sha256(content) != entry.sha256:
            continue  # said already
        shown = spreadsheet.read(title)
        if shown is None:
            yield Finding(title, "has no tab in the archive's spreadsheet")
        elif shown != plain_grid(tab_grid(content)):
            yield Finding(title, "its tab in the archive's spreadsheet differs from its file")
