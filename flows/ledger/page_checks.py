"""Whether the published pages answered without login, check by check (KPI B.1.17.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select

from flows.ledger import schema
from flows.ledger.store import Store
from flows.procedure.kpi import PageCheck

_check = schema.page_check


class PageChecks:
    """Checks are only ever appended."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, results: Mapping[str, str], at: datetime) -> None:
        """Keep what each page (its address) answered at one moment, see `flows.visit.visit`."""
        rows = [{"at": at, "page": page, "result": result} for page, result in results.items()]
        if rows:
            with self._store.write() as connection:
                connection.execute(insert(_check), rows)

    def last(self) -> datetime | None:
        """When pages were checked last."""
        with self._store.write() as connection:
            last: datetime | None = connection.scalar(select(func.max(_check.c.at, type_=schema.Moment())))
        return last

    def since(self, start: datetime) -> list[PageCheck]:
        """All checks from that moment on, oldest first."""
        query = select(_check).where(_check.c.at >= start).order_by(_check.c.at, _check.c.page)
        with self._store.write() as connection:
            return [PageCheck(*row) for row in connection.execute(query)]
