"""The tables as they were when migrations began. A step of history: never edited, the next one goes on from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.Double


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("vacancy", sa.String, nullable=False),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("approved_by", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("vacancy", "edition"),
        comment="who approved which edition of a vacancy, as typed: a person, and so no part of the trail",
    )
    op.create_table(
        "archived",
        sa.Column("path", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("trail_head", sa.String, nullable=False),
        sa.Column("approved_by", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("keep_until", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("path"),
        comment="files of the archive, by path within its folder; keep_until is the office's day (ISO 8601)",
    )
    op.create_table(
        "attendance",
        sa.Column("event", sa.String, nullable=False),
        sa.Column("nim", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("event", "nim"),
        comment="who was there, once each: checked in by staff, or by themselves from the poster's code",
    )
    op.create_table(
        "calendar_entry",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("uid", sa.String, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("occasion", sa.JSON, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("event"),
        comment="what calendars are told of an approved event: SEQUENCE (RFC 5545) rises with every change that "
        "those invited must know; occasion is when and where; by the number links name the event",
    )
    op.create_table(
        "closing",
        sa.Column("vacancy", sa.String, nullable=False),
        sa.Column("day", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("vacancy"),
        comment="the office's day (ISO 8601) on which each announced vacancy closed: its recap's period goes by it",
    )
    op.create_table(
        "disposal",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("kept_until", sa.String, nullable=False),
        sa.Column("listed_at", MOMENT, nullable=False),
        sa.Column("approved_by", sa.String, nullable=False),
        sa.Column("approved_at", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.Column("swept_at", MOMENT),
        sa.Column("record", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        comment="lists of what is beyond its kept time, by kind and by the year they are of (subject): listed, "
        "approved by staff, removed, and nothing left of it in staff's tabs (swept); record is the path "
        "of its report",
    )
    op.create_table(
        "erased",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        comment="people who had themselves erased, by HMAC of their address: never to be mailed again",
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        comment="approved events as last read: a recap outlives a deleted row",
    )
    op.create_table(
        "matter",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("tally", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("purpose", "subject", "edition"),
        comment="what units are about; tally counts them by state once none of them can change any more",
    )
    op.create_table(
        "note",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("name"),
        comment="what the flows remember from run to run: schema version, day of the last digest, the workbook's stamp",
    )
    op.create_table(
        "oddity",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("tab", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("column", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        comment="answers that could not be taken, until staff have seen to them",
    )
    op.create_table(
        "optout",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        comment="addresses that left the list; they beat the sheet",
    )
    op.create_table(
        "page_check",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("page", sa.String, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("at", "page"),
        comment="whether a published page answered without login: an HTTP status, or what went wrong",
    )
    op.create_table(
        "partner",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        comment="companies by their key, so that links and the trail name nobody",
    )
    op.create_table(
        "problem",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        comment="problems in the workbook now, by hash: since when, and whether staff were told by mail",
    )
    op.create_table(
        "publication",
        sa.Column("vacancy", sa.String, nullable=False),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("updated", MOMENT, nullable=False),
        sa.Column("closed", sa.String),
        sa.PrimaryKeyConstraint("vacancy"),
        comment="vacancies on the public page, in the edition that alumni were told; closed is the office's day "
        "(ISO 8601) on which one was seen to have ended",
    )
    op.create_table(
        "recipient",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        comment="an address that something was meant for; key is the normalised address",
    )
    op.create_table(
        "returned",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("key", "source"),
        comment="mail that came back, by normalised address; source is the hash of the report",
    )
    op.create_table(
        "revoked",
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("holder", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("purpose", "holder"),
        comment="whose links of which purpose were taken back",
    )
    op.create_table(
        "row",
        sa.Column("tab", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("copied_status", sa.String),
        sa.PrimaryKeyConstraint("tab", "id"),
        comment="rows of staff's tabs by ID: fingerprint last seen, since when, whether the ID was seen beside it",
    )
    op.create_table(
        "signup",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("nim", sa.String, nullable=False),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("consent", sa.String, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.PrimaryKeyConstraint("key", "pending"),
        comment="who wants to be on the list, by normalised address; pending until that is confirmed, beside "
        "what was confirmed before; consent is the version of the sentence agreed to",
    )
    op.create_table(
        "skeleton",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        comment="a compiled message, once per audience; with message.slots it gives the exact bytes again",
    )
    op.create_table(
        "snapshot",
        sa.Column("tab", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tab"),
        comment="the last reading of each tab, compressed, for a tick on which Drive says that nothing changed",
    )
    op.create_table(
        "trail",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        comment="every step of the procedure, pseudonymous, chained by hash",
    )
    op.create_table(
        "version",
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("subject", "edition"),
        comment="what a vacancy said in an edition; never changed",
    )
    op.create_table(
        "disposed",
        sa.Column("disposal_id", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("since", sa.String, nullable=False),
        sa.Column("kept_until", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["disposal_id"], ["disposal.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("disposal_id", "subject"),
        comment="what stands on a disposal list: IDs and paths; when removed, the checksum and number of its "
        "entries. A list's ID is a checksum of these, so that no approval reaches further than what it "
        "was given for",
    )
    op.create_table(
        "feedback_case",
        sa.Column("vacancy", sa.String, nullable=False),
        sa.Column("partner_id", NUMBER, nullable=False),
        sa.Column("company", sa.String, nullable=False),
        sa.Column("position", sa.String, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("requested_at", MOMENT),
        sa.Column("reminders", sa.Integer, nullable=False),
        sa.Column("last_asked_at", MOMENT),
        sa.Column("closes_at", MOMENT),
        sa.Column("state", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.PrimaryKeyConstraint("vacancy"),
        comment="vacancies for which a partner's results are asked; written by the flow alone",
    )
    op.create_index("ix_feedback_case_partner_id", "feedback_case", ["partner_id"])
    op.create_table(
        "guest",
        sa.Column("event", sa.String, nullable=False),
        sa.Column("nim", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("recipient_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"]),
        sa.PrimaryKeyConstraint("event", "nim"),
        comment="who is invited by name to an event that is about to begin: the check-in page looks them up, and "
        "they are let go of when its day is over",
    )
    op.create_table(
        "message",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("header_id", sa.String, nullable=False),
        sa.Column("recipient_id", NUMBER, nullable=False),
        sa.Column("skeleton_id", sa.String, nullable=False),
        sa.Column("slots", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("boot", sa.String, nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("code", sa.Integer, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"]),
        sa.ForeignKeyConstraint(["skeleton_id"], ["skeleton.id"]),
        sa.PrimaryKeyConstraint("id"),
        comment="a message from its claim on; its Message-ID and bytes are fixed",
    )
    op.create_index("message_claimed_at", "message", ["claimed_at"])
    op.create_table(
        "rsvp",
        sa.Column("event", sa.String, nullable=False),
        sa.Column("recipient_id", NUMBER, nullable=False),
        sa.Column("coming", sa.Boolean, nullable=False),
        sa.Column("waiting", sa.Boolean, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"]),
        sa.PrimaryKeyConstraint("event", "recipient_id"),
        comment="who said to come or not, the latest word alone; waiting: when all seats were taken",
    )
    op.create_table(
        "unit",
        sa.Column("matter_id", NUMBER, nullable=False),
        sa.Column("recipient_id", NUMBER, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("message_id", NUMBER),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("not_before", MOMENT),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"]),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"]),
        sa.PrimaryKeyConstraint("matter_id", "recipient_id"),
        comment="one matter for one recipient: at most once ever",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "unit_deferred",
        "unit",
        ["not_before"],
        sqlite_where=sa.text("state = 'deferred'"),
        postgresql_where=sa.text("state = 'deferred'"),
    )
    op.create_index(
        "unit_message",
        "unit",
        ["message_id"],
        sqlite_where=sa.text("message_id IS NOT NULL"),
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index(
        "unit_queued",
        "unit",
        ["priority", "recipient_id", "matter_id"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_table(
        "draft",
        sa.Column("partner_id", NUMBER, nullable=False),
        sa.Column("vacancy", sa.String, nullable=False),
        sa.Column("raw", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["vacancy"], ["feedback_case.vacancy"]),
        sa.PrimaryKeyConstraint("partner_id", "vacancy"),
        comment="forms that were begun, field by field as typed; removed when sent",
    )
    op.create_table(
        "response",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("vacancy", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("partner_id", NUMBER, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("vacancy", "version"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"]),
        sa.ForeignKeyConstraint(["vacancy"], ["feedback_case.vacancy"]),
        comment="versions of answers, only ever appended",
    )
