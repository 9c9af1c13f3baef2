"""Approved events as they were last read: a recap, and the KPI, outlive a row that staff delete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from flows.ledger import schema
from flows.ledger.store import Store
from flows.procedure.models import Audience, Event

_event, _attendance = schema.event, schema.attendance


class Events:
    """Events by ID."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Event]:
        """Every approved event ever, by ID, in the order of their IDs."""
        with self._store.write() as connection:
            rows = connection.execute(select(_event.c.id, _event.c.content).order_by(_event.c.id))
            return {row.id: _as_event(row.id, row.content) for row in rows}

    def put(self, events: Iterable[Event], at: datetime) -> None:
        """Keep these events as they are now."""
        rows = [{"id": event.id, "content": _content(event), "at": at} for event in events]
        if rows:
            with self._store.write() as connection:
                connection.execute(delete(_event).where(_event.c.id.in_([row["id"] for row in rows])))
                connection.execute(insert(_event), rows)

    def drop(self, ids: Iterable[str]) -> None:
        """Let go of events that are called off, or drafts again."""
        gone = list(ids)
        if gone:
            with self._store.write() as connection:
                connection.execute(delete(_event).where(_event.c.id.in_(gone)))

    def attended(self) -> dict[str, int]:
        """How many people are known to have been at each event, one by one."""
        query = select(_attendance.c.event, func.count()).group_by(_attendance.c.event)
        with self._store.write() as connection:
            return {event: count for event, count in connection.execute(query)}  # noqa: C416 - rows, not pairs to mypy


def _content(event: Event) -> dict[str, Any]:
    """As JSON; who approved it is in the trail, and its ID is the key."""
    content = asdict(event)
    del content["id"]
    for name in ("starts", "ends"):
        content[name] = content[name].isoformat() if content[name] else None
    return content


def _as_event(id: str, content: dict[str, Any]) -> Event:
    audience = content["audience"]
    return Event(
        id=id,
        **{
            **content,
            "starts": datetime.fromisoformat(content["starts"]),
            "ends": datetime.fromisoformat(content["ends"]) if content["ends"] else None,
            "vacancies": tuple(content["vacancies"]),
            "audience": Audience(audience["everybody"], tuple(audience["programmes"]), tuple(audience["lists"])),
        },
    )
