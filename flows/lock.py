"""One run at a time for an office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from flows.errors import AlreadyRunning, LedgerError, SettingsError

if TYPE_CHECKING:
    from sqlalchemy import URL

_RUN = 0x6C6F6B65722E
"""The number under which PostgreSQL knows the run lock of the office whose database it is."""


@contextmanager
def run_lock(folder: Path, *, ledger: str | URL = "", rehearsal: bool = False) -> Iterator[None]:
    """Hold the office's run lock, which the kernel frees when its holder dies, however it dies. Re-entrant.

    Where the ``ledger`` is one of PostgreSQL it holds across machines: that database keeps the lock as well, for as
    long as our connection to it lasts. Raises `AlreadyRunning` if another process holds it, `SettingsError` if it
    cannot be made; a rehearsal needs none.
    """
    lock = FileLock(folder / ".loker.lock", timeout=0, is_singleton=True)
    if rehearsal:
        yield
        return
    try:
        lock.acquire()
    except Timeout:
        raise _already(str(folder)) from None
    except OSError as error:
        raise SettingsError(
            f"The run lock cannot be made ({error.strerror})",
            where=lock.lock_file,
            cure="let whoever runs loker write in that folder",
        ) from error
    try:
        if str(ledger).startswith("postgresql") and lock.lock_counter == 1:  # else we hold it already
            with database_lock(ledger):
                yield
        else:
            yield
    finally:
        lock.release()


@contextmanager
def database_lock(url: str | URL) -> Iterator[None]:
    """The part of the run lock that a database of PostgreSQL keeps, for as long as our connection to it lasts."""
    from sqlalchemy import create_engine, make_url, text
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    from flows.ledger.engines import reason, without_driver

    where = make_url(url).render_as_string(hide_password=True)
    try:
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        connection = engine.connect()
    except ImportError as error:
        raise without_driver(make_url(url), error) from error
    except SQLAlchemyError as error:
        raise LedgerError(
            f"The ledger cannot be opened ({reason(error)})",
            where=where,
            cure="see that PostgreSQL runs there, and check [ledger] url",
        ) from error
    with connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": _RUN}):
            raise _already(where)
        yield


def _already(where: str) -> AlreadyRunning:
    return AlreadyRunning(
        "Another run of this office is under way",
        where=where,
        cure="wait until it ends; the next tick goes on where it stopped",
    )
