"""What is meant for whom: at most once ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text

from flows.ledger import schema
from flows.ledger.erasure import Erasure, Person
from flows.ledger.records import Matter, Priority, Purpose
from flows.ledger.recovery import recover
from flows.mail.interface import Outcome, State
from tests.ledger.conftest import Bench


def test_it_queues_a_unit_once_however_often_it_is_asked(bench: Bench) -> None:
    people = bench.people(3)
    assert [bench.queue("L1", people), bench.queue("L1", people)] == [3, 0]
    assert bench.states() == {"queued": 3}


def test_it_does_not_queue_again_what_was_sent(bench: Bench) -> None:
    people = bench.people(3)
    bench.queue("L1", people)
    bench.send(bench.claims())
    assert bench.queue("L1", people) == 0
    assert bench.send(bench.claims()) == []


def test_it_queues_again_what_was_withdrawn_and_never_sent(bench: Bench) -> None:
    people = bench.people(3)
    bench.queue("L1", people)
    assert bench.ledger.outbox.withdraw(Purpose.ANNOUNCE, "L1") == 3
    assert bench.states() == {"withdrawn": 3}
    assert bench.send(bench.claims()) == []
    assert bench.queue("L1", people) == 3


def test_it_withdraws_nothing_that_is_sent(bench: Bench) -> None:
    bench.queue("L1", bench.people(2))
    bench.send(bench.claims())
    assert bench.ledger.outbox.withdraw(Purpose.ANNOUNCE, "L1") == 0
    assert bench.states() == {"sent": 2}


def test_it_keeps_the_named_edition_when_it_withdraws(bench: Bench) -> None:
    people = bench.people(2)
    bench.queue("L1", people, edition="old")
    bench.queue("L1", people, edition="new")
    bench.ledger.outbox.withdraw(Purpose.ANNOUNCE, "L1", keep="new")
    assert {matter.edition: n for matter, n in bench.ledger.outbox.waiting().items()} == {"new": 2}


def test_it_follows_an_address_as_staff_type_it(bench: Bench) -> None:
    first = bench.ledger.outbox.enrol({"ani@example.com": "Ani@example.com"})
    again = bench.ledger.outbox.enrol({"ani@example.com": "ANI@example.com", "budi@example.com": "budi@example.com"})
    assert first["ani@example.com"] == again["ani@example.com"] != again["budi@example.com"]
    bench.queue("L1", [first["ani@example.com"]])
    assert [message.recipient for message in bench.send(bench.claims())] == ["ANI@example.com"]


def test_it_knows_who_was_told_which_edition_last(bench: Bench) -> None:
    ani, budi = bench.people(2)
    bench.queue("L1", [ani, budi], edition="aaa")
    bench.send(bench.claims())
    correction = Matter(Purpose.CORRECT, "L1", "1:aaa:bbb", Priority.CORRECTION)
    bench.ledger.outbox.queue(correction, [ani], bench.clock())
    bench.send(bench.claims())
    assert bench.ledger.outbox.reached("L1") == {ani: "bbb", budi: "aaa"}
    assert bench.ledger.outbox.told() == {"L1": "bbb"}
    assert bench.ledger.outbox.corrections("L1") == 1


def test_it_counts_by_state_and_keeps_final_counts(bench: Bench) -> None:
    bench.queue("L1", bench.people(5))
    claims = bench.claims(limit=3)
    bench.send(claims)
    assert dict(bench.ledger.outbox.announced()["L1"].tally) == {"sent": 3, "queued": 2}
    bench.ledger.outbox.withdraw(Purpose.ANNOUNCE, "L1")
    assert dict(bench.ledger.outbox.announced()["L1"].tally) == {"sent": 3, "withdrawn": 2}
    bench.queue("L1", bench.people(5))
    assert dict(bench.ledger.outbox.announced()["L1"].tally) == {"sent": 3, "queued": 2}


def test_an_opt_out_stands_for_good(bench: Bench) -> None:
    bench.ledger.outbox.leave("a0@example.com", bench.clock(), "link")
    bench.ledger.outbox.leave("a0@example.com", bench.clock(), "mail")
    assert bench.ledger.outbox.left() == {"a0@example.com"}


def test_who_leaves_while_a_run_sends_gets_nothing_more_but_what_staff_get(bench: Bench) -> None:
    ani, budi = bench.people(2)
    for subject in ("L1", "L2"):
        bench.queue(subject, [ani, budi])
    claims = bench.claims(batch=1)
    [to_ani] = claims.claim("owner")
    claims.step(None, to_ani)
    claims.step(Outcome(to_ani.key, State.DEFERRED, 451, "later"), None)
    bench.queue("L3", [ani], Priority.STAFF)
    bench.ledger.outbox.leave("a0@example.com", bench.clock(), "link")
    bench.clock.forward(days=1)
    assert [message.recipient for message in bench.send(claims)] == ["A0@example.com", "A1@example.com"]
    assert bench.states() == {"sent": 3, "withdrawn": 2}


def test_what_is_final_is_counted_once_and_again_only_after_it_was_queued_again(bench: Bench) -> None:
    people = bench.people(2)
    for _ in range(2):
        bench.queue("L1", people)
        bench.send(bench.claims())
        assert bench.states() == {"sent": 2}
        with bench.ledger.store.write() as connection:
            assert None not in connection.scalars(select(schema.matter.c.tally)).all()


def erase(bench: Bench, address: str) -> None:
    Erasure(bench.ledger.store, "erased:".__add__).forget(Person(address), bench.clock())


def told(bench: Bench) -> list[dict[str, object]]:
    """What the trail says of how many were reached."""
    return [dict(entry.detail) for entry in bench.ledger.trail if entry.step == "sent"]


@pytest.mark.parametrize(
    ("settle", "counts"),
    [
        (lambda bench, key: bench.ledger.doubts.settle(key, bench.clock(), arrived=True), {"sent": 3}),
        (lambda bench, key: bench.ledger.doubts.settle(key, bench.clock(), arrived=False), {"sent": 2, "queued": 1}),
        (lambda bench, key: bench.send(bench.claims(resend=True)), {"sent": 3}),
        (lambda bench, key: bench.claims(resend=True).claim("owner"), {"sent": 2, "claimed": 1}),
        (lambda bench, key: erase(bench, "a0@example.com"), {"sent": 2, "withdrawn": 1}),
    ],
    ids=["arrived", "send anew", "resent", "being resent", "erased"],
)  # fmt: skip
def test_what_is_in_doubt_is_counted_once_until_somebody_knows_more(
    bench: Bench, settle: Callable[[Bench, int], object], counts: dict[str, int]
) -> None:
    bench.queue("L1", bench.people(3))
    doubtful = iter([State.UNKNOWN])
    [first, *_] = bench.send(bench.claims(), lambda one: Outcome(one.key, next(doubtful, State.SENT), 250, "ok"))
    assert bench.states() == {"sent": 2, "unknown": 1}
    assert told(bench) == []
    with bench.ledger.store.write() as connection:
        assert connection.scalars(select(schema.matter.c.tally)).all() == [{"sent": 2, "unknown": 1}]
    settle(bench, first.key)
    assert bench.states() == counts
    if counts.keys() <= {"sent", "withdrawn"}:
        bench.ledger.doubts.settle(first.key, bench.clock(), arrived=True)  # somebody was quicker
        assert bench.states() == counts
        assert told(bench) == [{"purpose": "announce", "edition": "1", "sent": counts["sent"]}]


def test_what_stays_in_doubt_costs_later_runs_nothing(bench: Bench) -> None:
    bench.queue("L1", bench.people(3))
    bench.send(bench.claims(), lambda one: Outcome(one.key, State.UNKNOWN))
    recover(bench.ledger.store, boot="boot", now=bench.clock())
    with bench.ledger.store.write() as connection:
        newest = connection.scalar(select(func.max(schema.message.c.id)))
        assert bench.ledger.notes.get("low_water") == newest + 1
        if bench.ledger.store.sqlite:
            plan = connection.execute(
                text(
                    "EXPLAIN QUERY PLAN "
                    + str(select(schema.message.c.id).where(schema.IN_DOUBT).order_by(schema.message.c.id))
                )
            ).all()
            assert "message_in_doubt" in str(plan)
