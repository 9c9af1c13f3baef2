"""A ledger's tables are made, or brought to where this loker knows them, step by step (alembic)."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, select, text

from flows.ledger import schema

_log = logging.getLogger(__name__)

HEAD = "0003"
"""The newest step in ``migrations/versions``: the tables as `flows.ledger.schema` has them."""
FIRST = "0001"
"""The tables of ledgers from before steps were counted."""
STEPS = Path(__file__).parent / "migrations"

# As alembic declares it, in order to make and read it without alembic: its import costs a third of a whole idle tick.
_version = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
TOUCH = _version.update().values(version_num=_version.c.version_num)
"""Changes nothing, but writes."""


def reached(connection: Connection) -> str:
    """The step that a ledger is at; empty for a database without a ledger."""
    there = inspect(connection)
    if there.has_table(_version.name):
        return str(connection.scalar(select(_version.c.version_num)))
    return FIRST if there.has_table(schema.unit.name) else ""


def make(connection: Connection) -> None:
    """All tables at once, as the steps would make them one after the other."""
    schema.metadata.create_all(connection)
    stamp(connection, HEAD)


def stamp(connection: Connection, step: str) -> None:
    """Note which step a ledger is at."""
    _version.create(connection, checkfirst=True)
    connection.execute(_version.delete())
    connection.execute(_version.insert().values(version_num=step))


def upgrade(connection: Connection, until: str = HEAD) -> None:
    """Take the steps that are missing, within the transaction of this connection."""
    from alembic.command import upgrade as take_steps
    from alembic.config import Config

    if (found := reached(connection)) == FIRST:
        stamp(connection, FIRST)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS))
    take_steps(config, until)
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("a row of the ledger would point to one that is not there")
    _log.warning("The ledger was brought from version %s to %s", found or "0000", until)
