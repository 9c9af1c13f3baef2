"""From queued units to messages, in the order of the account's limit, each once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from flows.ledger.open_messages import FIRST_DELAY, MOST_ATTEMPTS
from flows.ledger.parcels import MOST_TOGETHER
from flows.ledger.records import Priority
from flows.ledger.recovery import Recovery, recover
from flows.mail.interface import Outcome, Outgoing, State
from tests.ledger.conftest import Bench, only_sqlite


def test_it_puts_all_that_is_new_for_a_person_into_one_message(bench: Bench) -> None:
    ani, budi = bench.people(2)
    bench.queue("L1", [ani, budi])
    bench.queue("L2", [ani])
    bench.queue("L3", [ani], Priority.URGENT)
    assert [message.data() for message in bench.send(bench.claims())] == [
        b"L3+L1+L2 A0@example.com <1@test>",
        b"L1 A1@example.com <2@test>",
    ]
    assert bench.states() == {"sent": 4}


def test_what_one_message_cannot_name_follows_in_another(bench: Bench) -> None:
    ani = bench.people(1)
    for number in range(MOST_TOGETHER + 2):
        bench.queue(f"L{number}", ani)
    named = [len(message.data().split()[0].split(b"+")) for message in bench.send(bench.claims())]
    assert named == [MOST_TOGETHER, 2]
    assert bench.states() == {"sent": MOST_TOGETHER + 2}


def test_it_keeps_mail_to_staff_apart(bench: Bench) -> None:
    staff = bench.people(1)
    for subject in ("L1", "L2"):
        bench.queue(subject, staff, Priority.STAFF)
    assert len(bench.send(bench.claims())) == 2


def test_it_spends_the_limit_on_what_is_pressing(bench: Bench) -> None:
    people = bench.people(4)
    bench.queue("digest", people)
    bench.queue("urgent", people[:1], Priority.URGENT)
    bench.queue("preview", people[3:], Priority.STAFF)
    names = [message.data().split()[0] for message in bench.send(bench.claims(limit=2))]
    assert names == [b"preview", b"urgent+digest"]


def test_it_keeps_a_reserve_for_staff(bench: Bench) -> None:
    people = bench.people(20)
    bench.queue("digest", people)
    assert len(bench.send(bench.claims(limit=20, reserve=4))) == 16
    bench.queue("preview", people[:3], Priority.STAFF)
    assert len(bench.send(bench.claims(limit=20, reserve=4))) == 3
    assert bench.states() == {"queued": 4, "sent": 19}


def test_the_limit_holds_over_restarts_and_rolls_on_after_a_day(bench: Bench) -> None:
    bench.queue("L1", bench.people(10))
    assert len(bench.send(bench.claims(limit=4))) == 4
    bench.clock.forward(hours=23)
    assert bench.send(bench.claims(limit=4)) == []
    bench.clock.forward(hours=1, minutes=1)
    assert len(bench.send(bench.claims(limit=4))) == 4


def test_a_refused_message_does_not_count_against_the_limit(bench: Bench) -> None:
    bench.queue("L1", bench.people(6))
    answers = iter([State.REFUSED] * 3 + [State.SENT] * 3)
    bench.send(bench.claims(limit=3, batch=1), lambda message: Outcome(message.key, next(answers), 550))
    assert bench.states() == {"refused": 3, "sent": 3}


def test_several_connections_do_not_pass_the_limit_together(bench: Bench) -> None:
    bench.queue("L1", bench.people(400))
    claims = bench.claims(limit=150, batch=50)
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(claims.claim, map(str, range(8))))
    assert sum(map(len, batches)) == 150
    assert len({message.key for batch in batches for message in batch}) == 150


def test_it_withdraws_what_may_not_go_any_more(bench: Bench) -> None:
    ani, budi = bench.people(2)
    bench.queue("L1", [ani, budi])
    bench.queue("L2", [ani])
    bench.composer.forbidden.add("L1")
    assert [message.data() for message in bench.send(bench.claims())] == [b"L2 A0@example.com <1@test>"]
    assert bench.states() == {"withdrawn": 2, "sent": 1}


def test_a_batch_that_is_withdrawn_as_a_whole_does_not_end_the_run(bench: Bench) -> None:
    people = bench.people(6)
    bench.queue("L1", people[:4])
    bench.queue("L2", people[4:])
    bench.composer.forbidden.add("L1")
    assert len(bench.send(bench.claims(batch=2))) == 2


def test_a_deferred_message_waits_longer_each_time_and_is_refused_at_last(bench: Bench) -> None:
    bench.queue("L1", bench.people(1))
    claims = bench.claims()
    waited = []
    for _ in range(MOST_ATTEMPTS):
        start = bench.clock()
        while not bench.send(claims, lambda message: Outcome(message.key, State.DEFERRED, 451, "later")):
            bench.clock.forward(minutes=5)
        waited.append(bench.clock() - start)
    assert waited[:3] == [timedelta(), FIRST_DELAY, 2 * FIRST_DELAY]
    assert max(waited) == timedelta(hours=6)
    assert bench.states() == {"refused": 1}
    bench.clock.forward(days=2)
    assert bench.send(claims) == []


def test_a_deferred_message_may_leave_with_what_is_new_meanwhile(bench: Bench) -> None:
    people = bench.people(1)
    bench.queue("L1", people)
    bench.send(bench.claims(), lambda message: Outcome(message.key, State.DEFERRED, 451))
    bench.clock.forward(hours=1)
    bench.queue("L2", people)
    assert [message.data().split()[0] for message in bench.send(bench.claims())] == [b"L1+L2"]


def test_it_gives_back_what_was_not_tried(bench: Bench) -> None:
    bench.queue("L1", bench.people(3))
    claims = bench.claims(limit=3)
    batch = claims.claim("owner")
    claims.release([Outcome(message.key, State.QUEUED) for message in batch])
    assert bench.states() == {"queued": 3}
    assert len(bench.send(claims)) == 3


class TestAfterACrash:
    @pytest.fixture
    def batch(self, bench: Bench) -> list[Outgoing]:
        """Of four messages the first was sent, and the second was being sent."""
        bench.queue("L1", bench.people(4))
        claims = bench.claims()
        batch = claims.claim("dead")
        claims.step(None, batch[0])
        claims.step(Outcome(batch[0].key, State.SENT, 250), batch[1])
        return batch

    def test_what_was_being_sent_is_in_doubt_and_the_rest_goes_back(self, bench: Bench, batch: list[Outgoing]) -> None:
        assert recover(bench.ledger.store, boot="boot", now=bench.clock()) == Recovery(unknown=1, requeued=2)
        assert bench.states() == {"sent": 1, "unknown": 1, "queued": 2}
        assert {message.recipient for message in bench.send(bench.claims())} == {m.recipient for m in batch[2:]}

    @only_sqlite  # PostgreSQL flushes every commit
    def test_after_a_power_cut_the_whole_batch_is_in_doubt(self, bench: Bench, batch: list[Outgoing]) -> None:
        assert recover(bench.ledger.store, boot="next boot", now=bench.clock()) == Recovery(unknown=3, requeued=0)
        assert bench.send(bench.claims()) == []

    def test_it_recovers_once(self, bench: Bench, batch: list[Outgoing]) -> None:
        recover(bench.ledger.store, boot="boot", now=bench.clock())
        assert recover(bench.ledger.store, boot="boot", now=bench.clock()) == Recovery(0, 0)
        assert bench.states()["unknown"] == 1

    def test_in_doubt_counts_against_the_limit(self, bench: Bench, batch: list[Outgoing]) -> None:
        recover(bench.ledger.store, boot="boot", now=bench.clock())
        assert len(bench.send(bench.claims(limit=3))) == 1

    def test_resend_sends_the_same_bytes_with_the_same_message_id(self, bench: Bench, batch: list[Outgoing]) -> None:
        recover(bench.ledger.store, boot="boot", now=bench.clock())
        again = bench.claims(resend=True).claim("owner")
        assert [(message.key, message.data()) for message in again] == [(batch[1].key, batch[1].data())]

    def test_resend_leaves_alone_what_may_not_go_any_more(self, bench: Bench, batch: list[Outgoing]) -> None:
        recover(bench.ledger.store, boot="boot", now=bench.clock())
        bench.composer.forbidden.add("L1")
        assert bench.send(bench.claims(resend=True)) == []
        assert bench.states()["unknown"] == 1
