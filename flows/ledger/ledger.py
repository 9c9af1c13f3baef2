"""The ledger of one office, opened."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from flows.errors import LedgerError
from flows.ledger.approvals import Approvals
from flows.ledger.archived import Archive
from flows.ledger.attendances import Attendances
from flows.ledger.calendar_entries import CalendarEntries
from flows.ledger.closings import Closings
from flows.ledger.disposals import Disposals
from flows.ledger.doubts import Doubts
from flows.ledger.erasure import Erasure, Seal
from flows.ledger.events import Events
from flows.ledger.guests import Guests
from flows.ledger.history import History
from flows.ledger.measures import Measures
from flows.ledger.notes import Notes
from flows.ledger.outbox import Outbox
from flows.ledger.page_checks import PageChecks
from flows.ledger.publications import Publications
from flows.ledger.recipients import Recipients
from flows.ledger.responses import Responses
from flows.ledger.returns import Returns
from flows.ledger.revoked import Revoked
from flows.ledger.rsvps import Rsvps
from flows.ledger.signups import SignUps
from flows.ledger.store import Store
from flows.ledger.trail import Trail


def _no_key(address: str) -> str:
    raise LedgerError(
        "People were erased from this ledger, and it was opened without the key by which they are known again",
        where="web.secret_key_file",
        cure="open it as flows.office.open_office does",
    )


class Ledger:
    """One database, and what can be asked of it. Close it with `close`."""

    def __init__(self, url: str, *, rehearsal: bool = False, seal: Seal = _no_key, folder: Path | None = None) -> None:
        """``url`` is SQLAlchemy's. In a ``rehearsal`` nothing is kept. ``seal`` is `flows.links.Links.seal`: by it
        people are known who had themselves erased. ``folder`` is the office's, see `Store`."""
        self.store = Store(url, rehearsal=rehearsal, folder=folder)
        self.erasure = Erasure(self.store, seal)
        self.notes = Notes(self.store)
        self.outbox = Outbox(self.store, self.erasure)
        self.doubts = Doubts(self.store)
        self.history = History(self.store)
        self.recipients = Recipients(self.store)
        self.responses = Responses(self.store)
        self.returns = Returns(self.store)
        self.revoked = Revoked(self.store)
        self.trail = Trail(self.store)
        self.approvals = Approvals(self.store)
        self.closings = Closings(self.store)
        self.events = Events(self.store)
        self.calendar_entries = CalendarEntries(self.store)
        self.rsvps = Rsvps(self.store)
        self.attendances = Attendances(self.store, self.trail)
        self.guests = Guests(self.store)
        self.publications = Publications(self.store)
        self.signups = SignUps(self.store, self.outbox)
        self.archive = Archive(self.store)
        self.disposals = Disposals(self.store)
        self.page_checks = PageChecks(self.store)
        self.measures = Measures(self.store)

    def together(self, *, durable: bool = False) -> AbstractContextManager[object]:
        """What is written within the block is written as a whole or, if it is left by an exception or dies, not at all.

        It keeps all others from the ledger: no waiting for a network within it. ``durable`` outlives a power cut.
        """
        return self.store.write(durable=durable)

    def close(self) -> None:
        self.store.close()
