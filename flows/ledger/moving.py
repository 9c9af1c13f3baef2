"""A ledger is carried from one database to another, SQLite or PostgreSQL, and compared to the last row."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Double,
    Engine,
    Table,
    TableClause,
    column,
    func,
    insert,
    inspect,
    make_url,
    select,
    table,
)
from sqlalchemy.engine import Row
from sqlalchemy.exc import SQLAlchemyError

from flows.errors import LedgerError
from flows.ledger import migrating, schema
from flows.ledger.engines import postgresql, reason, sqlite, without_driver
from flows.ledger.open_messages import UNDER_WAY
from flows.ledger.store import Store
from flows.lock import run_lock

_CHUNK = 2_000
_MODULUS = 2**256


@dataclass(frozen=True, slots=True)
class Carried:
    """One table as it stands in both ledgers."""

    table: str
    rows: int
    digest: str
    """Of all its rows, in whatever order a database gives them."""


def move(source: str, target: str, folder: Path) -> list[Carried]:
    """Carry all tables over in one transaction, and leave the source as it is; what was carried, table by table.

    ``folder`` is the office's: its run lock is held meanwhile. Raises `LedgerError`, and then the target is empty.
    """
    url = make_url(target)
    where = url.render_as_string(hide_password=True)
    with run_lock(folder, ledger=source), closing(Store(source, folder=folder)) as store:
        if url == store.url:
            raise _not_empty(where)
        engine = _engine(url, target)
        try:
            with store.write() as old, engine.begin() as new:
                _refuse_under_way(old)
                if inspect(new).get_table_names():
                    raise _not_empty(where)
                migrating.make(new)
                return [_carry(old, new, one) for one in schema.metadata.sorted_tables if one is not schema.worker]
        except SQLAlchemyError as error:
            cure = "see that the database is there, and that its user may make tables"
            raise LedgerError(f"The ledger cannot be carried over ({reason(error)})", where=where, cure=cure) from error
        finally:
            engine.dispose()


def _engine(url: URL, target: str) -> Engine:
    if url.get_backend_name() == "sqlite":
        with suppress(OSError):  # which the connection says better
            os.close(os.open(str(url.database), os.O_CREAT | os.O_RDWR, 0o600))  # its owner's alone, as in `Store`
        return sqlite(target)
    try:
        return postgresql(target, alone=False)
    except ImportError as error:
        raise without_driver(url, error) from error


def _not_empty(where: str) -> LedgerError:
    return LedgerError(
        "The database is not empty",
        where=where,
        cure="name a new one; an old ledger that is not needed any more can be moved out of the way",
    )


def _refuse_under_way(connection: Connection) -> None:
    state = schema.message.c.state
    if connection.scalar(select(func.count()).where(state.in_(UNDER_WAY))):
        raise LedgerError(
            "Messages are under way: a run was killed, or a worker delivers",
            where="message",
            cure="wait until workers have ended, then run `loker run` once, and move after that",
        )


def _carry(old: Connection, new: Connection, whole: Table) -> Carried:
    bare = _bare(whole)
    sent = _Digest()
    for rows in old.execute(select(bare)).partitions(_CHUNK):
        new.execute(insert(bare), [dict(row._mapping) for row in rows])
        sent.add(rows)
    arrived = _Digest()
    for rows in new.execute(select(bare)).partitions(_CHUNK):
        arrived.add(rows)
    if (sent.rows, sent.total) != (arrived.rows, arrived.total):
        raise LedgerError(
            f"What arrived is not what was sent: {arrived.rows} of {sent.rows} rows, or other values",
            where=whole.name,
            cure="nothing was changed; please report it",
        )
    _count_on(new, whole)
    return Carried(whole.name, sent.rows, f"{sent.total:064x}")


def _bare(whole: Table) -> TableClause:
    """The table with moments as the numbers that they are kept as: nothing is rounded on the way."""
    types = {one.name: Double() if isinstance(one.type, schema.Moment) else one.type for one in whole.columns}
    return table(whole.name, *(column(name, kind) for name, kind in types.items()))


class _Digest:
    """A checksum of rows that does not ask for their order: databases sort texts each in their own way."""

    def __init__(self) -> None:
        self.rows = self.total = 0

    def add(self, rows: Iterable[Row[Any]]) -> None:
        for row in rows:
            text = json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=False)
            self.total = (self.total + int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % _MODULUS
            self.rows += 1


def _plain(value: Any) -> Any:
    return {"bytes": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def _count_on(connection: Connection, whole: Table) -> None:
    """PostgreSQL counts rows by itself, and knows nothing of those that came with their numbers."""
    keys: Sequence[Any] = [key for key in whole.primary_key.columns if key is whole.autoincrement_column]
    if connection.dialect.name == "postgresql" and keys:
        last = connection.scalar(select(func.max(keys[0])))
        sequence = func.pg_get_serial_sequence(f'"{whole.name}"', keys[0].name)
        connection.execute(select(func.setval(sequence, last or 1, last is not None)))
