"""Matters in the ledger: made where new, found again, read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select

from flows.ledger import schema
from flows.ledger.notes import ignoring
from flows.ledger.records import Matter, Priority, Purpose
from flows.ledger.store import Store

_matter = schema.matter
MATTER_COLUMNS = (_matter.c.purpose, _matter.c.subject, _matter.c.edition, _matter.c.priority)


def last_edition(edition: str) -> str:
    """The version's hash in an edition: an announcement's is the hash, a correction's ``turn:old hash:new hash``."""
    return edition.rpartition(":")[2]


def as_matter(row: Sequence[object]) -> Matter:
    return Matter(Purpose(str(row[0])), str(row[1]), str(row[2]), Priority(row[3]))  # type: ignore[arg-type]


def is_matter(matter: Matter) -> tuple[ColumnElement[bool], ...]:
    """Conditions that hold for this matter alone."""
    return (
        _matter.c.purpose == matter.purpose,
        _matter.c.subject == matter.subject,
        _matter.c.edition == matter.edition,
    )


def number_of(connection: Connection, store: Store, matter: Matter, at: datetime) -> int:
    """The matter's number, made where it is new."""
    connection.execute(
        ignoring(insert(_matter), store).values(
            purpose=matter.purpose,
            subject=matter.subject,
            edition=matter.edition,
            priority=int(matter.priority),
            at=at,
        )
    )
    number = connection.scalar(select(_matter.c.id).where(*is_matter(matter)))
    assert number is not None  # noqa: S101 - inserted just above
    return int(number)
