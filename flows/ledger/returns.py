"""What came back: which addresses are not written to any more, and where the mailbox was read up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from flows.ledger import schema
from flows.ledger.notes import ignoring
from flows.ledger.store import Store

ENOUGH, WITHIN = 3, timedelta(days=30)
"""So many soft returns within that time stop an address as a hard one does."""
KEPT = timedelta(days=90)
"""For how long a return is remembered of somebody who is not stopped by it, or no longer in the sheet."""

_returned, _message = schema.returned, schema.message
_HARD, _SOFT = "hard", "soft"
_VERDICTS = (_HARD, _SOFT, "not theirs")
"""Of addresses; a mail by which somebody left is kept as well, so that it counts once."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How it stands with one address."""

    verdict: str
    """``hard``, ``soft`` or ``not theirs``: a value of `flows.mail.returns.Verdict`."""
    reason: str
    """As `flows.mail.returns` names it."""
    at: datetime
    """Of the newest return."""
    stopped: bool
    """Whether nothing is sent there any more."""


class Returns:
    """Returned mail, address by address. An address is its normalised form; another one in the sheet is another."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, key: str, source: str, at: datetime, *, verdict: str, reason: str, status: str) -> bool:
        """Remember a return; ``source`` names the report, so that reading it once more changes nothing.

        Says whether it is new.
        """
        values = {"key": key, "source": source, "at": at, "verdict": verdict, "reason": reason, "status": status}
        with self._store.write(durable=True) as connection:
            return bool(connection.execute(ignoring(insert(_returned), self._store).values(values)).rowcount)

    def marks(self) -> dict[str, Mark]:
        """All addresses of which something came back, each with what weighs most."""
        columns = (_returned.c.key, _returned.c.verdict, _returned.c.reason, _returned.c.at)
        query = select(*columns).where(_returned.c.verdict.in_(_VERDICTS)).order_by(_returned.c.at)
        found: dict[str, list[tuple[str, str, datetime]]] = {}
        with self._store.write() as connection:
            for key, verdict, reason, at in connection.execute(query):
                found.setdefault(key, []).append((verdict, reason, at))
        return {key: _weigh(returns) for key, returns in found.items()}

    def stopped(self) -> set[str]:
        """Addresses that nothing is sent to any more."""
        return {key for key, mark in self.marks().items() if mark.stopped}

    def forget(self, key: str) -> int:
        """Write there again; how many returns that were."""
        with self._store.write(durable=True) as connection:
            return connection.execute(delete(_returned).where(_returned.c.key == key)).rowcount

    def forget_old(self, now: datetime, still: Collection[str]) -> int:
        """Let go of what is older than `KEPT`, but for what stops an address that is ``still`` in the sheet."""
        stopped = {key for key in self.stopped() if key in still}
        with self._store.write() as connection:
            old = select(_returned.c.key).where(_returned.c.at < now - KEPT).distinct()
            keys = set(connection.scalars(old)) - stopped
            return sum(
                connection.execute(
                    delete(_returned).where(_returned.c.key == key, _returned.c.at < now - KEPT)
                ).rowcount
                for key in keys
            )

    def written_to(self, header_ids: Iterable[str]) -> Mapping[str, str]:
        """The normalised addresses that these messages of ours were sent to, by Message-ID."""
        wanted = sorted({one for one in header_ids if one})
        if not wanted:
            return {}
        person = schema.recipient
        query = select(_message.c.header_id, person.c.key).join(person, person.c.id == _message.c.recipient_id)
        with self._store.write() as connection:
            return {row.header_id: row.key for row in connection.execute(query.where(_message.c.header_id.in_(wanted)))}

    def in_doubt(self, most: int) -> dict[str, int]:
        """The newest messages in doubt: Message-ID → number."""
        doubtful = (schema.IN_DOUBT, _message.c.header_id != "")
        with self._store.write() as connection:
            query = select(_message.c.header_id, _message.c.id).where(*doubtful)
            rows = connection.execute(query.order_by(_message.c.id.desc()).limit(most))
            return {row.header_id: row.id for row in rows}


def _weigh(returns: list[tuple[str, str, datetime]]) -> Mark:
    """``returns`` are in the order of time."""
    hard = [one for one in returns if one[0] == _HARD]
    if hard:
        return Mark(_HARD, hard[-1][1], hard[-1][2], stopped=True)
    soft = [one for one in returns if one[0] == _SOFT]
    full = any(last[2] - first[2] <= WITHIN for first, last in zip(soft, soft[ENOUGH - 1 :], strict=False))
    if full:
        return Mark(_SOFT, soft[-1][1], soft[-1][2], stopped=True)
    verdict, reason, at = returns[-1]
    return Mark(verdict, reason, at, stopped=False)
