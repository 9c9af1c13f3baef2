"""Make an office of a backup, in an empty folder. It sends nothing until `flows.resume`."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from flows.archive.verify import verify_files
from flows.backup import workbook_copy
from flows.backup.configuration import amended
from flows.backup.contents import ARCHIVE, CONFIG, SECRETS, fingerprint, inside, secret_files, secret_places
from flows.backup.ledger_copy import restore_dump
from flows.backup.manifest import CONFIGURATION, DUMP, KEY, NAME, SQLITE, BackupError, Manifest
from flows.ledger.doubts import RESTORED
from flows.ledger.ledger import Ledger
from flows.office import archive as archive_folder
from flows.settings import Settings, load
from flows.steps.verify_trail import verify

_PLAIN = {"workbook.path": "loker.xlsx", "archive.folder": "arsip", "web.secret_key_file": "secret.key"}
"""Where parts of the office are put that were outside of its folder."""


@dataclass(frozen=True)
class Key:
    """The key that signs links, for a backup that holds none."""

    file: Path | None = None
    new: bool = False
    """All links end, and who was erased is not known again."""


@dataclass(frozen=True)
class Restored:
    """An office made of a backup."""

    manifest: Manifest
    moved: tuple[str, ...]
    """Keys of the configuration that named a place outside of the office's folder, and name one inside now."""
    faults: tuple[str, ...]
    """What is not as it should be: the trail, files of the archive."""


def restore(
    backup: Path, into: Path, now: datetime, *, key: Key, ledger_url: str = "", nothing_sent: bool = False
) -> Restored:
    """Raises `BackupError` before there is anything in ``into``. ``ledger_url`` is of an empty database of PostgreSQL.

    With ``nothing_sent`` the office goes on sending where the backup stopped.
    """
    with _opened(backup) as archive, _stage(into) as stage:
        manifest = _checked(archive)
        _place_key(manifest, key, stage)
        text = archive.read(CONFIGURATION).decode()
        (stage / "loker.toml").write_text(text, "utf-8")
        changes = _moved(load(stage), stage)
        if DUMP in manifest.files:
            changes["ledger.url"] = ledger_url
        (stage / "loker.toml").write_text(amended(text, changes), "utf-8")
        settings = load(stage)
        _refuse_elsewhere(settings, stage, dump=DUMP in manifest.files)
        for name in manifest.files:
            if target := _target(name, settings):
                _extract(archive, name, target)
        if (loose := stage / ".key").exists():
            loose.replace(settings.path(settings.web.secret_key_file))
        if DUMP in manifest.files:
            _extract(archive, DUMP, stage / ".dump")
            restore_dump(stage / ".dump", ledger_url)
            (stage / ".dump").unlink()
        faults = _settle(settings, manifest, now, nothing_sent=nothing_sent)
    return Restored(manifest, tuple(changes), tuple(faults))


@contextmanager
def _opened(backup: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(backup) as archive:
            yield archive
    except (BadZipFile, FileNotFoundError, IsADirectoryError) as error:
        raise BackupError("That is no backup of loker", where=str(backup), cure="name a file of `loker backup`") from (
            error
        )
    except OSError as error:
        raise BackupError(
            f"The backup cannot be restored ({error.strerror})", where=str(error.filename or backup), cure="make room"
        ) from error


@contextmanager
def _stage(into: Path) -> Iterator[Path]:
    """A folder that takes the place of ``into`` when all of it is there."""
    into = into.absolute()
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupError("That is no empty folder", where=str(into), cure="name a new folder, or an empty one")
    into.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=into.parent, prefix=".loker-restore-"))
    try:
        yield stage
        stage.replace(into)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _checked(archive: ZipFile) -> Manifest:
    """What the backup says is in it, when every byte of that is as it was."""
    names = set(archive.namelist())
    if NAME not in names:
        raise BackupError("That is no backup of loker", where=str(archive.filename), cure="name a file of loker backup")
    manifest = Manifest.load(archive.read(NAME))
    wrong = sorted((names - {NAME}) ^ manifest.files.keys())
    for name in manifest.files.keys() & names:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or _digest(archive, name) != manifest.files[name]:
            wrong.append(name)
    if wrong or CONFIGURATION not in manifest.files:
        raise BackupError(
            "The backup is damaged: a file in it is missing, added or altered",
            where=wrong[0] if wrong else CONFIGURATION,
            cure="use another backup; its other files can still be taken out with any ZIP program",
        )
    return manifest


