"""What the flows remember from run to run: small values, the rows and problems last seen, versions, readings."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.sql.dml import Insert

from flows.ledger import schema
from flows.ledger.records import KnownRow
from flows.ledger.store import Store
from flows.workbook.interface import Cell, Grid


class Notes:
    """Small memories. Each call is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str, default: Any = None) -> Any:
        with self._store.write() as connection:
            value = connection.scalar(select(schema.note.c.value).where(schema.note.c.name == name))
        return default if value is None else value

    def put(self, **values: Any) -> None:
        """Remember JSON values by name; what is there is replaced."""
        with self._store.write() as connection:
            for name, value in values.items():
                connection.execute(delete(schema.note).where(schema.note.c.name == name))
                connection.execute(insert(schema.note).values(name=name, value=value))

    def forget(self, name: str) -> None:
        with self._store.write() as connection:
            connection.execute(delete(schema.note).where(schema.note.c.name == name))

    def rows(self, tab: str) -> dict[str, KnownRow]:
        """All rows ever seen in a tab, by ID."""
        table = schema.row
        columns = (table.c.id, table.c.fingerprint, table.c.since, table.c.confirmed, table.c.copied_status)
        with self._store.write() as connection:
            return {r.id: KnownRow(*r) for r in connection.execute(select(*columns).where(table.c.tab == tab))}

    def put_rows(self, tab: str, rows: Collection[KnownRow]) -> None:
        """Replace the memory of these rows; others stay."""
        table = schema.row
        values = [
            {
                "tab": tab,
                "id": known.id,
                "fingerprint": known.fingerprint,
                "since": known.since,
                "confirmed": known.confirmed,
                "copied_status": known.copied_status,
            }
            for known in rows
        ]
        if values:
            with self._store.write() as connection:
                connection.execute(
                    delete(table).where(table.c.tab == tab, table.c.id == bindparam("old")),
                    [{"old": r.id} for r in rows],
                )
                connection.execute(insert(table), values)

    def keep_version(self, subject: str, edition: str, content: Mapping[str, Any], at: datetime) -> None:
        """Keep what a subject says in this edition; an edition that is kept already never changes."""
        with self._store.write() as connection:
            connection.execute(
                ignoring(insert(schema.version), self._store).values(
                    subject=subject, edition=edition, content=dict(content), at=at
                )
            )

    def version(self, subject: str, edition: str) -> dict[str, Any] | None:
        table = schema.version
        with self._store.write() as connection:
            content = connection.scalar(
                select(table.c.content).where(table.c.subject == subject, table.c.edition == edition)
            )
        return dict(content) if content is not None else None

    def versions(self, subjects: Collection[str]) -> dict[str, dict[str, dict[str, Any]]]:
        """What these subjects ever said: subject → edition → content, the newest edition last."""
        table = schema.version
        query = select(table.c.subject, table.c.edition, table.c.content).where(table.c.subject.in_(subjects))
        found: dict[str, dict[str, dict[str, Any]]] = {}
        with self._store.write() as connection:
            for subject, edition, content in connection.execute(query.order_by(table.c.at)):
                found.setdefault(subject, {})[edition] = dict(content)
        return found

    def see_problems(self, keys: Iterable[str], now: datetime) -> dict[str, datetime]:
        """Remember which problems stand now, forget the others, and say since when each stands."""
        table = schema.problem
        with self._store.write() as connection:
            known = {r.key: r.since for r in connection.execute(select(table.c.key, table.c.since))}
            seen = dict.fromkeys(keys)
            gone = [{"gone": key} for key in known.keys() - seen.keys()]
            new = [{"key": key, "since": now, "told": False} for key in seen if key not in known]
            if gone:
                connection.execute(delete(table).where(table.c.key == bindparam("gone")), gone)
            if new:
                connection.execute(insert(table), new)
        return {key: known.get(key, now) for key in seen}

    def untold(self) -> set[str]:
        """Problems that staff have had no mail about."""
        table = schema.problem
        with self._store.write() as connection:
            return set(connection.scalars(select(table.c.key).where(table.c.told.is_(False))))

    def tell(self, keys: Collection[str]) -> None:
        table = schema.problem
        if keys:
            with self._store.write() as connection:
                connection.execute(
                    update(table).where(table.c.key == bindparam("told_key")).values(told=True),
                    [{"told_key": key} for key in keys],
                )

    def keep_reading(self, grids: Mapping[str, Grid]) -> None:
        """Keep the tabs as read, for a tick on which nothing changed."""
        with self._store.write() as connection:
            connection.execute(delete(schema.snapshot))
            connection.execute(
                insert(schema.snapshot), [{"tab": tab, "body": pack(grid)} for tab, grid in grids.items()]
            )

    def reading(self) -> dict[str, Grid]:
        """The tabs as kept by `keep_reading`; empty if none are."""
        with self._store.write() as connection:
            rows = connection.execute(select(schema.snapshot.c.tab, schema.snapshot.c.body))
            return {r.tab: unpack(r.body) for r in rows}


def ignoring(statement: Insert, store: Store) -> Any:
    """An insert that leaves a row alone that is already there."""
    if store.sqlite:
        from sqlalchemy.dialects.sqlite import insert as upsert
    else:
        from sqlalchemy.dialects.postgresql import insert as upsert  # type: ignore[assignment]
    return upsert(statement.table).on_conflict_do_nothing()


def pack(grid: Grid) -> bytes:
    """A grid as compressed JSON; dates keep their type."""
    return zlib.compress(json.dumps(grid, default=_typed, ensure_ascii=False).encode(), 1)


def unpack(body: bytes) -> Grid:
    grid: Grid = json.loads(zlib.decompress(body), object_hook=_untyped)
    return grid


def _typed(cell: Cell) -> dict[str, str]:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return {"text": str(cell)}  # a time or a duration: no column of ours holds one


def _untyped(mark: dict[str, str]) -> Cell:
    if "moment" in mark:
        return datetime.fromisoformat(mark["moment"])
    if "day" in mark:
        return date.fromisoformat(mark["day"])
    return mark["text"]
