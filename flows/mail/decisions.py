"""The words in which an answer of a mail server is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """What the server answered to."""

    CONNECT = "connect"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    RSET = "rset"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    """Go on; after the body: sent."""
    LATER = "later"
    """This message once more after a delay, which grows with its attempts unless one is given."""
    REFUSED = "refused"
    """This recipient never."""
    RECONNECT = "reconnect"
    """Leave this connection and come back slowly; the message is not at fault."""
    PAUSE = "pause"
    """Stop the whole account until the delay is over (`DAY`: its limit for the day is used up)."""
    PERSON = "person"
    """Stop the whole account: somebody must act first."""


HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    wait: timedelta | None = None
    what: str = ""
    """For ``PAUSE`` and ``PERSON``: what is wrong, in a sentence."""
    cure: str = ""
