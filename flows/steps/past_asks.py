"""What partners were sent about their cases, as the ledger tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.ledger.history import Told
from flows.ledger.ledger import Ledger
from flows.ledger.records import Purpose
from flows.mail.interface import State

_WAITS = frozenset({State.QUEUED, State.DEFERRED, State.CLAIMED})
_GONE = frozenset({State.SENDING, State.SENT, State.UNKNOWN})


@dataclass(frozen=True, slots=True)
class PastAsk:
    """One mail to a partner's contacts, and how it came out."""

    at: datetime
    """When it left; while it waits, when it was queued."""
    due: frozenset[str]
    """The vacancies that it counts for."""
    waits: bool
    counts: bool
    """Whether it may have reached somebody, or will: one that was refused or taken back throughout does not count."""
    refused: frozenset[int]
    """Recipients whose server refused it."""

    @classmethod
    def of(cls, units: Sequence[Told]) -> PastAsk:
        """From the units of one matter."""
        gone = [unit.at for unit in units if unit.state in _GONE]
        waits = any(unit.state in _WAITS for unit in units)
        return cls(
            at=max(gone or [unit.at for unit in units]),
            due=frozenset(units[0].content.get("due", ())),
            waits=waits,
            counts=waits or bool(gone),
            refused=frozenset(unit.recipient_id for unit in units if unit.state is State.REFUSED),
        )


def past_asks(ledger: Ledger, partners: Iterable[int]) -> dict[int, list[PastAsk]]:
    """Mails to these partners, by partner, oldest first."""
    units: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for unit in ledger.history.of(Purpose.REQUEST, {str(partner) for partner in partners}):
        units[unit.subject, unit.edition].append(unit)
    asks: defaultdict[int, list[PastAsk]] = defaultdict(list)
    for (subject, _), some in units.items():
        asks[int(subject)].append(PastAsk.of(some))
    return dict(asks)
