"""A further worker's delivery, beside the office's own run: what there is much of, from the ledger that both share.

It reads the workbook as a rehearsal does, so that nothing of that is kept, and nobody is kept waiting for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.ledger.ledger import Ledger
from flows.ledger.records import Priority, Purpose
from flows.mail.delivery import Delivery
from flows.office import Office
from flows.procedure.problems import Problem
from flows.steps.deliver import Sender
from flows.steps.observe import Observed
from flows.steps.writers import Reader, Writer

LEFT_TO_THE_RUN = frozenset({Priority.STAFF, Priority.PARTNER})
"""They are few, and hang on what a run decides."""


def deliver_beside(
    rehearsed: Office,
    ledger: Ledger,
    observed: Observed,
    readers: Mapping[int, Reader],
    problems: Mapping[str, Problem],
    writers: Mapping[Purpose, Writer],
    progress: Callable[[int], None],
) -> Delivery | None:
    """As `Sender.run`. What the ``writers`` know of the ``rehearsed`` office is fixed before its ledger lets go."""
    for writer in writers.values():
        writer.readers  # noqa: B018 - looked up once, and that may enrol somebody
    rehearsed.ledger.store.let_go()
    office = replace(rehearsed, ledger=ledger, rehearsal=False)
    return Sender(office, observed, readers, problems, writers, LEFT_TO_THE_RUN, progress, beside=True).run()
