"""What the ledger keeps, and when the last thing happened to each record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from flows.ledger import schema
from flows.ledger.matters import MATTER_COLUMNS, as_matter
from flows.ledger.records import Matter, Purpose
from flows.ledger.store import Store

_matter, _case, _response = schema.matter, schema.feedback_case, schema.response

OF_VACANCIES = (Purpose.ANNOUNCE, Purpose.CORRECT)


class Expiring:
    """Moments are UTC."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def vacancies(self) -> dict[str, datetime]:
        """Vacancies that alumni were told of: when they last were, or a partner was asked or answered about them."""
        told = select(_matter.c.subject, func.max(_matter.c.at)).where(_matter.c.purpose.in_(OF_VACANCIES))
        queries: list[Select[Any]] = [
            told.group_by(_matter.c.subject),
            select(_case.c.vacancy, func.coalesce(_case.c.last_asked_at, _case.c.due_at)),
            select(_response.c.vacancy, func.max(_response.c.at)).group_by(_response.c.vacancy),
        ]
        last: dict[str, datetime] = {}
        with self._store.write() as connection:
            for query in queries:
                for vacancy, at in connection.execute(query):
                    last[vacancy] = max(at, last.get(vacancy, at))
        return last

    def letters(self) -> Iterator[tuple[Matter, datetime]]:
        """Everything that was mailed or was to be, and is no vacancy: when it was queued."""
        query = select(*MATTER_COLUMNS, _matter.c.at).where(_matter.c.purpose.not_in(OF_VACANCIES))
        with self._store.write() as connection:
            rows = connection.execute(query.order_by(_matter.c.id)).all()
        yield from ((as_matter(row), row.at) for row in rows)

    def page_checks(self) -> list[datetime]:
        """When published pages were looked at."""
        with self._store.write() as connection:
            return list(connection.scalars(select(schema.page_check.c.at).distinct().order_by(schema.page_check.c.at)))
