"""The trail: every step of the procedure, appended and chained by hash, so that nothing can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from flows.ledger import schema
from flows.ledger.store import Store

START = "0" * 64
_COLUMNS = ("number", "at", "step", "subject", "detail", "hash")
_LAST = select(schema.trail.c.number, schema.trail.c.hash).where(
    schema.trail.c.number == select(func.max(schema.trail.c.number)).scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. ``subject`` is a row's ID; ``detail`` holds counts, editions and names of steps, never a person."""

    number: int
    at: datetime
    step: str
    subject: str
    detail: Mapping[str, Any]
    hash: str


class Trail:
    """The chain. Its head (`head`) stands for all that came before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = store.prepare(_LAST, ())
        entry = insert(schema.trail).values({name: bindparam(name) for name in _COLUMNS})
        self._append = store.prepare(entry, _COLUMNS)

    def append(self, step: str, subject: str, at: datetime, **detail: Any) -> str:
        """Append an entry and return the new head."""
        with self._store.write() as connection:
            last, before = self._store.ask(connection, self._last) or (0, START)
            head = _hash(before, last + 1, at, step, subject, detail)
            entry = (last + 1, at.timestamp(), step, subject, json.dumps(detail), head)
            self._store.many(connection, self._append, [entry])
        return head

    def head(self) -> str:
        with self._store.write() as connection:
            _, head = self._store.ask(connection, self._last) or (0, START)
        return str(head)

    def entries(self, subject: str | None = None) -> list[Entry]:
        """All entries, or those of one subject, oldest first."""
        table = schema.trail
        query = select(table).order_by(table.c.number)
        if subject is not None:
            query = query.where(table.c.subject == subject)
        with self._store.write() as connection:
            return [Entry(*r) for r in connection.execute(query)]

    def broken(self) -> Iterator[int]:
        """Numbers of entries that are not what they were, or whose predecessor is missing."""
        before, expected = START, 1
        for entry in self.entries():
            right = _hash(before, expected, entry.at, entry.step, entry.subject, entry.detail)
            if entry.number != expected or entry.hash != right:
                yield entry.number
            before, expected = entry.hash, entry.number + 1


def _hash(before: str, number: int, at: datetime, step: str, subject: str, detail: Mapping[str, Any]) -> str:
    entry = json.dumps([before, number, at.timestamp(), step, subject, detail], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(entry.encode()).hexdigest()
