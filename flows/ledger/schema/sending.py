"""What is meant for whom, and what became of it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from flows.ledger.schema.base import Moment, Number, metadata

recipient = Table(
    "recipient",
    metadata,
    Column("id", Number, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("address", String, nullable=False),
    comment="an address that something was meant for; key is the normalised address",
)

optout = Table(
    "optout",
    metadata,
    Column("key", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("source", String, nullable=False),
    comment="addresses that left the list; they beat the sheet",
)

returned = Table(
    "returned",
    metadata,
    Column("key", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("verdict", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("status", String, nullable=False),
    comment="mail that came back, by normalised address; source is the hash of the report",
)

matter = Table(
    "matter",
    metadata,
    Column("id", Number, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("tally", JSON(none_as_null=True)),
    UniqueConstraint("purpose", "subject", "edition"),
    comment="what units are about; tally counts them by state once none of them can change any more",
)

skeleton = Table(
    "skeleton",
    metadata,
    Column("id", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    comment="a compiled message, once per audience; with message.slots it gives the exact bytes again",
)

message = Table(
    "message",
    metadata,
    Column("id", Number, primary_key=True),
    Column("header_id", String, nullable=False),
    Column("recipient_id", Number, ForeignKey("recipient.id"), nullable=False),
    Column("skeleton_id", String, ForeignKey("skeleton.id"), nullable=False),
    Column("slots", Text, nullable=False),  # JSON as text: written by the thousand, read after a crash
    Column("state", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("boot", String, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("tries", Integer, nullable=False, default=1),
    Column("code", Integer, nullable=False, default=0),
    Column("reply", Text, nullable=False, default=""),
    comment="a message from its claim on; its Message-ID and bytes are fixed",
)
# Appended to at claim, never touched by sending: counts the account's last 24 hours.
Index("message_claimed_at", message.c.claimed_at)
# No index on every state: it would double the cost of every message sent. Recovery starts at a low-water mark instead.
# But what is in doubt may stay so for years, and is looked for at each run. SQLite takes a partial index only for a
# condition that is literally the index's.
IN_DOUBT = message.c.state == literal_column("'unknown'")
Index(
    "message_in_doubt",
    message.c.id,
    sqlite_where=text("state = 'unknown'"),
    postgresql_where=text("state = 'unknown'"),
)

worker = Table(
    "worker",
    metadata,
    Column("name", String, primary_key=True),
    Column("runs_office", Boolean, nullable=False),
    Column("until", Double, nullable=False),  # a Moment by the database's clock: machines' clocks differ
    comment="who delivers, by message.owner, and until when their claims hold, by the database's clock; "
    "runs_office is whether it holds the office's run lock as well",
)

unit = Table(
    "unit",
    metadata,
    Column("matter_id", Number, ForeignKey("matter.id"), primary_key=True),
    Column("recipient_id", Number, ForeignKey("recipient.id"), primary_key=True),
    Column("priority", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("message_id", Number),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Moment),
    sqlite_with_rowid=False,
    comment="one matter for one recipient: at most once ever",
)
Index(
    "unit_queued",
    unit.c.priority,
    unit.c.recipient_id,
    unit.c.matter_id,
    sqlite_where=text("state = 'queued'"),
    postgresql_where=text("state = 'queued'"),
)
QUEUED = unit.c.state == literal_column("'queued'")
DEFERRED = unit.c.state == literal_column("'deferred'")
Index(
    "unit_deferred",
    unit.c.not_before,
    sqlite_where=text("state = 'deferred'"),
    postgresql_where=text("state = 'deferred'"),
)
Index(
    "unit_message",
    unit.c.message_id,
    sqlite_where=text("message_id IS NOT NULL"),
    postgresql_where=text("message_id IS NOT NULL"),
)
