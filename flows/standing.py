"""Where sending stands: what waits and until when, what is in doubt, how the last runs went. Nothing is changed.

For `loker status` and the page for staff: of the ledger and the disk alone, for neither opens the workbook.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from flows.ledger.doubts import RESTORED, Doubt
from flows.ledger.records import Matter
from flows.ledger.runs import Ran, Runs
from flows.procedure.cases import Case, CaseState

if TYPE_CHECKING:
    from flows.ledger.ledger import Ledger
    from flows.settings import Settings

SHOWN = 50
"""Deliveries in doubt that are shown one by one; of more, those about one thing are settled together."""


@dataclass(frozen=True)
class Standing:
    """One office, now."""

    waiting: Mapping[str, int]
    """Mails that wait (counted by matter and person), by `Purpose`."""
    sent: int
    """Messages of the last 24 hours."""
    limit: int
    frees_at: datetime | None
    """When the oldest of these stops counting."""
    stopped_until: datetime | None
    """Until when the mail server has stopped the account."""
    in_doubt: int
    doubts: Sequence[Doubt]
    """The first `SHOWN`."""
    doubtful: Mapping[Matter, int]
    """Messages in doubt by what they carry."""
    runs: Sequence[Ran]
    """The newest first."""
    unanswered: Sequence[Case]
    """Partners that were asked, who has waited longest first."""
    free: int
    """Bytes on the disk."""
    restored: datetime | None
    """Of when the backup is from which the office was made, while nothing is sent for that."""

    @property
    def total(self) -> int:
        return sum(self.waiting.values())

    @property
    def left(self) -> int:
        """Messages that may leave now."""
        return max(self.limit - self.sent, 0)

    @property
    def days(self) -> int:
        """How many more days it takes at most until all that waits has left; 0: today."""
        return ceil(max(self.total - self.left, 0) / self.limit)

    @property
    def problems(self) -> int:
        """In the workbook, at the last run."""
        return self.runs[0].counts["problems"] if self.runs else 0

    @property
    def paused(self) -> bool:
        """Whether *Jeda* was set at the last run."""
        return bool(self.runs and self.runs[0].paused) and self.restored is None


def standing(settings: Settings, ledger: Ledger, clock: Callable[[], datetime]) -> Standing:
    from flows.ledger.allowance import Allowance

    now, mail = clock(), settings.mail
    allowance = Allowance(ledger.store, limit=mail.daily_limit, reserve=mail.reserve, clock=clock)
    waiting: Counter[str] = Counter()
    for matter, count in ledger.outbox.waiting().items():
        waiting[matter.purpose.value] += count
    stopped = _moment(ledger.notes.get("stopped_until"))
    cases = [one for one in ledger.responses.cases() if one.state is CaseState.OPEN and one.requested_at]
    return Standing(
        waiting,
        allowance.spent(),
        mail.daily_limit,
        allowance.frees_at(),
        stopped if stopped and now < stopped else None,
        ledger.doubts.count(),
        ledger.doubts.some(SHOWN),
        ledger.doubts.by_matter(),
        Runs(ledger.notes).last(),
        sorted(cases, key=lambda case: case.requested_at or now),
        shutil.disk_usage(settings.folder).free,
        _moment((ledger.notes.get(RESTORED) or {}).get("taken_at")),
    )


def _moment(noted: str | None) -> datetime | None:
    return datetime.fromisoformat(noted) if noted else None
