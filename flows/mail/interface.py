"""What passes between templates, ledger and connection: a letter, an outgoing message, its outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a letter, the same for its whole audience."""

    name: str
    """The file's name, with its ending. Any text will do: what cannot stand in a name is replaced."""
    media_type: str
    """Such as ``application/pdf``. Content of a ``text/…`` is UTF-8."""
    content: bytes = field(repr=False)
    content_id: str = ""
    """For a picture in the letter: letters, digits, ``.``, ``_``, ``-`` and at most one ``@``. The HTML shows it by
    ``<img src="cid:…">``, and it is not listed among the files."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """An iCalendar object (RFC 5545) beside the text: mail programs show it as an invitation (RFC 6047)."""

    method: str
    """As in the object: ``REQUEST``, ``CANCEL``, ``PUBLISH`` …"""
    content: str
    """With either line end; it is folded anew. A slot's mark may stand in a parameter, as a whole address after
    ``mailto:``, or in a text: its value is written for that place, on folded lines of its own."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as a template made it, once per audience. Where something differs by person, the texts hold a
    slot's mark (`flows.mail.skeleton.mark`)."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers (List-Id, Auto-Submitted, List-Unsubscribe …); values may hold slots' marks."""
    attachments: tuple[Attachment, ...] = ()
    calendar: Calendar | None = None


class State(StrEnum):
    """Of a message, in the ledger's words."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class Wire(Protocol):
    """A compiled message that fills in what differs by person (`flows.mail.skeleton.Skeleton`)."""

    def fill(self, slots: Mapping[str, str]) -> bytes:
        """The message as it goes over the wire: CRLF line ends, dots stuffed, without the final ``.``"""


class Outgoing(NamedTuple):
    """A claimed message, ready to be sent."""

    key: int
    """The ledger's number of this message."""
    recipient: str
    """The envelope's address."""
    wire: Wire
    slots: Mapping[str, str]

    def data(self) -> bytes:
        return self.wire.fill(self.slots)


class Outcome(NamedTuple):
    """What became of one outgoing message. ``QUEUED`` means that it was not tried and goes back to the queue."""

    key: int
    state: State
    code: int = 0
    """The server's reply code, 0 if there was none."""
    reply: str = ""
    """The server's words, shortened to 200 characters, every address in them replaced by ``<…>``."""
    retry_after: timedelta | None = None
    """For ``DEFERRED``: ``None`` lets the ledger choose by the number of attempts."""


class Journal(Protocol):
    """The ledger's side of delivery. Every call commits before it returns; calls may come from several threads."""

    def step(self, done: Outcome | None, sending: Outgoing | None) -> None:
        """In one commit: the outcome of one message, and that the next one's data is about to be written.

        ``sending`` must be committed before the first byte of that message's data; ``done`` as soon as the server
        has answered. A process killed at any point thus leaves at most one message in doubt per connection.
        """

    def claim(self, owner: str) -> list[Outgoing]:
        """The next batch for this connection, committed durably; empty when nothing more may be sent now."""

    def release(self, outcomes: list[Outcome]) -> None:
        """Give back messages that were claimed and not tried (``QUEUED``), or that were refused though it was the
        account that the server refuses (``DEFERRED``)."""
