"""The trail: every step of the procedure, appended and chained by hash, so that nothing can be changed unseen."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, literal_column, select

from flows.ledger import schema
from flows.ledger.store import Store
from flows.procedure.chain import START, Entry, digest

_trail = schema.trail
_COLUMNS = ("number", "at", "step", "subject", "detail", "hash")
_ALL = select(*(_trail.c[name] for name in _COLUMNS)).order_by(_trail.c.number)
_LAST = select(_trail.c.number, _trail.c.hash).where(
    _trail.c.number == select(func.max(_trail.c.number)).scalar_subquery()
)
_BEFORE_ALL = -(2**63)
_NOTHING: ColumnElement[int] = literal_column("0")
PAGE = 1_000
"""Entries read at a time: no reader holds the ledger for longer, nor more of them in memory."""


class Trail:
    """The chain. Its head (`head`) stands for all that came before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = store.prepare(_LAST, ())
        entry = insert(_trail).values({name: bindparam(name) for name in _COLUMNS})
        self._append = store.prepare(entry, _COLUMNS)
        # Both are literal, for SQLAlchemy binds what it makes of numbers under names of its own.
        page = _ALL.where(_trail.c.number > bindparam("after")).limit(literal_column(str(PAGE))).offset(_NOTHING)
        self._page = store.prepare(page, ("after",))
        self._of = store.prepare(_ALL.where(_trail.c.subject == bindparam("of")), ("of",))
        self._came_to = store.prepare(select(_trail.c.subject).where(_trail.c.step == bindparam("by")), ("by",))

    def append(self, step: str, subject: str, at: datetime, **detail: Any) -> str:
        """Append an entry and return the new head."""
        return self.extend(step, [(subject, detail)], at)

    def extend(self, step: str, told: Iterable[tuple[str, Mapping[str, Any]]], at: datetime) -> str:
        """Append an entry for each subject, with its detail, and return the new head."""
        with self._store.write() as connection:
            number, head = self._store.ask(connection, self._last) or (0, START)
            rows = []
            for subject, detail in told:
                kept = _plain(detail)
                number += 1
                # Of what is kept, not of what was given: a tuple is read back as a list.
                head = digest(head, number, at.timestamp(), step, subject, json.loads(kept))
                rows.append((number, at.timestamp(), str(step), subject, kept, head))
            self._store.many(connection, self._append, rows)
        return str(head)

    def once(self, step: str, subjects: Collection[str], at: datetime) -> int:
        """Append an entry for each of these that never came to this step, and return how many those are."""
        if not subjects:
            return 0
        with self._store.write() as connection:
            known = {subject for (subject,) in self._store.ask_all(connection, self._came_to, (step,))}
            new = [(subject, dict[str, Any]()) for subject in subjects if subject not in known]
            self.extend(step, new, at)
        return len(new)

    def head(self) -> str:
        with self._store.write() as connection:
            _, head = self._store.ask(connection, self._last) or (0, START)
        return str(head)

    def entries(self, subject: str) -> list[Entry]:
        """The entries of one subject, oldest first."""
        with self._store.write() as connection:
            return [_entry(row) for row in self._store.ask_all(connection, self._of, (subject,))]

    def first(self, step: str) -> dict[str, datetime]:
        """When each subject first came to this step."""
        first = select(_trail.c.subject, func.min(_trail.c.at, type_=schema.Moment()))
        with self._store.write() as connection:
            rows = connection.execute(first.where(_trail.c.step == step).group_by(_trail.c.subject))
            return {subject: at for subject, at in rows}  # noqa: C416 - rows are not pairs to mypy

    def __iter__(self) -> Iterator[Entry]:
        """All entries, oldest first, read a page at a time: what is appended meanwhile is read, too."""
        last = _BEFORE_ALL
        while True:
            with self._store.write() as connection:
                rows = self._store.ask_all(connection, self._page, (last,))
            yield from map(_entry, rows)
            if len(rows) < PAGE:
                return
            last = rows[-1][0]


def _plain(detail: object) -> str:
    return json.dumps(detail, sort_keys=True)


def _detail(kept: Any) -> Any:
    """As JSON says. SQLite hands over its text. What is none stays a text, and fits no hash."""
    if not isinstance(kept, str):
        return kept
    try:
        return json.loads(kept)
    except ValueError:
        return kept


def _entry(row: Sequence[Any]) -> Entry:
    number, at, step, subject, detail, digest_ = row
    return Entry(number, at, step, subject, _detail(detail), digest_)
