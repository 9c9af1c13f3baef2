"""The two databases that a ledger may stand in, and what is particular to each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, Select, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.dml import UpdateBase

from flows.errors import LedgerError
from flows.ledger import schema

PATIENCE = 30
"""Seconds to wait for another process that writes."""
BESIDE = "beside"
"""The option of a transaction that others may run beside."""
_LOCK = 0x6C6F6B6572
"""PostgreSQL knows locks of an application by number: ours, on this database."""
# Engines hide parameters: an error of the database goes into Prefect's log, and they are addresses and names.


class Prepared:
    """A statement as the driver takes it, its parameters in the order in which the caller gives them."""

    def __init__(self, statement: UpdateBase | Select[Any], parameters: Sequence[str], engine: Engine) -> None:
        self._statement, self._parameters, self._engine = statement, list(parameters), engine

    @cached_property
    def sql(self) -> str:
        """Compiled when it is first wanted: a run needs half of them. Raises `TypeError` for another order."""
        compiled = self._statement.compile(self._engine)
        if list(compiled.positiontup or ()) != self._parameters:
            raise TypeError(f"the statement binds {compiled.positiontup}, not {self._parameters}")
        return str(compiled)


def without_driver(url: URL, error: ImportError) -> LedgerError:
    return LedgerError(
        f"The ledger's database needs a driver that is not installed ({error.name})",
        where=url.render_as_string(hide_password=True),
        cure="install it: pip install 'psycopg[binary]', and write the URL as postgresql+psycopg://…",
    )


def reason(error: Exception) -> str:
    """What the database says: its first line alone, for PostgreSQL's further ones show values of the row."""
    return str(getattr(error, "orig", error)).partition("\n")[0]


def _hide(context: ExceptionContext) -> None:
    """Let an error's text, and that of what led to it, end where it would show an address (`reason`)."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def postgresql(url: str, *, alone: bool) -> Engine:
    """``alone`` lets one transaction run at a time, as in SQLite: what is read in it still holds when it writes. Not
    those that are told to run ``beside`` it."""
    # `Prepared` binds by position, which psycopg can, though SQLAlchemy would have it by name.
    engine = create_engine(url, paramstyle="format", hide_parameters=True)
    event.listen(engine, "handle_error", _hide)
    if alone:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            if not connection.get_execution_options().get(BESIDE):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine


def overlay(connection: Connection) -> None:
    """Copies of the ledger's tables that hide them from this transaction, and go with it: what is written in it locks
    nothing. Not of messages, which nobody writes but by delivering."""
    seen = connection.exec_driver_sql("SELECT current_schema()").scalar()
    for table in schema.metadata.tables.keys() - {schema.message.name, schema.skeleton.name, schema.worker.name}:
        like = f'(LIKE "{seen}"."{table}" INCLUDING ALL)'
        connection.exec_driver_sql(f'CREATE TEMP TABLE "{table}" {like} ON COMMIT DROP')
        connection.exec_driver_sql(f'INSERT INTO pg_temp."{table}" SELECT * FROM "{seen}"."{table}"')  # noqa: S608


def sqlite(url: str) -> Engine:
    """One connection for all threads: SQLite has one writer, and a commit costs less than handing over a lock file."""
    how = {"check_same_thread": False, "timeout": PATIENCE}
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
