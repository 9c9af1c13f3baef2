"""On which day each announced vacancy closed: by that day it belongs to a period, whatever becomes of its row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, insert, select

from flows.ledger import schema
from flows.ledger.store import Store

_closing = schema.closing


class Closings:
    """Days of the office, by vacancy."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def days(self) -> dict[str, date]:
        """Every vacancy that is closed, and the day on which it was."""
        with self._store.write() as connection:
            rows = connection.execute(select(_closing.c.vacancy, _closing.c.day).order_by(_closing.c.vacancy))
            return {vacancy: date.fromisoformat(day) for vacancy, day in rows}

    def put(self, days: Mapping[str, date | None]) -> None:
        """Keep these days; ``None`` takes one away, for a vacancy that is open again or called off."""
        if not days:
            return
        with self._store.write() as connection:
            connection.execute(delete(_closing).where(_closing.c.vacancy.in_(days)))
            rows = [{"vacancy": one, "day": day.isoformat()} for one, day in days.items() if day is not None]
            if rows:
                connection.execute(insert(_closing), rows)
