"""After a crash: what was being sent is in doubt, what was only claimed goes back, and nothing is sent twice."""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, select, true, update

from flows.ledger import schema
from flows.ledger.leases import bury, dead, living
from flows.ledger.open_messages import raise_low_water, requeue, under_way
from flows.ledger.store import Store
from flows.mail.interface import State

_log = logging.getLogger(__name__)
_message = schema.message
_NUMBERS = 0x6C6F6B65723A
"""The lock under which PostgreSQL lets messages be numbered."""


@cache
def boot_id() -> str:
    """Differs after every start of the machine: after a power cut, commits may be missing that were not durable."""
    linux = Path("/proc/sys/kernel/random/boot_id")
    if linux.exists():
        return linux.read_text().strip()
    # Elsewhere the moment of the start, to the minute: clocks are set by seconds, machines take longer to start.
    return f"{sys.platform}-{(time.time() - time.monotonic()) // 60:.0f}"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found: messages now in doubt, and messages given back to the queue."""

    unknown: int
    requeued: int


def recover(store: Store, *, boot: str, now: datetime) -> Recovery:
    """Settle what an earlier process left open. Call it only while holding the office's run lock.

    ``sending`` is in doubt. ``claimed`` was never sent: had it been, ``sending`` would stand in the ledger, for a
    killed process loses no commit. After another start of the machine SQLite may have lost plain commits, though: then
    it is in doubt, too. Workers beside the office's runs (PostgreSQL) keep what they have while they live.
    """
    with store.write(durable=True) as connection:
        alive: list[str] = []
        if not store.sqlite:
            one_at_a_time(connection)  # or the mark below could pass what is being claimed now
            alive = living(connection)
            bury(connection, but=alive)
        safe = _message.c.boot == boot if store.sqlite else true()
        recovery = _settle(connection, now, safe, _message.c.owner.not_in(alive) if alive else true())
        raise_low_water(connection)
    return recovery


def take_over(store: Store, now: datetime) -> Recovery:
    """Settle what workers left open whose lease is over (PostgreSQL): whoever delivers does so."""
    with store.write(beside=True) as connection:
        names = dead(connection)
        if not names:
            return Recovery(0, 0)
        recovery = _settle(connection, now, true(), _message.c.owner.in_(names))
        bury(connection, names)
    if recovery.unknown or recovery.requeued:
        _log.warning("A worker is dead: %d in doubt, %d taken over", recovery.unknown, recovery.requeued)
    return recovery


def one_at_a_time(connection: Connection) -> None:
    """Messages get their numbers, and spend the account's limit, one transaction after the other (PostgreSQL)."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_NUMBERS})")


def _settle(connection: Connection, now: datetime, safe: ColumnElement[bool], whose: ColumnElement[bool]) -> Recovery:
    """Messages under way of these owners: claimed ones go back if that is ``safe``, the others are in doubt."""
    found = connection.execute(
        select(_message.c.id, and_(_message.c.state == State.CLAIMED.value, safe).label("safe"))
        .where(under_way(connection), whose)
        .order_by(_message.c.id)
        .with_for_update()  # an owner that lives after all sends it first, or finds it gone
    ).all()
    back = [r.id for r in found if r.safe]
    doubtful = [r.id for r in found if not r.safe]
    requeue(connection, back)
    for number in doubtful:
        connection.execute(update(_message).where(_message.c.id == number).values(state=State.UNKNOWN.value, at=now))
    return Recovery(len(doubtful), len(back))
