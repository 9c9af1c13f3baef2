"""Many messages over several connections: each once, all settled or back in the queue, whatever the server does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.errors import LedgerError, MailError
from flows.mail.account import Account
from flows.mail.delivery import WAITS, Delivery, Ended, deliver
from flows.mail.interface import Journal, Outcome, Outgoing, State
from tests.certificate import throw_away_certificate
from tests.mail.fakes import SENDER, Ledger, messages
from tests.smtp_server import HANG_UP, RESET, TAKE_AND_HANG_UP, Server

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)


def send(server: Server, journal: Journal, *, connections: int = 1, **account: object) -> Delivery:
    values: dict[str, object] = {"security": "none", "sender": SENDER, "timeout": 5, "messages_per_connection": 0}
    where = Account("127.0.0.1", server.port, **(values | account))  # type: ignore[arg-type]
    delivery = deliver(where, journal, connections=connections, clock=lambda: NOW, waits=[0.01] * 4)
    assert not server.violations
    return delivery


@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelined", "plain"])
def test_it_empties_the_queue_over_several_connections(pipelining: bool) -> None:
    ledger = Ledger(messages(200))
    with Server(pipelining=pipelining, delay=0.0005) as server:
        delivery = send(server, ledger, connections=4)
    assert delivery.counts == {State.SENT: 200}
    assert delivery.ended is Ended.EMPTY
    assert delivery.messages_per_second > 0
    assert server.delivered() == {f"a{key}@example.com": 1 for key in range(1, 201)}
    assert len([owner for owner, count in ledger.owners.items() if count]) > 1
    assert [line for _, line in server.commands].count("QUIT") == server.connections


def test_an_empty_queue_opens_no_connection() -> None:
    with Server() as server:
        delivery = send(server, Ledger([]), connections=4)
    assert delivery.ended is Ended.EMPTY
    assert not server.connections


def test_the_pipeline_stays_full_from_batch_to_batch() -> None:
    with Server() as server:
        send(server, Ledger(messages(20), batch=3))
    assert server.connections == 1
    assert "RSET" not in [line for _, line in server.commands]


def test_it_delivers_over_tls(tmp_path: Path) -> None:
    trusted, certificate = throw_away_certificate(tmp_path)
    with Server(security="ssl", certificate=certificate) as server:
        delivery = send(server, Ledger(messages(50)), connections=2, security="ssl", ca_file=trusted)
    assert delivery.counts == {State.SENT: 50}
    assert len(server.messages) == 50


def test_it_replaces_a_connection_before_the_server_does() -> None:
    with Server() as server:
        delivery = send(server, Ledger(messages(25)), messages_per_connection=10)
    assert delivery.counts == {State.SENT: 25}
    assert server.connections == 3


@pytest.mark.parametrize("fault", [HANG_UP, RESET, "421 4.3.0 closing"])
@pytest.mark.parametrize("stage", ["EHLO", "MAIL", "RCPT", "DATA", "BODY"])
@pytest.mark.parametrize("connections", [1, 3])
def test_it_goes_on_after_a_broken_connection(fault: str, stage: str, connections: int) -> None:
    ledger = Ledger(messages(30))
    with Server(script={stage: [None] * 3 + [fault] + [None] * 5 + [fault]}) as server:
        delivery = send(server, ledger, connections=connections)
    assert delivery.ended is Ended.EMPTY
    assert sum(delivery.counts.values()) == 30, "all settled"
    assert set(delivery.counts) <= {State.SENT, State.DEFERRED, State.UNKNOWN}
    assert delivery.counts[State.SENT] >= 28
    assert server.delivered() == {f"a{key}@example.com": 1 for key in ledger.keys(State.SENT)}


def test_a_lost_answer_is_in_doubt_and_not_sent_again() -> None:
    ledger = Ledger(messages(10))
    with Server(script={"BODY": [None, None, TAKE_AND_HANG_UP]}) as server:
        delivery = send(server, ledger)
    assert delivery.counts == {State.SENT: 9, State.UNKNOWN: 1}
    assert set(server.delivered().values()) == {1}
    assert len(server.messages) == 10


def test_a_spent_account_stops_all_connections_until_tomorrow() -> None:
    ledger = Ledger(messages(100))
    limit = "550-5.4.5 Daily user sending limit exceeded. For more\r\n550 5.4.5 information go to example.com - gsmtp"
    with Server(script={"BODY": [None] * 20 + [limit] * 100}, delay=0.0005) as server:
        delivery = send(server, ledger, connections=3)
    assert delivery.ended is Ended.PAUSED
    assert delivery.resume_at == NOW + timedelta(hours=24)
    assert delivery.counts[State.SENT] == 20
    assert delivery.counts[State.DEFERRED] <= 3 * 2, "what was in flight"
    assert all(ledger.outcomes[key].retry_after == timedelta(hours=24) for key in ledger.keys(State.DEFERRED))
    assert not ledger.held, "the rest of what was claimed is back in the queue"


def test_a_wrong_password_is_tried_once_and_told_to_a_person() -> None:
    ledger = Ledger(messages(10))
    with Server(users={SENDER: "right"}) as server:
        delivery = send(server, ledger, connections=4, user=SENDER, password="wrong")
    assert delivery.ended is Ended.ACCOUNT
    assert isinstance(delivery.error, MailError)
    assert "mail.password" in str(delivery.error)
    assert server.connections == 1
    assert len(ledger.queue) == 10


def test_a_server_that_is_away_is_left_to_the_next_run() -> None:
    ledger = Ledger(messages(3))
    with Server() as server:
        pass
    delivery = send(server, ledger)
    assert delivery.ended is Ended.UNREACHABLE
    assert not delivery.counts
    assert len(ledger.queue) == 3


def test_it_comes_back_more_and_more_slowly() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert WAITS[0] >= 1


def test_too_many_logins_are_waited_for() -> None:
    busy = "454 4.7.0 Too many login attempts, please try again later"
    with Server(users={SENDER: "right"}, script={"AUTH": [busy, busy]}) as server:
        delivery = send(server, Ledger(messages(3)), user=SENDER, password="right")
    assert delivery.counts == {State.SENT: 3}
    assert server.connections == 3


def test_one_connection_too_many_leaves_the_work_to_the_others() -> None:
    ledger = Ledger(messages(60))
    refused = "421 4.7.0 too many connections"
    start = time.monotonic()
    with Server(script={"CONNECT": [None, None] + [refused] * 50}, delay=0.0005) as server:
        account = Account("127.0.0.1", server.port, "none", sender=SENDER, messages_per_connection=0)
        delivery = deliver(account, ledger, connections=3, waits=[20])
    assert delivery.ended is Ended.EMPTY
    assert delivery.counts == {State.SENT: 60}
    assert time.monotonic() - start < 10, "who cannot help does not hold up the end"


def test_a_server_that_refuses_everybody_refuses_us() -> None:
    ledger = Ledger(messages(100))
    with Server(script={"BODY": ["554 5.7.1 message content rejected"] * 100}) as server:
        delivery = send(server, ledger)
    assert delivery.ended is Ended.ACCOUNT
    assert "content rejected" in str(delivery.error)
    assert delivery.counts[State.DEFERRED] == len(ledger.keys(State.DEFERRED)) >= 20, "they get another try"
    assert not delivery.counts[State.REFUSED]
    assert not ledger.keys(State.REFUSED)
    assert ledger.queue


def test_many_dead_addresses_are_their_own_fault() -> None:
    dead = {f"a{key}@example.com": "550 5.1.1 no such user" for key in range(1, 60)}
    with Server(recipients=dead) as server:
        delivery = send(server, Ledger(messages(70)))
    assert delivery.ended is Ended.EMPTY
    assert delivery.counts == {State.REFUSED: 59, State.SENT: 11}


def test_it_stops_when_asked_after_the_message_in_flight() -> None:
    ledger = Ledger(messages(50), batch=50)
    with Server() as server:
        account = Account("127.0.0.1", server.port, "none", sender=SENDER)
        delivery = deliver(account, ledger, stop=lambda: len(ledger.keys(State.SENT)) >= 10)
    assert delivery.ended is Ended.STOPPED
    assert 10 <= delivery.counts[State.SENT] <= 12
    assert len(ledger.queue) == 50 - delivery.counts[State.SENT]
    assert len(server.messages) == delivery.counts[State.SENT]


def test_it_tells_its_progress() -> None:
    told: list[int] = []
    with Server() as server:
        account = Account("127.0.0.1", server.port, "none", sender=SENDER)
        deliver(account, Ledger(messages(23)), connections=2, progress=told.append)
    assert sum(told) == 23
    assert all(count > 0 for count in told)


def test_an_error_of_the_ledger_is_never_swallowed() -> None:
    class Broken(Ledger):
        def claim(self, owner: str) -> list[Outgoing]:
            if self.claims == 3:
                raise LedgerError("the disk is full")
            return super().claim(owner)

    ledger = Broken(messages(100))
    with Server() as server, pytest.raises(LedgerError, match="disk is full"):
        send(server, ledger, connections=2)
    sent = ledger.keys(State.SENT)
    assert server.delivered() == {f"a{key}@example.com": 1 for key in sent}
    assert not ledger.held, "what was claimed is settled or back"
    assert threading.active_count() < 20


def test_an_intent_that_cannot_be_committed_sends_nothing() -> None:
    class Broken(Ledger):
        def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
            if sending and sending.key == 3:
                raise LedgerError("the disk is full")
            super().step(done, sending)

    with Server() as server, pytest.raises(LedgerError):
        send(server, Broken(messages(10)))
    assert server.delivered() == {"a1@example.com": 1, "a2@example.com": 1}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_gently(number: signal.Signals) -> None:
    """In a process of its own, which prints what its ledger holds in the end."""
    program = """
