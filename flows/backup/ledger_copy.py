"""The ledger as it is at one moment, while others write it; and a ledger made of that copy again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from flows.backup.manifest import DUMP, SQLITE, BackupError
from flows.procedure.chain import START

_PATIENCE = 30
"""Seconds to wait for another process that writes."""


@dataclass(frozen=True)
class Copied:
    """What a copy holds."""

    name: str
    """`SQLITE` or `DUMP`."""
    entries: int
    """Of the trail."""
    head: str
    archived: dict[str, str]
    """Path within the archive → SHA-256."""


def copy_ledger(url: str, folder: Path) -> Copied:
    """Copy the ledger into a file in ``folder``. Raises `BackupError`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _copy_sqlite(Path(parsed.database or ""), folder / SQLITE)
    return _dump(parsed, folder / DUMP)


def _copy_sqlite(source: Path, target: Path) -> Copied:
    if not source.is_file():
        raise BackupError("There is no ledger to back up", where=str(source), cure="run loker once, or mend ledger.url")
    target.parent.mkdir(exist_ok=True)
    try:
        with closing(sqlite3.connect(source, timeout=_PATIENCE)) as ledger:
            # From one reading, beside which others write; and without the pages that erased people have left.
            ledger.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise BackupError(f"The ledger cannot be copied ({error})", where=str(source), cure="make room") from error
    target.chmod(0o600)
    with closing(create_engine(f"sqlite:///{target}").connect()) as connection:
        return _described(connection, SQLITE)


def _dump(url: URL, target: Path) -> Copied:
    """By ``pg_dump``, of the very snapshot in which the trail's head was read."""
    program = _program("pg_dump")
    target.parent.mkdir(exist_ok=True)
    engine = create_engine(url, isolation_level="REPEATABLE READ", hide_parameters=True)
    try:
        with engine.connect() as connection:
            copied = _described(connection, DUMP)
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            target.touch(0o600)
            arguments = ["--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}"]
            _call(program, [*arguments, f"--dbname={url.database}"], url)
    finally:
        engine.dispose()
    return copied


def restore_dump(dump: Path, url: str) -> None:
    """Fill the empty database at ``url`` from a dump. Raises `BackupError`."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise BackupError(
            "The backup holds a ledger of PostgreSQL",
            where=url.partition(":")[0],
            cure="give --ledger postgresql+psycopg://… of an empty database",
        )
    program, engine = _program("pg_restore"), create_engine(parsed, hide_parameters=True)
    try:
        with engine.connect() as connection:
            tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            if connection.scalar(text(tables)):
                raise BackupError("The database is not empty", where="--ledger", cure="make a new one with createdb")
    finally:
        engine.dispose()
    _call(program, ["--no-owner", "--no-acl", "--exit-on-error", f"--dbname={parsed.database}", str(dump)], parsed)


def _described(connection: Connection, name: str) -> Copied:
    entries = connection.scalar(text("SELECT count(*) FROM trail")) or 0
    head = connection.scalar(text("SELECT hash FROM trail ORDER BY number DESC LIMIT 1")) or START
    rows = connection.execute(text("SELECT path, sha256 FROM archived"))
    return Copied(name, int(entries), str(head), {row.path: row.sha256 for row in rows})


def _program(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise BackupError(
        f"A ledger in PostgreSQL is copied by {name}, which is not on this machine",
        cure="install PostgreSQL's client programs (Debian: apt install postgresql-client)",
    )


def _call(program: str, arguments: list[str], url: URL) -> None:
    """The password goes by the environment: arguments are shown to everybody on the machine."""
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port and str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
    }
    environment = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise BackupError(
            f"{Path(program).name} failed ({said[-1] if said else done.returncode})", cure="see its words"
        )
