"""The ledger's tables (SQLAlchemy Core; SQLite and PostgreSQL).

Times are UTC, kept as seconds since 1970 (`Moment`). A *matter* is what a unit is about: (purpose, subject, edition).
A *unit* is one matter for one recipient, at most once ever: that is its primary key. While no message carries it, its
state stands in the unit; from its claim on, in the message, so that sending touches one row, however much a message
carries.

Whoever changes a table writes the step to it in ``migrations/versions`` as well, and names it in
`flows.ledger.migrating.HEAD`: a test compares the two, in both databases.
"""

from __future__ import annotations

from flows.ledger.schema.base import Moment, Number, metadata, moment
from flows.ledger.schema.campus import attendance, calendar_entry, guest, rsvp, signup
from flows.ledger.schema.feedback import draft, feedback_case, oddity, partner, response, revoked
from flows.ledger.schema.records import (
    approval,
    archived,
    closing,
    disposal,
    disposed,
    erased,
    event,
    page_check,
    publication,
    trail,
)
from flows.ledger.schema.sending import (
    DEFERRED,
    IN_DOUBT,
    QUEUED,
    matter,
    message,
    optout,
    recipient,
    returned,
    skeleton,
    unit,
    worker,
)
from flows.ledger.schema.workbook import note, problem, row, snapshot, version

__all__ = [
    "DEFERRED", "IN_DOUBT", "QUEUED", "Moment", "Number", "approval", "archived", "attendance", "calendar_entry",
    "closing", "disposal", "disposed", "draft", "erased", "event", "feedback_case", "guest", "matter", "message",
    "metadata", "moment", "note", "oddity", "optout", "page_check", "partner", "problem", "publication", "recipient",
    "response", "returned", "revoked", "row", "rsvp", "signup", "skeleton", "snapshot", "trail", "unit", "version",
    "worker",
]  # fmt: skip
