"""All that the ledger holds about one person, for their right to read it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, and_, func, select

from flows.ledger import schema
from flows.ledger.erasure import Person, as_joined, partners_of
from flows.ledger.store import Store

_recipient, _unit, _message, _matter = schema.recipient, schema.unit, schema.message, schema.matter


def of_person(store: Store, person: Person) -> dict[str, Any]:
    """By kind: mails, opt-out, what their company was asked and answered, events, requests to join. Moments are UTC."""
    with store.write() as connection:
        whose = connection.execute(select(_recipient).where(_recipient.c.key == person.key)).first()
        numbers = [whose.id] if whose else []
        person = as_joined(connection, person)
        partners = partners_of(connection, person, numbers)
        return {
            "recipient": {"number": whose.id, "address": whose.address} if whose else None,
            "opted_out": _one(connection, schema.optout, schema.optout.c.key == person.key),
            "returned_mail": _all(connection, schema.returned, schema.returned.c.key == person.key),
            "mails": _mails(connection, numbers),
            "contact_of": [_partner(connection, number) for number in partners],
            "events": [
                *_all(connection, schema.rsvp, schema.rsvp.c.recipient_id.in_(numbers)),
                *_all(connection, schema.attendance, schema.attendance.c.nim.in_(person.numbers)),
                *_all(connection, schema.guest, schema.guest.c.recipient_id.in_(numbers)),
            ],
            "asked_to_join": _all(connection, schema.signup, schema.signup.c.key == person.key),
        }


def _mails(connection: Connection, numbers: list[int]) -> list[dict[str, Any]]:
    """Unit by unit, oldest first; what was filled in only while the message is kept."""
    version = schema.version
    kept = and_(version.c.subject == _matter.c.subject, version.c.edition == _matter.c.edition)
    query = (
        select(
            _matter.c.purpose,
            _matter.c.subject,
            _matter.c.edition,
            _matter.c.at.label("queued_at"),
            func.coalesce(_message.c.state, _unit.c.state).label("state"),
            _message.c.at,
            _message.c.header_id,
            _message.c.slots,
            _message.c.code,
            _message.c.reply,
            version.c.content,
        )
        .join(_unit, _unit.c.matter_id == _matter.c.id)
        .outerjoin(_message, _message.c.id == _unit.c.message_id)
        .outerjoin(version, kept)
        .where(_unit.c.recipient_id.in_(numbers))
        .order_by(_matter.c.at, _matter.c.id)
    )
    return [
        {
            "purpose": row.purpose,
            "about": row.subject,
            "title": " · ".join(
                filter(None, (str((row.content or {}).get(name, "")) for name in ("position", "company")))
            ),
            "queued_at": row.queued_at,
            "state": row.state,
            "at": row.at,
            "message_id": row.header_id or "",
            "server_said": f"{row.code} {row.reply}".strip() if row.code else "",
            "filled_in": json.loads(row.slots) if row.slots else {},
        }
        for row in connection.execute(query)
    ]


def _partner(connection: Connection, number: int) -> dict[str, Any]:
    case, response, draft = schema.feedback_case, schema.response, schema.draft
    return {
        "company": connection.scalar(select(schema.partner.c.key).where(schema.partner.c.id == number)),
        "asked": _all(connection, case, case.c.partner_id == number),
        "answers": _all(connection, response, response.c.partner_id == number),
        "half_filled": _all(connection, draft, draft.c.partner_id == number),
    }


def _all(connection: Connection, table: Any, which: Any) -> list[dict[str, Any]]:
    query = select(table).where(which).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(query).mappings()]


def _one(connection: Connection, table: Any, which: Any) -> dict[str, Any] | None:
    return next(iter(_all(connection, table, which)), None)
