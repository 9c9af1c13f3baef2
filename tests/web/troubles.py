"""An office in which sending does not go well: what the page for staff about it is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flows.ledger.records import Matter, Priority, Purpose
from flows.ledger.runs import COUNTS, Ran, Runs
from tests.web.world import World

DIGEST = Matter(Purpose.ANNOUNCE, "L26-0001", "abc", Priority.DIGEST)
RECAP = Matter(Purpose.RECAP, "P26-0001", "1", Priority.STAFF)
PEOPLE = ("ani@example.com", "budi.yang.alamat.surelnya.panjang.sekali@mahasiswa.example.ac.id", "citra@example.com")


def trouble(world: World) -> None:
    """Three announcements and a recap are in doubt, seven wait, the last run is two hours old and failed."""
    ledger, now = world.site.ledger, world.clock()
    numbers = ledger.outbox.enrol({address: address for address in PEOPLE})
    ledger.outbox.queue(DIGEST, numbers.values(), now)
    ledger.outbox.queue(RECAP, [numbers[PEOPLE[0]]], now)
    ledger.doubts.put_waiting_in_doubt(now, lambda number: f"<{number}@example.ac.id>")
    waiting = ledger.outbox.enrol({f"orang{n}@example.com": f"orang{n}@example.com" for n in range(7)})
    ledger.outbox.queue(Matter(Purpose.ANNOUNCE, "L26-0004", "x", Priority.DIGEST), waiting.values(), now)
    counts = dict.fromkeys(COUNTS, 0) | {"sent": 1204, "waiting": 7, "problems": 3, "refused": 2}
    Runs(ledger.notes).keep(Ran(now - timedelta(hours=3), 12.0, counts, False, ()))
    failed = ("The mail server does not answer; what is queued waits. Where: smtp.example.ac.id:465.",)
    Runs(ledger.notes).keep(Ran(now - timedelta(hours=2), 3.0, counts | {"sent": 0}, False, failed))


def troubled(world: World, go: Callable[[Any], object]) -> Callable[[Any], object]:
    """Come to a page when that has happened."""

    def then(page: Any) -> None:
        trouble(world)
        go(page)

    return then