def _digest(archive: ZipFile, name: str) -> str:
    try:
        with archive.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except (BadZipFile, OSError, EOFError):
        return ""


def _place_key(manifest: Manifest, key: Key, stage: Path) -> None:
    if not manifest.key or KEY in manifest.files or key.new:
        return
    if key.file is None:
        raise BackupError(
            "The backup holds no secrets, and so not the key that signs links",
            where="web.secret_key_file",
            cure="give --key with the copy that you keep apart; without one --new-key: all links that were mailed end, "
            "and people who had themselves erased are not known again, and may be mailed",
        )
    try:
        content = key.file.read_bytes()
    except OSError as error:
        raise BackupError(f"The key cannot be read ({error.strerror})", where=str(key.file)) from error
    if fingerprint(content) != manifest.key:
        raise BackupError("That is not the key of this office", where=str(key.file), cure="give the right --key")
    place = stage / ".key"
    place.touch(0o600)
    place.write_bytes(content)


def _moved(settings: Settings, stage: Path) -> dict[str, str]:
    """What the configuration is to say of places outside of the folder."""
    changes: dict[str, str] = {}
    for key, plain in _PLAIN.items():
        section, _, name = key.partition(".")
        if not inside(stage, settings.path(getattr(getattr(settings, section), name))):
            changes[key] = plain
    for key, value in secret_places(settings):
        path = settings.path(value.removeprefix("file:"))
        if not inside(stage, path):
            changes[key] = ("file:" if value.startswith("file:") else "") + path.name
    scheme, _, name = settings.ledger_url.partition(":///")
    if scheme.startswith("sqlite") and not inside(stage, Path(name)):
        changes["ledger.url"] = f"{scheme}:///loker.db"
    return changes


def _refuse_elsewhere(settings: Settings, stage: Path, *, dump: bool) -> None:
    """A variable of the environment beats the file, and would lead to another office's ledger."""
    scheme, _, name = settings.ledger_url.partition(":///")
    places = [settings.path(settings.workbook.path), settings.path(settings.archive.folder)]
    if not dump:
        places.append(Path(name) if scheme.startswith("sqlite") else Path("/"))
    if not all(inside(stage, place) for place in places):
        raise BackupError(
            "The office would not be in that folder",
            where="variables such as LOKER_LEDGER__URL",
            cure="unset them, and restore again",
        )


def _target(name: str, settings: Settings) -> Path | None:
    """Where a file of the backup belongs."""
    if name in {CONFIGURATION, DUMP}:
        return None
    if name == SQLITE:
        return Path(settings.ledger_url.partition(":///")[2])
    if name == workbook_copy.NAME:
        return settings.path(settings.workbook.path)
    if name == KEY:
        return settings.path(settings.web.secret_key_file)
    if name.startswith(ARCHIVE):
        return archive_folder(settings).place(name.removeprefix(ARCHIVE))
    if name.startswith(SECRETS):
        return secret_files(settings).get(name.removeprefix(SECRETS))
    return settings.folder / name.removeprefix(CONFIG)


def _extract(archive: ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(0o600)
    with archive.open(name) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
    if name.startswith(ARCHIVE):
        target.chmod(0o444)
    elif name == workbook_copy.NAME or name.startswith(CONFIG):
        target.chmod(0o644)


def _settle(settings: Settings, manifest: Manifest, now: datetime, *, nothing_sent: bool) -> list[str]:
    """Check the ledger, and hold back all that may have been sent since."""
    ledger = Ledger(settings.ledger_url, folder=settings.folder)
    try:
        trail = verify(ledger)
        faults = ["the trail is not what it was: see loker audit verify"] if trail.faults else []
        if (trail.entries, trail.head) != (manifest.trail_entries, manifest.trail_head):
            faults.append("the trail is not the one that was backed up")
        folder = archive_folder(settings)
        entries = ledger.archive.entries()
        # A file without an entry is no fault: one that was being archived just then.
        found = {entry.path: digest for entry in entries if (digest := folder.digest(entry.path)) is not None}
        faults += [f"{one.path}: {one.what}" for one in verify_files(entries, found)]
        if not nothing_sent:
            ledger.doubts.leave_to_people()
            ledger.notes.put(**{RESTORED: {"at": now.isoformat(), "taken_at": manifest.taken_at.isoformat()}})
        ledger.trail.append("restore", "", now, taken_at=manifest.taken_at.timestamp(), head=manifest.trail_head)
        ledger.store.harden()
    finally:
        ledger.close()
    return faults
