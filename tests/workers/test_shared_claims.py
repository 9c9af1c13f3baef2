"""Rows of a shared queue are claimed by one worker each, for as long as that one lives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count

import pytest
from sqlalchemy import select, update

from flows.errors import LedgerError
from flows.ledger import schema
from flows.ledger.allowance import Allowance
from flows.ledger.leases import Lease
from flows.ledger.ledger import Ledger
from flows.ledger.records import Draft, Parcel, Priority
from flows.ledger.recovery import Recovery, recover
from flows.ledger.shared_claims import SharedClaims
from flows.mail.interface import Outcome, State
from tests.ledger.conftest import Bench, Clock, Composer, PlainWire
from tests.postgresql import Server

LEASE = 1.0


class Workers:
    """Any number of workers on one queue, each with connections of its own."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url, self._stack = url, stack
        self.bench = Bench(stack.enter_context(closing(Ledger(url))), Clock(), Composer())
        self._names = count()
        self.leases: dict[SharedClaims, Lease] = {}

    def worker(
        self,
        *,
        limit: int = 10_000,
        batch: int = 25,
        lease: float = 60,
        runs_office: bool = False,
        resend: bool = False,
        judges: bool = True,
    ) -> SharedClaims:
        store = self._stack.enter_context(closing(Ledger(self.url))).store
        held = self._stack.enter_context(Lease(store, lease, runs_office=runs_office))
        allowance = Allowance(store, limit=limit, reserve=0, clock=self.bench.clock)
        made = SharedClaims(
            store, held, boot="boot", clock=self.bench.clock, compose=self._compose, allowance=allowance, batch=batch,
            load=lambda body: PlainWire(body.decode()), resend=resend, judges=judges,
        )  # fmt: skip
        self.leases[made] = held
        return made

    def _compose(self, parcel: Parcel) -> Draft | None:
        time.sleep(0.001)  # so that workers meet
        return self.bench.composer(parcel)

    def die(self, worker: SharedClaims) -> None:
        """Say nothing any more, and let the lease run out."""
        lease = self.leases[worker]
        lease._over.set()
        lease._thread.join()
        with self.bench.ledger.store.write() as connection:
            connection.execute(update(schema.worker).where(schema.worker.c.name == lease.name).values(until=0))


@pytest.fixture
def workers(postgresql: Server) -> Iterator[Workers]:
    url = postgresql.database(postgresql.ledger)
    with ExitStack() as stack:
        yield Workers(url, stack)
    postgresql.drop(url)


def in_parallel(*claims: SharedClaims) -> list[list[str]]:
    """All empty the queue at once: who claimed messages for whom."""
    got: list[list[str]] = [[] for _ in claims]
    failed: list[Exception] = []
    together = threading.Barrier(len(claims))

    def work(number: int, journal: SharedClaims) -> None:
        together.wait()
        try:
            while batch := journal.claim("x"):
                got[number] += [message.data().decode() for message in batch]
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(claims)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return got


def test_what_waits_for_a_person_goes_into_one_message_of_one_worker(workers: Workers) -> None:
    people = workers.bench.people(150)
    for subject in ("L1", "L2", "L3"):
        workers.bench.queue(subject, people, Priority.URGENT if subject == "L2" else Priority.DIGEST)
    got = in_parallel(*(workers.worker(batch=10) for _ in range(4)))
    texts = [text for one in got for text in one]
    assert len(texts) == 150
    assert {text.split()[0] for text in texts} == {"L2+L1+L3"}
    assert len({text.split()[1] for text in texts}) == 150
    assert all(got)


def test_the_limit_is_spent_once_however_many_spend_it(workers: Workers) -> None:
    workers.bench.queue("L1", workers.bench.people(150))
    got = in_parallel(*(workers.worker(limit=60, batch=25) for _ in range(4)))
    assert sum(map(len, got)) == 60


def test_a_person_whom_another_is_just_claiming_is_passed_over_with_all_that_waits(workers: Workers) -> None:
    people = workers.bench.people(3)
    for subject in ("L1", "L2"):
        workers.bench.queue(subject, people)
    worker = workers.worker()
    with workers.bench.ledger.store.write() as connection:
        theirs = select(schema.recipient.c.id).where(schema.recipient.c.id == people[0])
        connection.execute(theirs.with_for_update(key_share=True))
        claimed = worker.claim("x")
    assert [message.recipient for message in claimed] == ["A1@example.com", "A2@example.com"]


