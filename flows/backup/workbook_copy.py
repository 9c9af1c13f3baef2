"""The workbook of an office in one file: staff's own file as it is, or, of a Google spreadsheet, what was read last."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from flows.backup.manifest import BackupError
from flows.workbook.interface import Grid

NAME = "workbook/loker.xlsx"
_TRIES = 5


def copy_file(path: Path) -> bytes:
    """Staff's file, whole: one that is being saved is read again. Raises `BackupError`."""
    for _ in range(_TRIES):
        try:
            before = path.stat().st_mtime_ns
            content = path.read_bytes()
            with zipfile.ZipFile(BytesIO(content)) as package:
                damaged = package.testzip()
            if damaged is None and path.stat().st_mtime_ns == before:
                return content
        except (zipfile.BadZipFile, FileNotFoundError):
            continue  # half-way into its place
        except OSError as error:
            raise BackupError(f"The workbook cannot be read ({error.strerror})", where=str(path)) from error
    raise BackupError(
        "The workbook is not there, or is no whole .xlsx",
        where=str(path),
        cure="open it in Excel or LibreOffice and save it as .xlsx, or correct workbook.path",
    )


def as_file(grids: Mapping[str, Grid]) -> bytes:
    """The tabs as they were read, for people to look things up in."""
    from xlsxwriter import Workbook

    content = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, {**safe, "remove_timezone": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for title, grid in grids.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(grid):
                for place, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(number, place, cell)
                    elif isinstance(cell, int | float | bool):
                        sheet.write(number, place, cell)
                    elif cell is not None and str(cell):
                        sheet.write_string(number, place, str(cell))
    return content.getvalue()
