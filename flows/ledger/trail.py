"""The trail: every step of the procedure, appended and chained by hash, so that nothing can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from flows.ledger import schema
from flows.ledger.store import Store

START = "0" * 64
_LAST = select(schema.trail.c.number, schema.trail.c.hash).order_by(schema.trail.c.number.desc()).limit(1)
_APPEND = insert(schema.trail)


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

    def append(self, step: str, subject: str, at: datetime, **detail: Any) -> str:
        """Append an entry and return the new head."""
        with self._store.write() as connection:
            last = connection.execute(_LAST).first()
            number, before = (last.number + 1, last.hash) if last else (1, START)
            head = _hash(before, number, at, step, subject, detail)
            entry = {"number": number, "at": at, "step": step, "subject": subject, "detail": detail, "hash": head}
            connection.execute(_APPEND, entry)
        return head

    def head(self) -> str:
        with self._store.write() as connection:
            last = connection.execute(_LAST).first()
        return last.hash if last else START

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
