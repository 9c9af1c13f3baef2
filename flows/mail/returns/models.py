"""What a mail that came back is, and what it says of each address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

COMPLAINT = "complaint"
"""The reason of one who pressed "this is spam"."""


class Kind(StrEnum):
    """What came into the mailbox."""

    FAILURE = "failure"
    """A server gave a message up."""
    DELAY = "delay"
    """A server still tries."""
    DELIVERED = "delivered"
    """A server says that a message arrived, or was handed on."""
    COMPLAINT = "complaint"
    """A reader pressed "this is spam" (RFC 5965)."""
    AUTO_REPLY = "auto-reply"
    """A program answered for a person who is away (RFC 3834)."""
    OPT_OUT = "opt-out"
    """A person asks by mail to get no more."""
    REPLY = "reply"
    """A person wrote."""


class Verdict(StrEnum):
    """Whose trouble it is, and whether it passes."""

    HARD = "hard"
    """There is no such person, host or domain any more: writing again is useless."""
    SOFT = "soft"
    """It may pass."""
    NOT_THEIRS = "not theirs"
    """A full mailbox, or a rule of the server about us: nothing that says the address is wrong."""


@dataclass(frozen=True)
class Concerned:
    """One address that a mail from a machine speaks of."""

    address: str
    """As the reporting server knows it, in lower case."""
    verdict: Verdict
    reason: str
    """One short English word or two, as ``user unknown``; ``other`` where nothing tells."""
    status: str = ""
    """Enhanced status (RFC 3463), as ``5.1.1``; empty when the report has none."""
    written_to: str = ""
    """The address that the message was sent to, where the report gives another than ``address`` (an alias)."""


@dataclass(frozen=True)
class Returned:
    """A mail from the mailbox, read."""

    kind: Kind
    concerned: Sequence[Concerned] = ()
    """Nobody for an opt-out or a reply: they speak of their ``sender``."""
    message_id: str = ""
    """Of the message that came back or is answered, with its angle brackets; empty when it is not told."""
    sender: str = ""
    """Address in From, in lower case."""
    subject: str = ""
    at: datetime | None = None
    """What its Date says, aware; None where it says nothing that can be read."""
