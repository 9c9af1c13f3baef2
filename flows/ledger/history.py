"""What was queued under a purpose, unit by unit, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from flows.ledger import schema
from flows.ledger.records import Purpose
from flows.ledger.store import Store
from flows.mail.interface import State

_matter, _unit, _message, _version = schema.matter, schema.unit, schema.message, schema.version


@dataclass(frozen=True, slots=True)
class Told:
    """One unit."""

    subject: str
    edition: str
    recipient_id: int
    state: State
    at: datetime
    """When it came to that state; before its message was made, when it was queued."""
    content: Mapping[str, Any]
    """What the subject said in that edition (`flows.ledger.notes.Notes.keep_version`); empty if nothing was kept."""


class History:
    """Units of the past and of the present."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, purpose: Purpose, subjects: Collection[str]) -> list[Told]:
        """All units of these subjects under one purpose, in the order in which they were queued."""
        kept = and_(_version.c.subject == _matter.c.subject, _version.c.edition == _matter.c.edition)
        query = (
            select(
                _matter.c.subject,
                _matter.c.edition,
                _unit.c.recipient_id,
                func.coalesce(_message.c.state, _unit.c.state),
                _message.c.at,
                _matter.c.at,
                _version.c.content,
            )
            .join(_unit, _unit.c.matter_id == _matter.c.id)
            .outerjoin(_message, _message.c.id == _unit.c.message_id)
            .outerjoin(_version, kept)
            .where(_matter.c.purpose == purpose, _matter.c.subject.in_(subjects))
            .order_by(_matter.c.id, _unit.c.recipient_id)
        )
        with self._store.write() as connection:
            return [
                Told(subject, edition, recipient, State(state), at or queued, content or {})
                for subject, edition, recipient, state, at, queued, content in connection.execute(query)
            ]