def test_what_is_withdrawn_meanwhile_is_not_waited_for(workers: Workers) -> None:
    people = workers.bench.people(4)
    workers.bench.queue("L1", people)
    workers.bench.queue("L2", people)
    worker = workers.worker()
    with workers.bench.ledger.store.write() as connection:
        connection.execute(update(schema.unit).where(schema.unit.c.matter_id == 1).values(state="withdrawn"))
        claimed = worker.claim("x")
    assert {message.data().decode().split()[0] for message in claimed} == {"L2"}


def test_the_claims_of_the_dead_are_others_and_what_was_being_sent_is_in_doubt(workers: Workers) -> None:
    workers.bench.queue("L1", workers.bench.people(5))
    first, second = workers.worker(lease=LEASE), workers.worker(lease=LEASE)
    claimed = first.claim("x")
    assert second.claim("x") == []
    first.step(None, claimed[0])
    first.step(Outcome(claimed[0].key, State.SENT, 250), claimed[1])
    workers.die(first)
    second._look_again = 0
    assert len(second.claim("x")) == 3
    assert workers.bench.states() == {"sent": 1, "unknown": 1, "claimed": 3}


def test_the_living_keep_theirs_for_longer_than_a_lease(workers: Workers) -> None:
    workers.bench.queue("L1", workers.bench.people(5))
    first, second = workers.worker(lease=LEASE), workers.worker(lease=LEASE)
    claimed = first.claim("x")
    time.sleep(1.3 * LEASE)
    assert second.claim("x") == []
    first.step(None, claimed[0])


def test_one_that_was_only_asleep_sends_nothing_of_what_others_have(workers: Workers) -> None:
    workers.bench.queue("L1", workers.bench.people(3))
    first, second = workers.worker(lease=LEASE), workers.worker(lease=LEASE)
    mine = first.claim("x")
    first.step(None, mine[0])
    workers.die(first)
    second._look_again = 0
    theirs = second.claim("x")
    assert len(theirs) == 2
    first.step(Outcome(mine[0].key, State.SENT, 250), None)  # it did arrive: what is known is taken
    with pytest.raises(LedgerError, match="taken for dead"):
        first.step(None, mine[1])
    first.release([Outcome(message.key, State.QUEUED) for message in mine[1:]])
    for message in theirs:
        second.step(None, message)
        second.step(Outcome(message.key, State.SENT, 250), None)
    assert workers.bench.states() == {"sent": 3}


def test_a_run_of_the_office_leaves_the_living_alone_and_settles_an_earlier_run_at_once(workers: Workers) -> None:
    workers.bench.queue("L1", workers.bench.people(6))
    run, beside = workers.worker(batch=2, runs_office=True), workers.worker(batch=2)
    run.claim("x")
    kept = beside.claim("x")
    found = recover(workers.bench.ledger.store, boot="another", now=workers.bench.clock())
    assert found == Recovery(unknown=0, requeued=2)
    beside.step(None, kept[0])
    assert workers.bench.states() == {"queued": 4, "claimed": 1, "sending": 1}


def test_what_is_in_doubt_is_sent_again_by_one(workers: Workers) -> None:
    workers.bench.queue("L1", workers.bench.people(20))
    first = workers.worker(lease=LEASE)
    for message in first.claim("x"):
        first.step(None, message)
    workers.die(first)
    recover(workers.bench.ledger.store, boot="boot", now=workers.bench.clock())
    assert workers.bench.states() == {"unknown": 20}
    got = in_parallel(*(workers.worker(resend=True, batch=5) for _ in range(3)))
    texts = [text for one in got for text in one]
    assert len(texts) == len(set(texts)) == 20


def test_a_further_worker_leaves_what_it_cannot_judge_to_the_run(workers: Workers) -> None:
    people = workers.bench.people(60)
    workers.bench.queue("L1", people[:40])
    workers.bench.queue("L2", people[30:])
    workers.bench.composer.forbidden = {"L2"}  # which was queued after it had read the workbook
    [got] = in_parallel(workers.worker(judges=False))
    assert [text.split()[0] for text in got] == ["L1"] * 40
    assert workers.bench.states() == {"claimed": 40, "queued": 30}
    [got] = in_parallel(workers.worker())
    assert (got, workers.bench.states()) == ([], {"claimed": 40, "withdrawn": 30})


def test_who_leaves_in_good_order_leaves_no_lease(workers: Workers) -> None:
    workers.worker()
    with ExitStack() as stack:
        Workers(workers.url, stack).worker()
    with workers.bench.ledger.store.write() as connection:
        assert len(connection.execute(select(schema.worker)).all()) == 1
