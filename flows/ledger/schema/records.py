"""What is kept for years: the trail, the archive, and what was removed from them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from flows.ledger.schema.base import Moment, Number, metadata

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

approval = Table(
    "approval",
    metadata,
    Column("vacancy", String, primary_key=True),
    Column("edition", String, primary_key=True),
    Column("approved_by", String, nullable=False),
    Column("at", Moment, nullable=False),
    comment="who approved which edition of a vacancy, as typed: a person, and so no part of the trail",
)

closing = Table(
    "closing",
    metadata,
    Column("vacancy", String, primary_key=True),
    Column("day", String, nullable=False),
    comment="the office's day (ISO 8601) on which each announced vacancy closed: its recap's period goes by it",
)

event = Table(
    "event",
    metadata,
    Column("id", String, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    comment="approved events as last read: a recap outlives a deleted row",
)

publication = Table(
    "publication",
    metadata,
    Column("vacancy", String, primary_key=True),
    Column("edition", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("closed", String),
    comment="vacancies on the public page, in the edition that alumni were told; closed is the office's day (ISO 8601) "
    "on which one was seen to have ended",
)

archived = Table(
    "archived",
    metadata,
    Column("path", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("title", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("trail_head", String, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("keep_until", String, nullable=False),
    comment="files of the archive, by path within its folder; keep_until is the office's day (ISO 8601)",
)

page_check = Table(
    "page_check",
    metadata,
    Column("at", Moment, primary_key=True),
    Column("page", String, primary_key=True),
    Column("result", Text, nullable=False),
    comment="whether a published page answered without login: an HTTP status, or what went wrong",
)

disposal = Table(
    "disposal",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("kept_until", String, nullable=False),
    Column("listed_at", Moment, nullable=False),
    Column("approved_by", String, nullable=False, default=""),
    Column("approved_at", Moment),
    Column("done_at", Moment),
    Column("swept_at", Moment),
    Column("record", String, nullable=False, default=""),
    comment="lists of what is beyond its kept time, by kind and by the year they are of (subject): listed, approved by "
    "staff, removed, and nothing left of it in staff's tabs (swept); record is the path of its report",
)

disposed = Table(
    "disposed",
    metadata,
    Column("disposal_id", String, ForeignKey("disposal.id", ondelete="CASCADE"), primary_key=True),
    Column("subject", String, primary_key=True),
    Column("since", String, nullable=False),
    Column("kept_until", String, nullable=False),
    Column("about", String, nullable=False, default=""),
    Column("sha256", String, nullable=False, default=""),
    Column("entries", Integer, nullable=False, default=0),
    comment="what stands on a disposal list: IDs and paths; when removed, the checksum and number of its entries. A "
    "list's ID is a checksum of these, so that no approval reaches further than what it was given for",
)

erased = Table(
    "erased",
    metadata,
    Column("key", String, primary_key=True),
    Column("at", Moment, nullable=False),
    comment="people who had themselves erased, by HMAC of their address: never to be mailed again",
)
