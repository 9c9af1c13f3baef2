"""What is remembered of the workbook."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, LargeBinary, String, Table

from flows.ledger.schema.base import Moment, metadata

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

problem = Table(
    "problem",
    metadata,
    Column("key", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("told", Boolean, nullable=False),
    comment="problems in the workbook now, by hash: since when, and whether staff were told by mail",
)
