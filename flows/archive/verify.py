"""Whether the archive is what it should be: its entries, its files, and what staff see of both. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.archive.names import parts
from flows.procedure.filing import Archived
from flows.procedure.values import text
from flows.workbook.flow_tabs import ARCHIVE
from flows.workbook.interface import Cell, Grid

_PATH = ARCHIVE.headings.index("Berkas")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one file or entry."""

    path: str
    what: str


def verify_entries(
    entries: Sequence[Archived], sealed: Mapping[str, str], disposed: Collection[str]
) -> Iterator[Finding]:
    """The ledger's entries against the trail's seals by path (`Archive.sealed`). ``disposed`` may be missing."""
    here = {entry.path: entry for entry in entries}
    for path, entry in here.items():
        if path not in sealed:
            yield Finding(path, "has an entry that the trail does not tell of")
        elif sealed[path] != entry.seal:
            yield Finding(path, "its entry in the ledger was altered since it was archived")
    for path in sealed.keys() - here.keys() - set(disposed):
        yield Finding(path, "was archived, but its entry is gone from the ledger")


def verify_files(entries: Sequence[Archived], digests: Mapping[str, str]) -> Iterator[Finding]:
    """The files in the folder, by their SHA-256, against the entries."""
    for entry in entries:
        found = digests.get(entry.path)
        if not parts(entry.path):
            yield Finding(entry.path, "names no place in the archive's folder")
        elif found is None:
            yield Finding(entry.path, "is missing in the folder")
        elif found != entry.sha256:
            yield Finding(entry.path, f"differs: its SHA-256 is {found}, and was {entry.sha256} when it was archived")
    for path in sorted(digests.keys() - {entry.path for entry in entries}):
        yield Finding(path, "lies in the folder without an entry")


def verify_tab(shown: Grid | None, right: Grid) -> Iterator[Finding]:
    """*Arsip* as it stands in the workbook against what should stand there; staff may have moved its columns."""
    if shown is None:
        if len(right) > 1:
            yield Finding(ARCHIVE.title, "the tab is gone from the workbook")
        return
    lines, expected = _by_path(shown), _by_path(right)
    for path in sorted(expected.keys() | lines.keys()):
        if path not in lines:
            yield Finding(path, f"is missing in the tab {ARCHIVE.title}")
        elif path not in expected:
            yield Finding(path, f"stands in the tab {ARCHIVE.title} without an entry")
        elif wrong := [heading for heading, value in expected[path].items() if lines[path].get(heading, "") != value]:
            yield Finding(path, f"differs in the tab {ARCHIVE.title}: {', '.join(wrong)}")


def _by_path(grid: Grid) -> dict[str, dict[str, str]]:
    headings = [text(cell) for cell in grid[0]] if grid else []
    rows = (dict(zip(headings, map(_shown, row), strict=False)) for row in grid[1:])
    heading = ARCHIVE.headings[_PATH]
    return {row.get(heading, ""): row for row in rows if any(row.values())}


def _shown(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text(cell)
