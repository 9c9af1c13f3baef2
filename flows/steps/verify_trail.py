"""Check the trail: every entry against the one before it, and against what else in the ledger speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flows.ledger.ledger import Ledger
from flows.ledger.witnesses import Witnesses
from flows.procedure.chain import Check, Entry, Fault

MANY = 100
"""Faults that are kept to be told; of more, how many there are."""


class Verification:
    """Give it all entries in order with `take`, then `end` it. Its memory does not grow with their number."""

    def __init__(self, ledger: Ledger) -> None:
        self._witnesses = Witnesses(ledger.store)
        self.heads: Mapping[str, Sequence[str]] = self._witnesses.heads()
        """Heads that are printed in files of the archive, and in which."""
        self.faults: list[Fault] = []
        """The first `MANY`."""
        self.more = 0
        self._check = Check(dict(self.heads))

    @property
    def entries(self) -> int:
        return self._check.entries

    @property
    def head(self) -> str:
        return self._check.head

    @property
    def found(self) -> int:
        """How many of the printed heads are in the chain."""
        return self._check.seen

    def take(self, entry: Entry) -> None:
        self._note(self._check.take(entry))

    def end(self) -> None:
        self._note(self._check.end())
        self._note(self._witnesses.untold())

    def _note(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if len(self.faults) < MANY:
                self.faults.append(fault)
            else:
                self.more += 1


def verify(ledger: Ledger) -> Verification:
    """Check the whole trail."""
    verification = Verification(ledger)
    for entry in ledger.trail:
        verification.take(entry)
    verification.end()
    return verification