import sys
from flows.mail.account import Account
from flows.mail.delivery import deliver
from tests.mail.fakes import Ledger, SENDER, messages
ledger = Ledger(messages(10_000), batch=100)
try:
    deliver(Account("127.0.0.1", int(sys.argv[1]), "none", sender=SENDER), ledger, connections=2)
finally:
    print(*sorted(key for key, outcome in ledger.outcomes.items() if outcome.state == "sent"))
    print(len(ledger.held))
"""
    with Server(delay=0.001) as server:
        child = subprocess.Popen(
            [sys.executable, "-c", program, str(server.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        deadline = time.monotonic() + 30
        while len(server.messages) < 20 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(child.pid, number)
        sent, unsettled = child.communicate(timeout=30)[0].splitlines()
        assert child.returncode
    assert server.delivered() == {f"a{key}@example.com": 1 for key in map(int, sent.split())}
    assert unsettled == "0"


@pytest.mark.parametrize(("recipients", "state"), [(2, State.REFUSED), (3, State.DEFERRED)])
def test_few_wait_when_nobody_was_taken_and_none_was_at_fault(recipients: int, state: State) -> None:
    ledger = Ledger(messages(recipients))
    with Server(script={"BODY": ["550 5.7.1 Message content rejected"] * recipients}) as server:
        delivery = send(server, ledger)
    assert +Counter(delivery.counts) == {state: recipients}
    assert (delivery.ended is Ended.ACCOUNT) is (state is State.DEFERRED)


def test_three_at_the_end_are_refused_where_one_was_taken() -> None:
    ledger = Ledger(messages(4))
    with Server(script={"BODY": [None, *["550 5.7.1 Message content rejected"] * 3]}) as server:
        delivery = send(server, ledger)
    assert delivery.counts == {State.SENT: 1, State.REFUSED: 3}
