"""Events on campus, and who joins the list by a page."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from flows.ledger.schema.base import Moment, Number, metadata

rsvp = Table(
    "rsvp",
    metadata,
    Column("event", String, primary_key=True),
    Column("recipient_id", Number, ForeignKey("recipient.id"), primary_key=True),
    Column("coming", Boolean, nullable=False),
    Column("waiting", Boolean, nullable=False, default=False),
    Column("at", Moment, nullable=False),
    Column("source", String, nullable=False),
    comment="who said to come or not, the latest word alone; waiting: when all seats were taken",
)

attendance = Table(
    "attendance",
    metadata,
    Column("event", String, primary_key=True),
    Column("nim", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("source", String, nullable=False),
    comment="who was there, once each: checked in by staff, or by themselves from the poster's code",
)

guest = Table(
    "guest",
    metadata,
    Column("event", String, primary_key=True),
    Column("nim", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("recipient_id", Number, ForeignKey("recipient.id"), nullable=False),
    comment="who is invited by name to an event that is about to begin: the check-in page looks them up, and they are "
    "let go of when its day is over",
)

calendar_entry = Table(
    "calendar_entry",
    metadata,
    Column("number", Number, primary_key=True),
    Column("event", String, nullable=False, unique=True),
    Column("uid", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("occasion", JSON, nullable=False),
    Column("cancelled", Boolean, nullable=False, default=False),
    Column("at", Moment, nullable=False),
    comment="what calendars are told of an approved event: SEQUENCE (RFC 5545) rises with every change that those "
    "invited must know; occasion is when and where; by the number links name the event",
)

signup = Table(
    "signup",
    metadata,
    Column("key", String, primary_key=True),
    Column("pending", Boolean, primary_key=True),
    Column("address", String, nullable=False),
    Column("name", String, nullable=False),
    Column("nim", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("consent", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("decision", String, nullable=False, default=""),
    Column("decided_at", Moment),
    comment="who wants to be on the list, by normalised address; pending until that is confirmed, beside what was "
    "confirmed before; consent is the version of the sentence agreed to",
)
