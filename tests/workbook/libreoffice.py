"""LibreOffice without a screen, in a profile of its own: what staff would see, or save."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Commas, double quotes, UTF-8, cells as shown, one file per sheet."""


def soffice() -> str:
    """The program; skips the test where it is absent, fails it there under CI."""
    program = shutil.which("soffice")
    if not program:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice (soffice) is not installed, and CI must not skip it")
        pytest.skip("LibreOffice (soffice) is not installed")
    return program


def convert(path: Path, to: str, folder: Path) -> None:
    """Open ``path`` and save it as ``to`` in ``folder``."""
    folder.mkdir(exist_ok=True)
    profile = (folder.parent / "soffice-profile").as_uri()
    command = [
        soffice(),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def shown(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Every visible sheet as LibreOffice shows it, formulas recalculated where no result is stored."""
    convert(path, ALL_SHEETS, folder)
    sheets = {}
    for file in folder.glob(f"{path.stem}-*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            sheets[file.stem.removeprefix(f"{path.stem}-")] = list(csv.reader(lines))
    return sheets
