"""What the ledger hands out and takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple, Protocol

from flows.mail.interface import Wire


class Purpose(StrEnum):
    """Why a mail goes out."""

    ANNOUNCE = "announce"
    CORRECT = "correct"
    PREVIEW = "preview"
    PROBLEMS = "problems"
    REQUEST = "request"
    """A partner is asked for results, or reminded."""
    ESCALATE = "escalate"
    """A member of staff is to call partners that do not answer."""
    SIGN_IN = "sign in"
    """A member of staff asked for a link to the pages for staff."""
    RECAP = "recap"
    """An archived recap goes to those whom it concerns."""
    INVITE = "invite"
    """Alumni are invited to an event."""
    INVITE_UPDATE = "invite update"
    """Those invited are told of another time or place."""
    INVITE_CANCEL = "invite cancel"
    """Those invited are told that the event is off."""
    SEAT = "seat"
    """Who waited for a seat at an event has one."""
    REMIND = "remind"
    """Who comes to an event is reminded the day before."""
    CONFIRM = "confirm"
    """Who wants to be on the list shows that the address is theirs."""


OF_EVENTS = (Purpose.INVITE, Purpose.INVITE_UPDATE, Purpose.INVITE_CANCEL, Purpose.SEAT, Purpose.REMIND)

ON_RECORD = frozenset({Purpose.ANNOUNCE, Purpose.CORRECT, Purpose.REQUEST, Purpose.ESCALATE, Purpose.RECAP, *OF_EVENTS})
"""Steps of the procedure: of these the trail tells how many mails left."""


class Priority(IntEnum):
    """The order in which the account's limit is spent (design, "Limits")."""

    STAFF = 0
    URGENT = 1
    CORRECTION = 2
    PARTNER = 3
    DIGEST = 4


TOGETHER: Mapping[int, tuple[int, ...]] = {
    Priority.URGENT: (Priority.URGENT, Priority.DIGEST),
    Priority.DIGEST: (Priority.URGENT, Priority.DIGEST),
}
"""Priorities whose announcements travel in one message: who gets an urgent vacancy gets the rest with it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What units are about.

    ``subject`` is a row's ID, a day or a number of the ledger's; ``edition`` a version's hash, a turn or a day.
    """

    purpose: Purpose
    subject: str
    edition: str
    priority: Priority


class Parcel(NamedTuple):
    """The queued units of one recipient that may travel in one message: everything to announce, or one other matter."""

    recipient_id: int
    address: str
    numbers: tuple[int, ...]
    """The matters' numbers in the ledger; of the same numbers the same ``matters`` are made, the very same object."""
    matters: tuple[Matter, ...]


class Compiled(Wire, Protocol):
    """A compiled message that can be kept, so that its exact bytes can be made again."""

    def dump(self) -> bytes: ...


class Draft(NamedTuple):
    """A parcel as composed: which of its matters go into the message, and from what its bytes are made."""

    matters: tuple[Matter, ...]
    """The others of the parcel are withdrawn."""
    skeleton_id: str
    wire: Compiled
    slots: Mapping[str, str]
    header_id: str
    """The Message-ID."""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row of a staff tab as last seen."""

    id: str
    fingerprint: str
    since: datetime
    """From when on it is known to have stood as it does."""
    confirmed: bool
    """Whether its ID was seen in the sheet beside this content."""
    copied_status: str | None
    """The *Status* that came with a copied row: while it stands, the row counts as ``Draf``."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What became of one subject under one purpose."""

    subject: str
    at: datetime
    """When the first edition was queued."""
    tally: Mapping[str, int]
    """Units by state, over all editions."""
