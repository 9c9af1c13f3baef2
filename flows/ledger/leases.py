"""Several workers deliver from one queue in PostgreSQL: who lives, and whose claims are anybody's again.

A worker says at every quarter of its lease that it lives. Who has not said so for a whole lease is taken for dead: what
it had claimed goes back, what it was sending is in doubt. Should it live after all (a machine that slept), it finds
its messages taken away before it sends the next one. Times are the database's: machines' clocks differ.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Double, delete, exists, insert, literal_column, select, update
from sqlalchemy.exc import SQLAlchemyError

from flows.ledger import schema
from flows.ledger.open_messages import UNDER_WAY
from flows.ledger.store import Store

_log = logging.getLogger(__name__)
_worker, _message = schema.worker, schema.message
_NOW: Any = literal_column("extract(epoch FROM clock_timestamp())::float8", Double)


class Lease:
    """One process's lease, kept up by a thread of its own while it is entered."""

    def __init__(self, store: Store, seconds: float, *, runs_office: bool = False) -> None:
        """``runs_office``: it holds the office's run lock; whoever holds that next knows at once that it is dead."""
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self.seconds = seconds
        self._store, self._runs_office = store, runs_office
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_up, name="lease", daemon=True)

    def __enter__(self) -> Lease:
        values = {"name": self.name, "runs_office": self._runs_office, "until": _NOW + self.seconds}
        with self._store.aside() as connection:
            connection.execute(insert(_worker).values(values))
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        open_ = exists().where(_message.c.owner == self.name, _message.c.state.in_(UNDER_WAY))
        with self._store.aside() as connection:  # what it leaves open is others' when the lease is over
            connection.execute(delete(_worker).where(_worker.c.name == self.name, ~open_))

    def _keep_up(self) -> None:
        renew = update(_worker).where(_worker.c.name == self.name).values(until=_NOW + self.seconds)
        while not self._over.wait(self.seconds / 4):
            try:
                with self._store.aside() as connection:
                    lost = not connection.execute(renew).rowcount
            except SQLAlchemyError as error:  # the next time, then; every message is looked at before it is sent
                _log.warning("The lease could not be renewed (%s)", type(error).__name__)
                continue
            if lost:
                _log.warning("The lease was over before it was renewed: others have what was claimed")
                return


def living(connection: Connection) -> list[str]:
    """Workers beside the office's own run that live, as far as is known."""
    query = select(_worker.c.name).where(_worker.c.until >= _NOW, _worker.c.runs_office.is_(False))
    return list(connection.scalars(query))


def dead(connection: Connection) -> list[str]:
    """Workers whose lease is over, each for one who asks: nobody else is told of them until this transaction ends."""
    over = select(_worker.c.name).where(_worker.c.until < _NOW)
    return list(connection.scalars(over.with_for_update(skip_locked=True)))


def bury(connection: Connection, names: list[str] | None = None, *, but: list[str] | None = None) -> None:
    """Forget these workers, or all but those."""
    whose = _worker.c.name.in_(names) if names is not None else _worker.c.name.not_in(but or [])
    connection.execute(delete(_worker).where(whose))


def others_at_work(connection: Connection, name: str) -> bool:
    """Whether others have claimed something that they have not settled yet."""
    theirs = select(_worker.c.name).where(_worker.c.name != name)
    query = select(_message.c.id).where(_message.c.owner.in_(theirs), _message.c.state.in_(UNDER_WAY)).limit(1)
    return connection.scalar(query) is not None
