"""Four workers on one queue in PostgreSQL against one: the same messages, a connection each, 20 ms to every answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import smtp
from tests.bench.table import Ratio
from tests.postgresql import MISSING, Server, postgresql
from tests.workers.crew import crew

PEOPLE = 5_000


def workers(scale: float) -> Iterator[Ratio]:
    """Sending only: what is queued was queued before, and the workbook was read."""
    if MISSING:
        print(f"workers: {MISSING}", file=sys.stderr)
        return
    people = int(PEOPLE * scale)
    with postgresql("fsync=on") as server, smtp.sink() as near, smtp.slow(near) as far:
        alone, together = (rate(server, far, people, count) for count in (1, 4))
    yield Ratio("4 workers : 1, 20 ms away", together / alone, least=3.2, note=f"{alone:,.0f}/s, {together:,.0f}/s")


def rate(server: Server, port: int, people: int, count: int) -> float:
    """Messages a second that so many workers send together."""
    with TemporaryDirectory() as folder, crew(Path(folder), server.database(), port, people) as office:
        office.start(count)
        done = office.results()
        if office.messages() != {"sent": people} or sum(work.sent for work in done) != people:
            raise RuntimeError(f"not everything was sent once: {office.messages()}, {done}")
        return people / (max(work.ended for work in done) - min(work.began for work in done))
