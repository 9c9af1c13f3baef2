"""The connection to the ledger's database, and what is particular to SQLite."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event, insert, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.dml import UpdateBase

from flows.errors import LedgerError
from flows.ledger import schema

_PATIENCE = 30
"""Seconds to wait for another process that writes."""
_LOCK = 0x6C6F6B6572
"""PostgreSQL knows locks of an application by number: ours, on this database."""
# Engines hide parameters: an error of the database goes into Prefect's log, and they are addresses and names.

_TOUCH = update(schema.note).where(schema.note.c.name == "schema").values(value=schema.note.c.value)
"""Changes nothing, but writes."""


class Store:
    """One database, written by one thread at a time.

    SQLite runs in WAL mode. A plain commit survives a killed process (``synchronous=NORMAL``); a durable one
    survives a power cut as well (``FULL``), and with it everything committed before.
    """

    def __init__(self, url: str, *, rehearsal: bool = False) -> None:
        """In a ``rehearsal`` everything happens in a copy in memory, or (PostgreSQL) in one transaction that `close`
        undoes: a run beside it is not kept waiting."""
        self.url = make_url(url)
        self._rehearsal: Connection | None = None
        self._lock = threading.RLock()
        self._open: Connection | None = None
        self._level = ""
        self.sqlite = self.url.get_backend_name() == "sqlite"
        try:
            if self.sqlite:
                self.engine = _sqlite("sqlite://" if rehearsal else url)
            else:
                self.engine = _postgresql(url, alone=not rehearsal)
        except ImportError as error:
            raise LedgerError(
                f"The ledger's database needs a driver that is not installed ({error.name})",
                where=self.url.render_as_string(hide_password=True),
                cure="install it: pip install 'psycopg[binary]', and write the URL as postgresql+psycopg://…",
            ) from error
        self._prepare(rehearsal=rehearsal)

    def _prepare(self, *, rehearsal: bool) -> None:
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
                schema.metadata.create_all(connection)
                version = connection.scalar(select(schema.note.c.value).where(schema.note.c.name == "schema"))
                if version is None:
                    connection.execute(insert(schema.note).values(name="schema", value=schema.VERSION))
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error, OSError) as error:
            reason = str(getattr(error, "orig", error))
            raise LedgerError(
                f"The ledger cannot be opened ({reason})",
                where=where,
                cure="check [ledger] url, that its folder can be written, and that the file is a ledger",
            ) from error
        if version not in {None, schema.VERSION}:
            raise LedgerError(
                f"The ledger is of version {version}, this loker knows version {schema.VERSION}",
                where=where,
                cure="run the loker that wrote it, or a newer one",
            )

    def _copy(self, path: str) -> None:
        copy: Any = self.engine.raw_connection()
        with closing(copy), closing(sqlite3.connect(path, timeout=_PATIENCE)) as original:
            original.execute("BEGIN IMMEDIATE")  # a ledger that a run could not write is no good to rehearse with
            original.rollback()
            original.backup(copy.driver_connection)

    @contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Connection]:
        """A transaction for reading and writing, committed at the end of the block, undone by an exception.

        Within another one it is a part of that: all of it is committed together, as durably as the outer one says.
        """
        with self._lock:
            if self._open is not None:
                yield self._open
                return
            with self._begin(durable=durable) as connection:
                self._open = connection
                try:
                    yield connection
                finally:
                    self._open = None

    def harden(self) -> None:
        """Make all plain commits so far survive a power cut: by one durable commit, which takes them along."""
        if self.sqlite:  # PostgreSQL's are durable
            with self.write(durable=True) as connection:
                connection.execute(_TOUCH)

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
    def _begin(self, *, durable: bool) -> Iterator[Connection]:
        if self._rehearsal:
            with self._rehearsal.begin_nested():
                yield self._rehearsal
            return
        if self.sqlite:
            self._set_level("FULL" if durable else "NORMAL")
        with self.engine.begin() as connection:
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

    def run(self, *work: tuple[Prepared, Sequence[Any]]) -> None:
        """Some prepared statements as one plain commit, by the driver itself: ten times as fast as `write`."""
        with self._lock:
            if not self.sqlite:
                with self.engine.begin() as connection:
                    for statement, values in work:
                        connection.exec_driver_sql(statement.sql, tuple(values))
                return
            self._set_level("NORMAL")
            self._commit(self._cursor, work)

    @staticmethod
    def _commit(cursor: Any, work: Sequence[tuple[Prepared, Sequence[Any]]]) -> None:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            for statement, values in work:
                cursor.execute(statement.sql, values)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

    def prepare(self, statement: UpdateBase | Select[Any], parameters: Sequence[str]) -> Prepared:
        """Compile a statement once for `run`. ``parameters`` names its bound parameters in the order of the values."""
        return Prepared(statement, parameters, self.engine)

    def close(self) -> None:
        if self._rehearsal:
            self._rehearsal.close()
        self.engine.dispose()


class Prepared:
    """A statement as the driver takes it, its parameters in the order in which the caller gives them."""

    def __init__(self, statement: UpdateBase | Select[Any], parameters: Sequence[str], engine: Engine) -> None:
        compiled = statement.compile(engine)
        if list(compiled.positiontup or ()) != list(parameters):
            raise TypeError(f"the statement binds {compiled.positiontup}, not {parameters}")
        self.sql = str(compiled)


def _postgresql(url: str, *, alone: bool) -> Engine:
    """``alone`` lets one transaction run at a time, as in SQLite: what is read in it still holds when it writes."""
    # `Prepared` binds by position, which psycopg can, though SQLAlchemy would have it by name.
    engine = create_engine(url, paramstyle="format", hide_parameters=True)
    if alone:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine


def _sqlite(url: str) -> Engine:
    """One connection for all threads: SQLite has one writer, and a commit costs less than handing over a lock file."""
    how = {"check_same_thread": False, "timeout": _PATIENCE}
    engine = create_engine(url, poolclass=StaticPool, connect_args=how, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(raw: Any, record: Any) -> None:
        raw.isolation_level = None  # the driver's own, partial transaction handling off
        cursor = raw.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-32000")  # KiB: the pages that sending comes back to stay in memory
        cursor.execute("PRAGMA wal_autocheckpoint=2000")  # pages: half the cost of a small commit goes into checkpoints

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
