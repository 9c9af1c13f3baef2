"""Who stands behind the number that a link or a unit names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from flows.ledger import schema
from flows.ledger.store import Store


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address that something was meant for; ``key`` is the normalised address."""

    id: int
    key: str
    address: str


class Recipients:
    """Everybody for whom something was meant once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, id: int) -> Recipient | None:
        """Who has this number."""
        return self._one(schema.recipient.c.id == id)

    def find(self, key: str) -> Recipient | None:
        """Who has this normalised address."""
        return self._one(schema.recipient.c.key == key)

    def _one(self, condition: ColumnElement[bool]) -> Recipient | None:
        with self._store.write() as connection:
            row = connection.execute(select(schema.recipient).where(condition)).first()
        return None if row is None else Recipient(*row)
