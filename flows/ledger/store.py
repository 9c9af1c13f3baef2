"""The connection to the ledger's database, and what is particular to SQLite."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.dml import UpdateBase

from flows.errors import LedgerError
from flows.ledger import migrating
from flows.ledger.engines import BESIDE, PATIENCE, Prepared, overlay, postgresql, reason, sqlite, without_driver

_log = logging.getLogger(__name__)


class Store:
    """One database, written by one thread at a time.

    SQLite runs in WAL mode. A plain commit survives a killed process (``synchronous=NORMAL``); a durable one
    survives a power cut as well (``FULL``), and with it everything committed before.
    """

    def __init__(self, url: str, *, rehearsal: bool = False, folder: Path | None = None) -> None:
        """In a ``rehearsal`` everything happens in a copy in memory, or (PostgreSQL) in tables of the connection's own
        that hide the others: a run beside it is not kept waiting.

        A ledger of an older loker is brought up to date first, under the run lock of the office in ``folder`` (default:
        where the ledger's file is).
        """
        self.url = make_url(url)
        self._rehearsal: Connection | None = None
        self._lock = threading.RLock()
        self._open: Connection | None = None
        self._fleeting = False
        self._level = ""
        self.sqlite = self.url.get_backend_name() == "sqlite"
        try:
            if self.sqlite:
                self.engine = sqlite("sqlite://" if rehearsal else url)
            else:
                self.engine = postgresql(url, alone=not rehearsal)
        except ImportError as error:
            raise without_driver(self.url, error) from error
        self._beside = self.engine.execution_options(**{BESIDE: True})
        self._prepare(rehearsal=rehearsal, folder=folder)

    def _prepare(self, *, rehearsal: bool, folder: Path | None) -> None:
        where = self.url.render_as_string(hide_password=True)
        try:
            if self.sqlite and self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
                # Addresses and answers stand in it: it is its owner's alone, and so is what SQLite lays beside it.
                os.close(os.open(self.url.database, os.O_CREAT | os.O_RDWR, 0o600))
            if rehearsal and self.sqlite:
                self._copy(self.url.database or ":memory:")
            elif rehearsal:
                self._rehearsal = self.engine.connect()
                self._rehearsal.begin()
            with self.write() as connection:
                step = migrating.reached(connection)
                if not step:
                    migrating.make(connection)
            if step and step < migrating.HEAD:
                self._migrate(folder)
            if self._rehearsal is not None:
                overlay(self._rehearsal)
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error, OSError) as error:
            raise LedgerError(
                f"The ledger cannot be opened ({reason(error)})",
                where=where,
                cure="check [ledger] url, that its folder can be written, and that the file is a ledger",
            ) from error
        if step > migrating.HEAD:
            raise LedgerError(
                f"The ledger is of version {step}, this loker knows version {migrating.HEAD}",
                where=where,
                cure="run the loker that wrote it, or a newer one",
            )

    def _migrate(self, folder: Path | None) -> None:
        """All steps in one transaction: a ledger is of the old version or of the new one, whatever happens."""
        from flows.lock import database_lock, run_lock

        with ExitStack() as stack:
            if self._rehearsal is None and self.engine.url.database:  # else it is a copy, or comes to nothing
                if self.sqlite and folder is None:
                    folder = Path(str(self.url.database)).parent
                stack.enter_context(run_lock(folder, ledger=self.url) if folder else database_lock(self.url))
                self._keep_copy()
            if self.sqlite:  # which would delete what points to a table that is made anew
                self._cursor.execute("PRAGMA foreign_keys=OFF")
                stack.callback(lambda: self._cursor.execute("PRAGMA foreign_keys=ON"))
            with self.write(durable=True) as connection:
                if migrating.reached(connection) < migrating.HEAD:  # nobody was quicker
                    migrating.upgrade(connection)

    def _keep_copy(self) -> None:
        """The file as it was, beside it: a step of ours that goes wrong must not cost the ledger."""
        if self.sqlite and self.url.database:
            copy = Path(f"{self.url.database}.before-{migrating.HEAD}")
            copy.unlink(missing_ok=True)
            copy.touch(0o600)
            self._cursor.execute("VACUUM INTO ?", (str(copy),))
            _log.warning("The ledger as it was is kept as %s", copy)

    def _copy(self, path: str) -> None:
        copy: Any = self.engine.raw_connection()
        with closing(copy), closing(sqlite3.connect(path, timeout=PATIENCE)) as original:
            original.execute("BEGIN IMMEDIATE")  # a ledger that a run could not write is no good to rehearse with
            original.rollback()
            original.backup(copy.driver_connection)

    @contextmanager
    def write(self, *, durable: bool = False, beside: bool = False) -> Iterator[Connection]:
        """A transaction for reading and writing, committed at the end of the block, undone by an exception.

        Within another one it is a part of that: all of it is committed together, as durably as the outer one says.
        PostgreSQL lets others run ``beside`` it, if it keeps them off by locks of its own.
        """
        with self._lock:
            if self._open is not None:
                yield self._open
                return
            with self._begin(durable=durable, beside=beside) as connection:
                self._open = connection
                try:
                    yield connection
                finally:
                    self._open = None

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """PostgreSQL: a short transaction on a connection of its own, whatever other threads write meanwhile."""
        with self._beside.begin() as connection:
            yield connection

    def let_go(self) -> None:
        """Undo what was rehearsed in PostgreSQL so far, and from now on every transaction at its end: nobody waits for
        it any more, and what others commit is seen."""
        if self._rehearsal is not None:
            self._rehearsal.close()
            self._rehearsal, self._fleeting = None, True

    def harden(self) -> None:
        """Make all plain commits so far survive a power cut: by one durable commit, which takes them along."""
        if self.sqlite:  # PostgreSQL's are durable
            with self.write(durable=True) as connection:
                connection.execute(migrating.TOUCH)

    def compact(self) -> bool:
        """Let nothing of what was removed stay in the database's file; whether that was possible now.

        SQLite leaves it in pages that are free. PostgreSQL's autovacuum clears them in its own time.
        """
        if self.sqlite and self._rehearsal is None:
            with self._lock:
                try:
                    self._cursor.execute("VACUUM")
                    busy, *_ = self._cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                except sqlite3.OperationalError:
                    return False
            return not busy
        return True

    @contextmanager
    def _begin(self, *, durable: bool, beside: bool) -> Iterator[Connection]:
        if self._rehearsal:
            with self._rehearsal.begin_nested():
                yield self._rehearsal
            return
        if self._fleeting:
            with self.engine.connect() as connection:  # which is rolled back when it is closed
                yield connection
            return
        if self.sqlite:
            self._set_level("FULL" if durable else "NORMAL")
        with (self._beside if beside else self.engine).begin() as connection:
            yield connection

    def _set_level(self, level: str) -> None:
        """SQLite takes a change of ``synchronous`` only outside a transaction."""
        if level != self._level:
            self._cursor.execute(f"PRAGMA synchronous={level}")
            self._level = level

    @cached_property
    def _cursor(self) -> Any:
        """The driver's own, on SQLite's one connection."""
        return self.engine.raw_connection().cursor()

    def many(self, connection: Connection, statement: Prepared, rows: Sequence[Sequence[Any]]) -> None:
        """A prepared statement for many rows within `write`, without SQLAlchemy's work for each of them."""
        if self.sqlite:
            self._cursor.executemany(statement.sql, rows)
        elif rows:
            connection.exec_driver_sql(statement.sql, [tuple(row) for row in rows])

    def ask(self, connection: Connection, statement: Prepared, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row that a prepared query finds within `write`, see `ask_all`."""
        return next(iter(self.ask_all(connection, statement, values)), None)

    def ask_all(
        self, connection: Connection, statement: Prepared, values: Sequence[Any] = ()
    ) -> Sequence[tuple[Any, ...]]:
        """The rows that a prepared query finds within `write`, as the driver gives them: moments are seconds."""
        # All rows are fetched, for a query that is half-way through keeps its reading open.
        if self.sqlite:
            rows: list[tuple[Any, ...]] = self._cursor.execute(statement.sql, values).fetchall()
            return rows
        return [tuple(row) for row in connection.exec_driver_sql(statement.sql, tuple(values)).fetchall()]

    def run(self, *work: tuple[Prepared, Sequence[Any]]) -> int:
        """Some prepared statements as one plain commit, by the driver itself: ten times as fast as `write`.

        Returns how many rows the last of them changed.
        """
        with self._lock:
            if not self.sqlite:
                changed = 0
                with self._beside.begin() as connection:
                    for statement, values in work:
                        changed = connection.exec_driver_sql(statement.sql, tuple(values)).rowcount
                return changed
            self._set_level("NORMAL")
            return self._commit(self._cursor, work)

    @staticmethod
    def _commit(cursor: Any, work: Sequence[tuple[Prepared, Sequence[Any]]]) -> int:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            for statement, values in work:
                cursor.execute(statement.sql, values)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        changed: int = cursor.rowcount
        cursor.execute("COMMIT")
        return changed

    def prepare(self, statement: UpdateBase | Select[Any], parameters: Sequence[str]) -> Prepared:
        """A statement for `run`, compiled once. ``parameters`` names what it binds, in the order of the values."""
        return Prepared(statement, parameters, self.engine)

    def close(self) -> None:
        if self._rehearsal:
            self._rehearsal.close()
        self.engine.dispose()
