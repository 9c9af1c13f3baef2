"""The dialogue with a server that does its worst: what is delivered, what is recorded, and what is in doubt."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from collections.abc import Iterable
from datetime import timedelta

import pytest

from flows.mail.account import Account, ConnectionLost, open_connection
from flows.mail.channel import Channel
from flows.mail.connection import Connection
from flows.mail.decisions import Decision, Verdict
from flows.mail.interface import Outgoing, State
from tests.mail.fakes import SENDER, Steps, message, messages
from tests.smtp_server import HANG_UP, RESET, SILENCE, TAKE_AND_HANG_UP, Server

SENT, DEFERRED, REFUSED, UNKNOWN = State.SENT, State.DEFERRED, State.REFUSED, State.UNKNOWN


def talk(server: Server, feed: Steps, *, timeout: float = 5) -> Decision | None:
    smtp = open_connection(Account("127.0.0.1", server.port, "none", sender=SENDER, timeout=timeout))
    connection = Connection(smtp, SENDER, feed)
    try:
        ending = connection.run()
    finally:
        connection.close()
    assert not server.violations
    assert not feed.sending, "a message was left in doubt without a word"
    return ending


def dialogue(what: Iterable[Outgoing], timeout: float = 5, **server: object) -> tuple[Server, Steps, Decision | None]:
    feed = Steps.of(what)
    with Server(**server) as listening:  # type: ignore[arg-type]
        return listening, feed, talk(listening, feed, timeout=timeout)


both = pytest.mark.parametrize("pipelining", [True, False], ids=["pipelined", "plain"])


@both
def test_it_delivers_each_message_as_it_was_meant(pipelining: bool) -> None:
    server, feed, ending = dialogue(messages(5), pipelining=pipelining)
    assert ending is None
    assert feed.states() == dict.fromkeys(range(1, 6), SENT)
    assert [one.recipient for one in server.messages] == [f"a{key}@example.com" for key in range(1, 6)]
    assert server.messages[2].data == b"Subject: 3\r\n\r\nHalo 3\r\n.titik\r\n"
    assert server.messages[2].sender == SENDER
    assert server.commands[-1] == (1, "QUIT")


def test_it_takes_one_round_trip_a_message_where_pipelining_is_offered() -> None:
    server, _, _ = dialogue(messages(50), delay=0.001)
    assert {group % 4 for group in server.groups[2:]} == {0}, "text, MAIL, RCPT and DATA together"


def test_it_commits_an_outcome_with_the_next_intent() -> None:
    _, feed, _ = dialogue(messages(3))
    assert feed.steps == [(None, 1), (1, 2), (2, 3), (3, None)]


@both
def test_it_commits_the_intent_before_the_text_and_never_for_a_refused_recipient(pipelining: bool) -> None:
    class Watched(Steps):
        def step(self, done: object, sending: Outgoing | None) -> None:
            super().step(done, sending)  # type: ignore[arg-type]
            if sending:
                assert sending.recipient not in server.delivered()
                assert sending.key != 2

    feed = Watched.of(messages(4))
    with Server(
        pipelining=pipelining, recipients={"a2@example.com": "550 5.1.1 <a2@example.com> no such user"}
    ) as server:
        assert talk(server, feed) is None
    assert feed.states() == {1: SENT, 2: REFUSED, 3: SENT, 4: SENT}
    assert feed.outcomes[2].code == 550
    assert feed.outcomes[2].reply == "5.1.1 <…> no such user"
    assert "RSET" in [line for _, line in server.commands]
    assert server.delivered() == {"a1@example.com": 1, "a3@example.com": 1, "a4@example.com": 1}


@both
def test_it_delivers_nothing_to_a_refused_recipient_even_if_the_server_takes_a_text(pipelining: bool) -> None:
    refused = {f"a{key}@example.com": "550 5.1.1 no" for key in (1, 3, 4)}
    server, feed, _ = dialogue(messages(5), pipelining=pipelining, recipients=refused, data_without_recipient=True)
    assert feed.states() == {1: REFUSED, 2: SENT, 3: REFUSED, 4: REFUSED, 5: SENT}
    assert [one.recipient for one in server.messages] == ["a2@example.com", "a5@example.com"]
    assert all(one.data for one in server.messages)


def test_it_hangs_up_on_a_server_that_admits_a_recipient_without_a_sender() -> None:
    """An empty text would be delivered there."""
    confused = {"MAIL": ["451 4.3.0 later"], "RCPT": ["250 2.1.5 Ok"]}
    server, feed, ending = dialogue(messages(2), script=confused, data_without_recipient=True)
    assert ending == Decision(Verdict.RECONNECT)
    assert server.texts == 0
    assert [one.key for one in feed.queue] == [1, 2]


@pytest.mark.parametrize(
    ("stage", "answer", "state", "verdict"),
    [
        ("RCPT", "450 4.2.0 greylisted", DEFERRED, None),
        ("RCPT", "550 5.1.1 unknown", REFUSED, None),
        ("RCPT", "421 4.7.0 closing", DEFERRED, Verdict.RECONNECT),
        ("RCPT", "550 5.4.5 Daily user sending limit exceeded", None, Verdict.PAUSE),
        ("RCPT", "550-5.4.5 Daily user sending limit\r\n550 5.4.5 exceeded. See help", None, Verdict.PAUSE),
        ("RCPT", "554 5.7.1 Relay access denied", None, Verdict.PERSON),
        ("MAIL", "550 5.7.60 may not send as this sender", None, Verdict.PERSON),
        ("MAIL", "451 4.3.0 later", None, Verdict.RECONNECT),
        ("MAIL", "450 4.2.1 is receiving mail too quickly", None, Verdict.RECONNECT),
        ("MAIL", "421 4.3.0 closing", None, Verdict.RECONNECT),
        ("DATA", "451 4.3.0 later", DEFERRED, None),
        ("DATA", "554 5.7.1 no", REFUSED, None),
        ("DATA", "421 4.3.0 closing", DEFERRED, Verdict.RECONNECT),
        ("BODY", "451 4.3.0 later", DEFERRED, None),
        ("BODY", "552 5.3.4 too big", REFUSED, None),
        ("BODY", "421 4.3.0 closing", DEFERRED, Verdict.RECONNECT),
        ("BODY", "550 5.4.5 Daily user sending limit exceeded", DEFERRED, Verdict.PAUSE),
        ("BODY", "354 go on", UNKNOWN, Verdict.RECONNECT),
        ("BODY", "hello?", UNKNOWN, Verdict.RECONNECT),
        ("BODY", TAKE_AND_HANG_UP, UNKNOWN, Verdict.RECONNECT),
        ("BODY", HANG_UP, UNKNOWN, Verdict.RECONNECT),
        ("BODY", RESET, UNKNOWN, Verdict.RECONNECT),
        ("TEXT", "421 4.3.0 closing", DEFERRED, Verdict.RECONNECT),
        ("RCPT", HANG_UP, None, Verdict.RECONNECT),
        ("MAIL", RESET, None, Verdict.RECONNECT),
        ("DATA", HANG_UP, None, Verdict.RECONNECT),
        ("RCPT", "%PDF-1.4\r\n\x00\x01", None, Verdict.RECONNECT),
        ("RCPT", "2", None, Verdict.RECONNECT),
    ],
)  # fmt: skip
@both
def test_it_survives(pipelining: bool, stage: str, answer: str, state: State | None, verdict: Verdict | None) -> None:
    """The answer comes to the second of four messages; ``None``: that message was not tried and goes back."""
    server, feed, ending = dialogue(messages(4), pipelining=pipelining, script={stage: [None, answer]})
    assert (ending.verdict if ending else None) is verdict
    assert feed.outcomes[1].state is SENT
    assert feed.states().get(2) is state
    if state is None:
        assert feed.queue[0].key == 2
    if verdict is None:
        assert feed.states() == {1: SENT, 2: state, 3: SENT, 4: SENT}
    else:
        assert {one.key for one in feed.queue} == ({3, 4} if state else {2, 3, 4})
    taken = {1: 1} | ({2: 1} if answer == TAKE_AND_HANG_UP else {}) | ({3: 1, 4: 1} if verdict is None else {})
    assert server.delivered() == {f"a{key}@example.com": 1 for key in taken}


@both
def test_a_server_that_hangs_up_before_the_dot_leaves_no_doubt(pipelining: bool) -> None:
    class Late(Steps):
        """Between the 354 and the text the server hangs up, and that is known here."""

        def step(self, done: object, sending: Outgoing | None) -> None:
            super().step(done, sending)  # type: ignore[arg-type]
            if sending and sending.key == 2:
                gone.wait(5)

    gone = threading.Event()

    class Leaving(Server):
        def _next(self, stage: str) -> str | None:
            answer = super()._next(stage)
            if answer == HANG_UP:
                threading.Timer(0.1, gone.set).start()
            return answer

    feed = Late.of(messages(3))
    with Leaving(pipelining=pipelining, script={"TEXT": [None, HANG_UP]}) as server:
        ending = talk(server, feed)
    assert ending == Decision(Verdict.RECONNECT)
    assert feed.states() == {1: SENT, 2: DEFERRED}
    assert [one.key for one in feed.queue] == [3]


def test_a_silent_server_is_left_after_the_time_out() -> None:
    _, feed, ending = dialogue(messages(2), timeout=1, script={"RCPT": [SILENCE]})
    assert ending == Decision(Verdict.RECONNECT)
    assert not feed.outcomes
    _, feed, ending = dialogue(messages(2), timeout=1, script={"BODY": [SILENCE]})
    assert feed.states() == {1: UNKNOWN}


def test_a_delay_that_the_answer_asks_for_reaches_the_ledger() -> None:
    too_quick = "450 4.2.1 The user you are trying to contact is receiving mail too quickly"
    _, feed, _ = dialogue(messages(1), script={"RCPT": [too_quick]})
    assert feed.outcomes[1].retry_after == timedelta(hours=1)


@both
def test_it_refuses_an_address_that_smtp_cannot_carry_by_itself(pipelining: bool) -> None:
    odd = [message(1), message(2, "añi@example.com"), message(3, "a@example.com>\r\nDATA"), message(4)]
    server, feed, _ = dialogue(odd, pipelining=pipelining)
    assert feed.states() == {1: SENT, 2: REFUSED, 3: REFUSED, 4: SENT}
    assert "SMTPUTF8" in feed.outcomes[2].reply
    assert len(server.messages) == 2


@both
def test_an_error_of_ours_leaves_nothing_in_doubt_without_a_word(pipelining: bool) -> None:
    class Broken:
        def fill(self, slots: object) -> bytes:
            raise KeyError("name")

    what = [message(1), message(2), Outgoing(3, "a3@example.com", Broken(), {})]
    feed = Steps.of(what)
    start = time.monotonic()
    with Server(pipelining=pipelining) as server, pytest.raises(KeyError):
        talk(server, feed)
    assert time.monotonic() - start < 3, "no QUIT into a text, and no wait for its answer"
    assert feed.states() == {1: SENT, 2: DEFERRED}
    assert list(server.delivered()) == ["a1@example.com"]


def test_a_large_text_goes_through() -> None:
    text = "Subject: x\r\n\r\n" + "0123456789\r\n" * 200_000
    server, feed, _ = dialogue([message(1, text=text), message(2)])
    assert feed.states() == {1: SENT, 2: SENT}
    assert server.messages[0].data == text.encode()


def answering(answer: bytes) -> Channel:
    ours, theirs = socket.socketpair()
    ours.settimeout(1)
    theirs.sendall(answer)
    theirs.close()
    return Channel(ours)


@pytest.mark.parametrize(
    ("answer", "code", "text"),
    [
        (b"250 2.0.0 Ok\r\n", 250, "2.0.0 Ok"),
        (b"250\r\n", 250, ""),
        (b"250 \r\n", 250, ""),
        (b"250 ok\n", 250, "ok"),
        (
            b"550-5.4.5 Daily\r\n550-5.4.5 limit\r\n550 5.4.5 exceeded\r\n",
            550,
            "5.4.5 Daily\n5.4.5 limit\n5.4.5 exceeded",
        ),
        (b"250 \xc3\xa9 \xff\r\n", 250, "é �"),
    ],
)
def test_it_reads_a_reply(answer: bytes, code: int, text: str) -> None:
    assert answering(answer).read() == (code, text)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"250 without an end",
        b"hello\r\n",
        b"25\r\n",
        b"2500 x\r\n",
        b"250-a\r\nb\r\n",
        b"x" * 50_000,
        b"250-x\r\n" * 9_000,
    ],
)
def test_it_gives_up_on_what_is_no_reply(answer: bytes) -> None:
    with pytest.raises(ConnectionLost):
        answering(answer).read()


def test_it_reads_replies_one_by_one() -> None:
    channel = answering(b"250 a\r\n250-b\r\n250 c\r\n354 d\r\n")
    assert [channel.read() for _ in range(3)] == [(250, "a"), (250, "b\nc"), (354, "d")]


def test_it_needs_a_connection() -> None:
    with pytest.raises(ConnectionLost):
        Connection(smtplib.SMTP(local_hostname="localhost"), SENDER, Steps.of([]))
