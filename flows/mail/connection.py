"""The SMTP dialogue over one connection, in step with the journal.

Where the server offers PIPELINING (RFC 2920), a message's text and final dot go out together with the next one's MAIL,
RCPT and DATA, and their replies come back together: one round trip a message. A text is only ever written after its
own 354, and after "sending" was committed for it, so that at most one message is in doubt, whatever dies when.
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from flows.mail import encoding
from flows.mail.account import ConnectionLost
from flows.mail.channel import Channel
from flows.mail.decisions import Decision, Stage, Verdict
from flows.mail.interface import Outcome, Outgoing, State
from flows.mail.replies import decide, presentable

_DATA: Final = (Stage.DATA, b"DATA\r\n")
_RSET: Final = (Stage.RSET, b"RSET\r\n")
_ENDINGS: Final = frozenset({Verdict.RECONNECT, Verdict.PAUSE, Verdict.PERSON})
_STATES: Final = {Verdict.ACCEPTED: State.SENT, Verdict.REFUSED: State.REFUSED}


class Feed(Protocol):
    """Where a connection's messages come from, and what becomes of them goes to."""

    def take(self) -> Outgoing | None:
        """The next message; ``None`` when this connection shall send no more."""

    def give_back(self, message: Outgoing) -> None:
        """A message that was taken and not tried."""

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        """Commit, as `flows.mail.interface.Journal.step`."""


@dataclass(slots=True)
class _Ready:
    """A message with its bytes, and the commands that introduce it."""

    message: Outgoing
    commands: Sequence[tuple[Stage, bytes]]
    text: bytes

    @property
    def introduction(self) -> bytes:
        return b"".join([command for _, command in self.commands])


