"""After a crash: what was being sent is in doubt, what was only claimed goes back, and nothing is sent twice."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update

from flows.ledger import schema
from flows.ledger.open_messages import low_water, requeue
from flows.ledger.store import Store
from flows.mail.interface import State

_message = schema.message


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

    ``sending`` is in doubt. ``claimed`` under the same boot was never sent: had it been, ``sending`` would stand in
    the ledger, for a killed process loses no commit. Under another boot plain commits may be lost: in doubt, too.
    """
    with store.write(durable=True) as connection:
        open_ = [State.CLAIMED.value, State.SENDING.value, State.UNKNOWN.value]
        found = connection.execute(
            select(_message.c.id, _message.c.state, _message.c.boot)
            .where(_message.c.id >= low_water(connection), _message.c.state.in_(open_))
            .order_by(_message.c.id)
        ).all()
        back = [r.id for r in found if r.state == State.CLAIMED and r.boot == boot]
        doubtful = [
            r.id for r in found if r.state != State.UNKNOWN and not (r.state == State.CLAIMED and r.boot == boot)
        ]
        requeue(connection, back)
        for number in doubtful:
            connection.execute(
                update(_message).where(_message.c.id == number).values(state=State.UNKNOWN.value, at=now)
            )
        in_doubt = select(func.min(_message.c.id)).where(
            _message.c.id >= low_water(connection), _message.c.state == State.UNKNOWN.value
        )
        newest = connection.scalar(select(func.max(_message.c.id))) or 0
        mark = connection.scalar(in_doubt) or newest + 1
        connection.execute(delete(schema.note).where(schema.note.c.name == "low_water"))
        connection.execute(insert(schema.note).values(name="low_water", value=mark))
    return Recovery(len(doubtful), len(back))
