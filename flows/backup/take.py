"""Take a backup while the office is at work: nobody waits for it, and it holds one moment of the ledger."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import make_url

from flows.archive.folder import Folder
from flows.backup import workbook_copy
from flows.backup.configuration import amended, secrets
from flows.backup.contents import ARCHIVE, SECRETS, fingerprint, own_files, secret_files
from flows.backup.ledger_copy import Copied, copy_ledger
from flows.backup.manifest import CONFIGURATION, KEY, NAME, BackupError, Manifest
from flows.settings import PREFIX, Settings
from flows.workbook.interface import Grid

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Taken:
    """A backup."""

    path: Path
    manifest: Manifest
    lacks: tuple[str, ...]
    """Files of the archive that are not there, or not what they were when they were archived."""


@dataclass
class Parcel:
    """The file that is being written, and what is in it."""

    archive: ZipFile
    files: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes | str) -> None:
        raw = content.encode() if isinstance(content, str) else content
        self.archive.writestr(name, raw)
        self.files[name] = hashlib.sha256(raw).hexdigest()

    def add_file(self, name: str, path: Path) -> None:
        """Raises `FileNotFoundError` before anything of it is written."""
        digest = hashlib.sha256()
        with path.open("rb") as source, self.archive.open(name, "w", force_zip64=True) as target:
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
        self.files[name] = digest.hexdigest()


def take(settings: Settings, config: Path, target: Path, now: datetime, *, with_secrets: bool = False) -> Taken:
    """Write a new file ``target``, which ends in ``.zip``; any other name is a folder, and gets one that is named for
    the time. Raises `BackupError`.
    """
    if target.suffix != ".zip" or target.is_dir():
        try:
            target.mkdir(exist_ok=True)
        except OSError as error:
            raise _no_room(error, target) from error
        target = target / f"loker-{now.astimezone(settings.office.zone):%Y%m%d-%H%M%S}.zip"
    with _new(target) as (file, room):
        # The ledger first: whatever it tells of is in its place already. But what is disposed of meanwhile is gone.
        for _ in range(2):
            file.seek(0)
            file.truncate()
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                parcel = Parcel(archive)
                copied = copy_ledger(settings.ledger_url, room)
                parcel.add_file(copied.name, room / copied.name)
                (room / copied.name).unlink()
                lacks = _add_archive(parcel, settings, copied)
                _add_workbook(parcel, settings)
                left_out = _add_configuration(parcel, settings, config, with_secrets=with_secrets)
                key = settings.path(settings.web.secret_key_file)
                manifest = Manifest(
                    version("loker"),
                    settings.office.name,
                    now,
                    copied.entries,
                    copied.head,
                    fingerprint(key.read_bytes()) if key.is_file() else "",
                    tuple(left_out),
                    parcel.files,
                )
                archive.writestr(NAME, manifest.dump())
            if not lacks:
                break
    return Taken(target, manifest, tuple(lacks))


def _add_archive(parcel: Parcel, settings: Settings, copied: Copied) -> list[str]:
    folder = Folder(settings.path(settings.archive.folder))
    for path in folder.files() if folder.path.is_dir() else []:
        if not Path(path).name.startswith("."):
            try:
                parcel.add_file(ARCHIVE + path, folder.place(path))
            except FileNotFoundError:
                continue  # disposed of just now
    return [path for path, digest in copied.archived.items() if parcel.files.get(ARCHIVE + path) != digest]


def _add_workbook(parcel: Parcel, settings: Settings) -> None:
    if settings.workbook.provider == "xlsx":
        parcel.add(workbook_copy.NAME, workbook_copy.copy_file(settings.path(settings.workbook.path)))
    elif grids := _last_reading(settings):
        parcel.add(workbook_copy.NAME, workbook_copy.as_file(grids))


def _last_reading(settings: Settings) -> Mapping[str, Grid]:
    from flows.ledger.ledger import Ledger

    ledger = Ledger(settings.ledger_url, folder=settings.folder)
    try:
        return ledger.notes.reading()
    finally:
        ledger.close()


def _add_configuration(parcel: Parcel, settings: Settings, config: Path, *, with_secrets: bool) -> list[str]:
    """Returns what was left out."""
    text = config.read_text("utf-8")
    for name, path in own_files(settings.folder).items():
        parcel.add_file(name, path)
    files = {KEY: settings.path(settings.web.secret_key_file)}
    files |= {SECRETS + key: path for key, path in secret_files(settings).items()}
    files = {name: path for name, path in files.items() if path.is_file()}
    variables = [name for name in sorted(os.environ) if name.startswith(PREFIX) and "__" in name]
    if with_secrets:
        for name, path in files.items():
            parcel.add_file(name, path)
        parcel.add(CONFIGURATION, text)
        return variables
    typed = secrets(settings, text)
    changes = dict.fromkeys(typed, "")
    if (url := make_url(settings.ledger.url)).password and "ledger.url" not in variables:
        changes["ledger.url"] = url._replace(password=None).render_as_string(hide_password=False)
        typed.append("ledger.url's password")
    parcel.add(CONFIGURATION, amended(text, changes))
    named = ["web.secret_key_file" if name == KEY else name.removeprefix(SECRETS) for name in files]
    return [*typed, *named, *variables]


@contextmanager
def _new(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file that has its name when it is whole, and a folder to work in; both are their owner's alone."""
    if target.exists():
        raise BackupError("There is a file of that name", where=str(target), cure="name a new one, or a folder")
    try:
        room = Path(tempfile.mkdtemp(dir=target.parent, prefix=".loker-backup-"))
    except OSError as error:
        raise _no_room(error, target) from error
    try:
        with os.fdopen(os.open(room / "new", os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600), "w+b") as file:
            yield file, room
            file.flush()
            os.fsync(file.fileno())
        (room / "new").replace(target)
    except OSError as error:
        raise _no_room(error, target) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _no_room(error: OSError, target: Path) -> BackupError:
    return BackupError(
        f"The backup cannot be written ({error.strerror})",
        where=str(error.filename or target),
        cure="name a folder that is there, may be written and has room",
    )
