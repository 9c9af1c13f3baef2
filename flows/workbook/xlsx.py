"""The workbook as a local ``.xlsx`` that staff open in Excel or LibreOffice.

It is read as a whole by calamine, and written by patching the few parts that are ours (`flows.workbook.package`).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.errors import WorkbookBusy, WorkbookChanged, WorkbookError
from flows.workbook.a1 import reference
from flows.workbook.grids import read_grids
from flows.workbook.interface import Changes, Grid, Stamp
from flows.workbook.locks import refuse_if_open
from flows.workbook.package import Damaged, Package, damage, opened
from flows.workbook.sheet_part import SheetPart
from flows.workbook.tables import fit_tables
from flows.workbook.tabs import TABS, flow_tabs

SAVING = timedelta(minutes=2)
"""For how long a file that is not whole may be one that is just being saved or copied."""

_CURE_BACKUP = "open it in Excel or LibreOffice and save it as .xlsx, or restore the last good copy"


class XlsxWorkbook:
    """A workbook in a file; ``clock`` gives seconds since the epoch."""

    fresh_for = timedelta(0)

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock

    def stamp(self) -> Stamp:
        try:
            state = self.path.stat()
        except FileNotFoundError:
            refuse_if_open(self.path)  # Excel saves by moving the old file away first
            raise WorkbookError(
                "The workbook is not there",
                where=str(self.path),
                cure="put it back where it was (a backup holds a copy), or correct workbook.path",
            ) from None
        except OSError as error:
            raise self._unreachable(error) from error
        modified = datetime.fromtimestamp(state.st_mtime_ns / 1e9, UTC)
        return Stamp(f"{state.st_mtime_ns}-{state.st_size}-{state.st_ino}", modified)

    def read(self, tabs: Collection[str]) -> dict[str, Grid]:
        for _ in range(3):
            before, failure = self.stamp(), None
            try:
                with self._whole():
                    grids = read_grids(self.path, tabs)
            except WorkbookError as error:
                failure = error
            except OSError as error:
                failure = self._unreachable(error)
            if self.stamp() == before:
                if failure:
                    raise failure
                return grids
        raise WorkbookBusy("The workbook was saved again and again while it was read", where=str(self.path))

    def write(self, changes: Changes, *, expected: Stamp) -> None:
        if not changes:
            return
        self._refuse_if_changed(expected)
        path = self.path.resolve()  # a link stays a link
        new = path.with_name(f".{path.name}.new")  # a fixed name: what a killed run left is overwritten, not piled up
        try:
            with self._whole(), opened(path) as package:
                _apply(package, changes)
                with new.open("wb") as file:
                    package.save(file)
                    file.flush()
                    os.fsync(file.fileno())
            _keep_owner(path, new)
            self._refuse_if_changed(expected)
            new.replace(path)
        except PermissionError as error:
            raise WorkbookBusy(
                "The workbook cannot be replaced: it is open in a program, or the folder may not be written",
                where=str(path),
                cure="close it there, or allow writing in its folder",
            ) from error
        except OSError as error:
            raise self._unreachable(error) from error
        finally:
            new.unlink(missing_ok=True)
        _flush_folder(path.parent)

    def link(self, tab: str, row: int, column: int) -> str:
        return reference(tab, row, column)

    def _refuse_if_changed(self, expected: Stamp) -> None:
        refuse_if_open(self.path)
        if self.stamp() != expected:
            raise WorkbookChanged("The workbook was saved by somebody since it was read", where=str(self.path))

    def _unreachable(self, error: OSError) -> WorkbookError:
        return WorkbookBusy(f"The workbook cannot be reached ({error.strerror})", where=str(self.path))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Say of a file that is no whole workbook what it is, and what to do."""
        try:
            with damage():
                yield
        except Damaged as error:
            what, cure = _what_else(self.path)
            if what:
                raise WorkbookError(what, where=str(self.path), cure=cure) from error
            age = timedelta(seconds=self._clock() - self.path.stat().st_mtime)
            if age < SAVING:
                raise WorkbookBusy("The workbook is just being saved or copied", where=str(self.path)) from error
            raise WorkbookError("The workbook is damaged", where=str(self.path), cure=_CURE_BACKUP) from error


def _apply(package: Package, changes: Changes) -> None:
    missing = [tab for tab in (*changes.tabs, *(cell.tab for cell in changes.ids)) if tab not in package.sheets]
    if missing:
        raise WorkbookError(
            f"The workbook has no tab {missing[0]}",
            cure="give the tab its old name back, or copy it from a new workbook",
        )
    lost_formula = False
    staged = {tab.title for tab in TABS if tab.columns[-1].kind == "stage" and tab.title in package.sheets}
    for title in sorted(staged | {cell.tab for cell in changes.ids}):
        sheet = SheetPart(package.xml(package.sheets[title]))
        for cell in changes.ids:
            if cell.tab == title:
                sheet.set_text(cell.row, cell.column, cell.value)
        if title in staged:
            sheet.forget_results(tab.title for tab in flow_tabs())
        package.put(package.sheets[title], sheet.tree)
        lost_formula |= sheet.lost_formula
    for title, grid in changes.tabs.items():
        lost_formula |= _rewrite(package, title, grid)
    if lost_formula:
        package.drop_calculation_chain()


def _rewrite(package: Package, title: str, grid: Grid) -> bool:
    part = package.sheets[title]
    sheet = SheetPart(package.xml(part))
    if sheet.row_count() <= 1 < len(grid):
        package.reveal(title)
    sheet.rewrite(grid)
    fit_tables(package, part, sheet.root, grid)
    package.put(part, sheet.tree)
    return sheet.lost_formula


def _what_else(path: Path) -> tuple[str, str]:
    """What a file that is no .xlsx is instead, and the cure; two empty texts if it cannot be told."""
    with path.open("rb") as file:
        start = file.read(100)
        file.seek(0)
        if start.startswith(b"\xd0\xcf\x11\xe0"):  # Microsoft's older container: .xls, or an encrypted .xlsx
            if "EncryptedPackage".encode("utf-16-le") in file.read():
                return "The workbook is protected by a password", "remove the password (File > Info > Protect) and save"
            return "The workbook is an old .xls", "save it as .xlsx"
    if b"mimetypeapplication/vnd.oasis.opendocument" in start:
        return "The workbook is an .ods", "save it as .xlsx"
    if start and not start.startswith(b"PK"):
        return "The workbook's file is no .xlsx at all", _CURE_BACKUP
    return "", ""


def _keep_owner(path: Path, new: Path) -> None:
    """Whoever could open the old file can open the new one."""
    if os.name == "posix":
        state = path.stat()
        with suppress(PermissionError):  # only root may give files away
            os.chown(new, state.st_uid, state.st_gid)
    shutil.copymode(path, new)


def _flush_folder(folder: Path) -> None:
    """Make the replacement survive a power cut, where folders can be flushed (not on Windows and some shares)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)
