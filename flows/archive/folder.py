"""The folder of the archive: each file is written whole, then never again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.archive.names import parts
from flows.errors import ArchiveError


class Folder:
    """Files by their path within the folder, written with ``/``. Every method raises `ArchiveError` for what a person
    must mend: a full disk, a folder that may not be written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, path: str, content: bytes) -> str:
        """Put a file in its place, and return its SHA-256. It is whole there or not at all, also after a power cut.

        What is there already with the same bytes is adopted; anything else in that place is replaced: a file without
        an entry in the ledger was never archived.
        """
        place = self.place(path)
        with _said(place):
            _make(place.parent)
            if not (place.is_file() and place.read_bytes() == content):
                new = place.with_name(f".{place.name}.new")  # a fixed name: what a killed run left is overwritten
                new.unlink(missing_ok=True)
                with new.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(place)
            place.chmod(place.stat().st_mode & 0o444)
            _flush(place.parent)
        return sha256(content)

    def read(self, path: str) -> bytes | None:
        """A file's bytes, or ``None`` if it is not there."""
        place = self.place(path)
        with _said(place):
            return place.read_bytes() if place.is_file() else None

    def digest(self, path: str) -> str | None:
        """A file's SHA-256, or ``None`` if it is not there."""
        content = self.read(path)
        return None if content is None else sha256(content)

    def remove(self, path: str) -> None:
        """Take a file away, for good after a power cut too; one that is not there is no matter."""
        place = self.place(path)
        with _said(place):
            place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _flush(place.parent)

    def files(self) -> list[str]:
        """Every file in it. One whose name begins with a dot is what a killed run left half-way."""
        with _said(self.path):
            found = (file for file in self.path.rglob("*") if file.is_file())
            return sorted(file.relative_to(self.path).as_posix() for file in found)

    def place(self, path: str) -> Path:
        """Where a file of the archive is on this machine."""
        if not (names := parts(path)):
            raise ArchiveError("An entry of the archive names no place in its folder", where=path)
        return self.path.joinpath(*names)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _make(folder: Path) -> None:
    """Make a folder and those above it so that they outlive a power cut."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush(folder.parent)


def _flush(folder: Path) -> None:
    """Make what was done in a folder outlive a power cut, where folders can be flushed (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)


@contextmanager
def _said(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            f"The archive cannot be read or written ({error.strerror})",
            where=str(place),
            cure="make room on the disk, and let whoever runs loker write in the folder of archive.folder",
        ) from error
