"""The ledger of one office, opened."""

from __future__ import annotations

from flows.ledger.notes import Notes
from flows.ledger.outbox import Outbox
from flows.ledger.store import Store
from flows.ledger.trail import Trail


class Ledger:
    """One database, and what can be asked of it. Close it with `close`."""

    def __init__(self, url: str, *, rehearsal: bool = False) -> None:
        """``url`` is SQLAlchemy's. In a ``rehearsal`` nothing is kept."""
        self.store = Store(url, rehearsal=rehearsal)
        self.notes = Notes(self.store)
        self.outbox = Outbox(self.store)
        self.trail = Trail(self.store)

    def close(self) -> None:
        self.store.close()
