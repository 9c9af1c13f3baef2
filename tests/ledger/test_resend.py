"""Under ``in_doubt = "resend"`` a message in doubt keeps its Message-ID, whatever comes between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.ledger.claims import MOST_TRIES, Claims
from flows.ledger.records import Priority
from flows.ledger.recovery import Recovery, recover
from flows.mail.interface import Outcome, Outgoing, State
from tests.ledger.conftest import Bench


@pytest.fixture
def doubtful(bench: Bench) -> Outgoing:
    """The one message in the ledger: it was being sent when its process died."""
    bench.queue("L1", bench.people(1))
    claims = bench.claims()
    [message] = claims.claim("dead")
    claims.step(None, message)
    recover(bench.ledger.store, boot="boot", now=bench.clock())
    return message


def again(claims: Claims) -> Outgoing:
    [message] = claims.claim("owner")
    return message


def test_a_run_killed_before_it_could_resend_leaves_it_in_doubt(bench: Bench, doubtful: Outgoing) -> None:
    again(bench.claims(resend=True))
    assert recover(bench.ledger.store, boot="boot", now=bench.clock()) == Recovery(unknown=0, requeued=1)
    assert bench.states() == {"unknown": 1}
    assert again(bench.claims(resend=True)).data() == doubtful.data()


@pytest.mark.parametrize("state", [State.QUEUED, State.DEFERRED, State.UNKNOWN])
def test_it_stays_in_doubt_when_it_could_not_be_sent_again(bench: Bench, doubtful: Outgoing, state: State) -> None:
    claims = bench.claims(resend=True)
    message = again(claims)
    if state is State.QUEUED:
        claims.release([Outcome(message.key, state)])
    else:
        claims.step(None, message)
        claims.step(Outcome(message.key, state, 451, "later"), None)
    assert bench.states() == {"unknown": 1}
    assert claims.claim("owner") == [], "once a run is enough"
    assert again(bench.claims(resend=True)).data() == doubtful.data()


def test_it_gives_up_after_some_tries(bench: Bench, doubtful: Outgoing) -> None:
    for _ in range(MOST_TRIES - 1):
        bench.send(bench.claims(resend=True), lambda message: Outcome(message.key, State.UNKNOWN))
    assert bench.send(bench.claims(resend=True)) == []
    assert bench.states() == {"unknown": 1}


def test_it_counts_against_the_limit_and_is_held_by_it(bench: Bench, doubtful: Outgoing) -> None:
    assert bench.send(bench.claims(resend=True, limit=1)) == [], "it counts as sent already"
    bench.clock.now += timedelta(hours=25)
    assert len(bench.send(bench.claims(resend=True, limit=1))) == 1
    bench.queue("L2", bench.people(1))
    assert bench.send(bench.claims(limit=1)) == []


def test_it_does_not_use_up_what_is_kept_for_staff(bench: Bench, doubtful: Outgoing) -> None:
    bench.clock.now += timedelta(hours=25)
    bench.queue("L2", bench.people(5)[1:])
    assert len(bench.send(bench.claims(limit=5, reserve=1))) == 4
    assert bench.send(bench.claims(resend=True, limit=5, reserve=1)) == []
    bench.queue("L3", bench.people(1), Priority.STAFF)
    assert len(bench.send(bench.claims(limit=5, reserve=1))) == 1
