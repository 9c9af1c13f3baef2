"""A folder of files that a web server shows, kept as it should be: what has not changed is not touched.

Beside the files lies ``.loker.json``, which says of each what it was made of. It is written before anything else, with
whatever is about to be made, and again at the end. So a run that is killed leaves whole files, and none that is
forgotten; the next one goes on. Files that it does not name are somebody else's, and stay.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from flows.errors import SettingsError

if TYPE_CHECKING:
    from flows.site.page import Page

LIST = ".loker.json"
_UNKNOWN = ("", -1)


@dataclass(frozen=True, slots=True)
class Written:
    """Counts of files."""

    files: int
    """There are now."""
    written: int
    removed: int

    @property
    def changes(self) -> int:
        return self.written + self.removed


class PublicFolder:
    """Use it within `open_folder`, which lets nobody else write meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, pages: Mapping[str, Page]) -> Written:
        """Make of the folder what ``pages`` (by file) say."""
        before, sizes = self._read(), {file: self._size(file) for file in pages}
        gone = before.keys() - pages.keys()
        due = [page for page in pages.values() if before.get(page.file) != (page.fingerprint, sizes[page.file])]
        if not due and not gone:
            return Written(len(pages), 0, 0)
        self._note({**before, **{page.file: _UNKNOWN for page in due}})
        now, written = {file: known for file, known in before.items() if file in pages}, 0
        for page in due:
            content, path = page.make(), self._path / page.file
            if sizes[page.file] != len(content) or path.read_bytes() != content:
                _replace(path, content)
                written += 1
            now[page.file] = (page.fingerprint, len(content))
        for file in gone:
            self._remove(self._path / file)
        self._note(now)
        return Written(len(pages), written, len(gone))

    def _read(self) -> dict[str, tuple[str, int]]:
        try:
            known = json.loads((self._path / LIST).read_text("utf-8"))
            return {file: (fingerprint, size) for file, (fingerprint, size) in known.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # nothing is lost: all is compared with what it should be

    def _note(self, known: Mapping[str, tuple[str, int]]) -> None:
        _replace(self._path / LIST, json.dumps(known, separators=(",", ":"), sort_keys=True).encode())

    def _size(self, file: str) -> int:
        """In bytes; a file that somebody took away or cut off is made again."""
        try:
            return os.stat(f"{self._path}/{file}").st_size  # noqa: PTH116 - a Path for each of 10,000 costs more
        except OSError:
            return -1

    def _remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        _new(path).unlink(missing_ok=True)
        with suppress(OSError):  # something is left in it
            for folder in path.parents:
                if folder == self._path:
                    break
                folder.rmdir()


@contextmanager
def open_folder(path: Path) -> Iterator[PublicFolder]:
    """The folder, made where it is new; who comes second waits. Raises `SettingsError` if it cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / ".loker.lock"):
            yield PublicFolder(path)
    except OSError as error:
        raise SettingsError(
            f"The public page cannot be written ({error.strerror or error})",
            where=str(error.filename or path),
            cure="let whoever runs loker write in that folder, or correct site.publish_to",
        ) from error


def _new(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f".{path.name}.new")


def _replace(path: Path, content: bytes) -> None:
    """The whole file in one step."""
    new = _new(path)
    try:
        new.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
    new.replace(path)
