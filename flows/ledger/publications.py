"""Which vacancies are on the public page: pages are made from it, for whoever makes them never opens the workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, select

from flows.ledger import schema
from flows.ledger.store import Store

_publication, _version = schema.publication, schema.version


@dataclass(frozen=True, slots=True)
class Publication:
    """A vacancy on the public page."""

    vacancy: str
    edition: str
    """Which edition of it is shown."""
    since: datetime
    """When it was first shown."""
    updated: datetime
    """When it last changed."""
    closed: date | None = None
    """The office's day on which it was seen to have ended; a deadline that passes ends it without an entry here."""


class Publications:
    """Moments are UTC."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Publication]:
        """By vacancy."""
        with self._store.write() as connection:
            return {row.vacancy: _publication_of(row) for row in connection.execute(select(_publication))}

    def told(self) -> Iterable[tuple[Publication, Mapping[str, Any]]]:
        """Each with what the vacancy says in that edition (`flows.procedure.models.Vacancy.content`)."""
        same = and_(_version.c.subject == _publication.c.vacancy, _version.c.edition == _publication.c.edition)
        query = select(_publication, _version.c.content).join(_version, same).order_by(_publication.c.vacancy)
        with self._store.write() as connection:
            return [(_publication_of(row), row.content) for row in connection.execute(query)]

    def put(self, publications: Collection[Publication]) -> None:
        """Keep these as they are now."""
        if publications:
            with self._store.write() as connection:
                self._delete(connection, [one.vacancy for one in publications])
                connection.execute(
                    insert(_publication),
                    [
                        {
                            "vacancy": one.vacancy, "edition": one.edition, "since": one.since, "updated": one.updated,
                            "closed": one.closed.isoformat() if one.closed else None,
                        }
                        for one in publications
                    ],
                )  # fmt: skip

    def drop(self, vacancies: Collection[str]) -> None:
        """Take these off the page."""
        if vacancies:
            with self._store.write() as connection:
                self._delete(connection, vacancies)

    def state(self) -> str:
        """Changes with whatever the public pages are made of; cheap enough to be asked at every request."""
        counted = (
            select(func.count(), func.max(_publication.c.updated)).select_from(_publication),
            select(func.count(), func.max(schema.event.c.at)).select_from(schema.event),
            select(func.count(), func.max(schema.calendar_entry.c.at)).select_from(schema.calendar_entry),
            select(func.count()).select_from(schema.erased),  # their names are taken out of texts
            select(schema.note.c.value).where(schema.note.c.name == "kpi"),
        )
        with self._store.write() as connection:
            *counts, kpi = (connection.execute(query).first() for query in counted)
        figures = kpi.value.get("stamp") if kpi else None
        return repr([*(tuple(row or ()) for row in counts), figures])

    @staticmethod
    def _delete(connection: Any, vacancies: Iterable[str]) -> None:
        connection.execute(delete(_publication).where(_publication.c.vacancy.in_(list(vacancies))))


def _publication_of(row: Any) -> Publication:
    closed = date.fromisoformat(row.closed) if row.closed else None
    return Publication(row.vacancy, row.edition, row.since, row.updated, closed)
