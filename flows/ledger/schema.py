"""The ledger's tables (SQLAlchemy Core; SQLite and PostgreSQL).

Times are UTC, kept as seconds since 1970 (`Moment`). A *matter* is what a unit is about: (purpose, subject, edition).
A *unit* is one matter for one recipient, at most once ever: that is its primary key. While no message carries it, its
state stands in the unit; from its claim on, in the message, so that sending touches one row, however much a message
carries.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)

VERSION = 1
"""Of this schema; a ledger of another version is refused."""

metadata = MetaData()


def moment(seconds: float) -> datetime:
    """A `Moment` as the driver hands it over."""
    return datetime.fromtimestamp(seconds, UTC)


class Moment(TypeDecorator[datetime]):
    """An aware ``datetime``, kept as seconds since 1970: the same in SQLite and PostgreSQL, and cheap to compare."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        return None if value is None else value.timestamp()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


# SQLite counts up by itself only in a column declared INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")

note = Table(
    "note",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", JSON, nullable=False),
    comment="what the flows remember from run to run: schema version, day of the last digest, the workbook's stamp",
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("tab", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    comment="the last reading of each tab, compressed, for a tick on which Drive says that nothing changed",
)

row = Table(
    "row",
    metadata,
    Column("tab", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("copied_status", String),
    comment="rows of staff's tabs by ID: fingerprint last seen, since when, whether the ID was seen beside it",
)

version = Table(
    "version",
    metadata,
    Column("subject", String, primary_key=True),
    Column("edition", String, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    comment="what a vacancy said in an edition; never changed",
)

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
# No index on the state: it would double the cost of every message sent. Recovery starts at a low-water mark instead.

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
# SQLite takes a partial index only for a condition that is literally the index's.
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

problem = Table(
    "problem",
    metadata,
    Column("key", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("told", Boolean, nullable=False),
    comment="problems in the workbook now, by hash: since when, and whether staff were told by mail",
)

partner = Table(
    "partner",
    metadata,
    Column("id", Number, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    comment="companies by their key, so that links and the trail name nobody",
)

feedback_case = Table(
    "feedback_case",
    metadata,
    Column("vacancy", String, primary_key=True),
    Column("partner_id", Number, ForeignKey("partner.id"), nullable=False, index=True),
    Column("company", String, nullable=False),
    Column("position", String, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("requested_at", Moment),
    Column("reminders", Integer, nullable=False, default=0),
    Column("last_asked_at", Moment),
    Column("closes_at", Moment),
    Column("state", String, nullable=False),
    comment="vacancies for which a partner's results are asked; written by the flow alone",
)

draft = Table(
    "draft",
    metadata,
    Column("partner_id", Number, ForeignKey("partner.id"), primary_key=True),
    Column("vacancy", String, ForeignKey("feedback_case.vacancy"), primary_key=True),
    Column("raw", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    comment="forms that were begun, field by field as typed; removed when sent",
)

response = Table(
    "response",
    metadata,
    Column("id", Number, primary_key=True),
    Column("vacancy", String, ForeignKey("feedback_case.vacancy"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("partner_id", Number, ForeignKey("partner.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("reference", String, nullable=False, default=""),
    UniqueConstraint("vacancy", "version"),
    comment="versions of answers, only ever appended",
)

revoked = Table(
    "revoked",
    metadata,
    Column("purpose", String, primary_key=True),
    Column("holder", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    comment="whose links of which purpose were taken back",
)

oddity = Table(
    "oddity",
    metadata,
    Column("key", String, primary_key=True),
    Column("tab", String, nullable=False),
    Column("id", String, nullable=False),
    Column("column", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("code", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("since", Moment, nullable=False),
    comment="answers that could not be taken, until staff have seen to them",
)

trail = Table(
    "trail",
    metadata,
    Column("number", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("step", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("hash", String, nullable=False),
    comment="every step of the procedure, pseudonymous, chained by hash",
)
