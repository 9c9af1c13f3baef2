"""What partners are asked, and what they answer."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from flows.ledger.schema.base import Moment, Number, metadata

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