class Connection:
    """One signed-in connection (`flows.mail.account.open_connection`), used by one thread."""

    def __init__(self, smtp: smtplib.SMTP, sender: str, feed: Feed) -> None:
        """``sender`` is the envelope's address. PIPELINING is used if the server's EHLO offers it."""
        if smtp.sock is None:
            raise ConnectionLost("not connected")
        self._smtp, self._feed = smtp, feed
        self._channel = Channel(smtp.sock)
        self._pipelining = smtp.has_extn("pipelining")
        self._mail = (Stage.MAIL, b"MAIL FROM:<" + encoding.address(sender) + b">\r\n")
        self._current: _Ready | None = None
        """The message whose DATA was answered by 354: its text is next."""
        self._following: _Ready | None = None
        """The message after it, whose commands may be on their way."""
        self._handed_over = False
        """Whether the final dot of the current one may have reached the server."""
        self._done: Outcome | None = None
        """What the server has answered and the journal does not know yet."""
        self._half_open = False
        """Whether a transaction was begun that must be reset before the next."""
        self._ending: Decision | None = None

    def run(self) -> Decision | None:
        """Send what the feed gives until it gives no more; then ``None``, else why it ended before.

        Every outcome is committed when it returns, also when it raises what the feed raised.
        """
        why = "interrupted"
        try:
            self._converse()
        except ConnectionLost as lost:
            why = str(lost)
            self._ending = self._ending or Decision(Verdict.RECONNECT)
        finally:
            if self._current or self._following:
                self._ending = self._ending or Decision(Verdict.RECONNECT)
            if self._current:
                state = State.UNKNOWN if self._handed_over else State.DEFERRED
                self._record(Outcome(self._current.message.key, state, reply=why))
            if self._following:
                self._feed.give_back(self._following.message)
            self._commit(None)
        return self._ending

    def close(self) -> None:
        """Say QUIT if the server is waiting for a command, and hang up."""
        with contextlib.suppress(ConnectionLost):
            if self._ending is None:
                self._channel.write(b"QUIT\r\n")
                self._channel.read()
        self._smtp.close()

    def _converse(self) -> None:
        while self._ending is None:
            self._commit(self._current)
            self._following = self._next()
            if self._current:
                self._hand_over(self._current)
            elif self._following is None:
                return
            elif self._pipelining:
                self._channel.write(self._following.introduction)
            if self._following and self._ending is None:
                self._introduce(self._following)

    def _next(self) -> _Ready | None:
        while message := self._feed.take():
            try:
                recipient, text = encoding.address(message.recipient), message.data()
            except ValueError as error:
                self._record(Outcome(message.key, State.REFUSED, reply=presentable(str(error))))
                continue
            commands: tuple[tuple[Stage, bytes], ...]
            commands = (self._mail, (Stage.RCPT, b"RCPT TO:<" + recipient + b">\r\n"), _DATA)
            if self._half_open:
                self._half_open = False
                commands = (_RSET, *commands)
            return _Ready(message, commands, text)
        return None

    def _hand_over(self, current: _Ready) -> None:
        """Write the text and its dot, with them the commands of the following message, and read what became of it."""
        tail = b".\r\n"
        if self._pipelining and self._following:
            tail += self._following.introduction
        self._channel.write(current.text, more=True)
        # A server that has hung up or turned the text down by now never gets the dot: so nothing is in doubt.
        early = self._channel.spoke()
        if not early:
            rest = self._channel.begin(tail)
            self._handed_over = True
            if rest:
                self._channel.write(rest)
        code, text = self._channel.read()
        decision = decide(Stage.BODY, code, text)
        if early:
            self._ending = decision if decision.verdict in _ENDINGS else Decision(Verdict.RECONNECT)
            if decision.verdict is Verdict.ACCEPTED:
                raise ConnectionLost("the server accepted a text before its end")
        state = _STATES.get(decision.verdict, State.DEFERRED if 400 <= code < 600 else State.UNKNOWN)
        self._record(Outcome(current.message.key, state, code, presentable(text), decision.wait))
        self._current = None
        if decision.verdict in _ENDINGS:
            self._ending = decision

    def _introduce(self, ready: _Ready) -> None:
        """Go through the commands that introduce a message: either its text is next, or it is settled."""
        refusal: tuple[Stage, int, str, Decision] | None = None
        admitted = False  # as recipient
        try:
            for stage, command in ready.commands:
                if not self._pipelining:
                    self._channel.write(command)
                code, text = self._channel.read()
                decision = decide(stage, code, text)
                admitted = admitted or (stage is Stage.RCPT and decision.verdict is Verdict.ACCEPTED)
                if decision.verdict is not Verdict.ACCEPTED:
                    refusal = refusal or (stage, code, text, decision)
                    if not self._pipelining:
                        break
            if refusal and stage is Stage.DATA and code == 354:
                self._refuse_to_write(admitted)
        except ConnectionLost:
            if refusal is None:
                raise
            self._ending = Decision(Verdict.RECONNECT)
        self._following = None
        if refusal:
            self._turn_down(ready, *refusal)
        else:
            self._current, self._handed_over = ready, False

    def _refuse_to_write(self, admitted: bool) -> None:
        """The server takes a text although it refused a command before (RFC 2920, 3.1): it gets an empty one.

        Without a recipient that goes nowhere; if there is one, only hanging up does not deliver it.
        """
        if admitted:
            raise ConnectionLost("the server is out of step")
        self._channel.write(b".\r\n")
        self._channel.read()

    def _turn_down(self, ready: _Ready, stage: Stage, code: int, text: str, decision: Decision) -> None:
        self._half_open = True
        message, verdict = ready.message, decision.verdict
        sender_refused = stage in (Stage.RSET, Stage.MAIL)
        if verdict in _ENDINGS:
            self._ending = decision
        elif sender_refused:
            self._ending = Decision(Verdict.RECONNECT)
        # A connection that breaks at a recipient may do so each time: that message waits, and is not tried at once.
        if verdict in (Verdict.PAUSE, Verdict.PERSON) or sender_refused:
            self._feed.give_back(message)
        else:
            state = _STATES.get(verdict, State.DEFERRED)
            self._record(Outcome(message.key, state, code, presentable(text), decision.wait))

    def _record(self, outcome: Outcome) -> None:
        """Keep an outcome for the next commit; there is one at most."""
        if self._done:
            self._commit(None)
        self._done = outcome

    def _commit(self, sending: _Ready | None) -> None:
        if self._done or sending:
            self._feed.step(self._done, sending.message if sending else None)
            self._done = None
