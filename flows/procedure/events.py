"""Who is told what about an event, and when: invitation, change, cancellation, reminder (step 3). Pure.

What calendars were told is kept apart from the row (`Entry`): a row that is being edited changes nothing until it has
settled, and then what was told says who must be told of the change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum, auto
from typing import Any, Self
from zoneinfo import ZoneInfo

from flows.procedure.announcing import Digest
from flows.procedure.models import Event

SOON = timedelta(hours=48)
"""An event that begins so soon is no matter for the next morning: its invitations leave at once."""


class Answer(StrEnum):
    """What somebody who was invited is to an event."""

    COMING = "coming"
    WAITING = "waiting"
    """Wants to come, and has no seat yet."""
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where: what a calendar must not be wrong about."""

    starts: datetime
    ends: datetime | None
    place: str

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(event.starts, event.ends, event.place)

    @property
    def content(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat() if self.ends else None,
            "place": self.place,
        }

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Self:
        ends = datetime.fromisoformat(content["ends"]) if content["ends"] else None
        return cls(datetime.fromisoformat(content["starts"]), ends, content["place"])

    def same_time(self, other: Occasion) -> bool:
        return (self.starts, self.ends) == (other.starts, other.ends)

    def over(self, now: datetime) -> bool:
        return now >= (self.ends or self.starts)


@dataclass(frozen=True, slots=True)
class Entry:
    """What calendars are told of an event now."""

    number: int
    """By which links name the event."""
    uid: str
    sequence: int
    """SEQUENCE (RFC 5545): it rises with every change that those invited must know."""
    occasion: Occasion
    cancelled: bool
    at: datetime
    """Since when they are told this."""

    @property
    def told(self) -> Told:
        return Told(self.occasion, self.cancelled)


@dataclass(frozen=True, slots=True)
class Told:
    """What one SEQUENCE said."""

    occasion: Occasion
    cancelled: bool

    @property
    def content(self) -> dict[str, Any]:
        return self.occasion.content | {"cancelled": self.cancelled}

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Self:
        return cls(Occasion.from_content(content), bool(content["cancelled"]))


class Stage(Enum):
    """Where an event stands."""

    DRAFT = auto()
    HELD = auto()
    """Problems keep it back."""
    SETTLING = auto()
    """Changed a moment ago: perhaps somebody is still typing."""
    NOBODY = auto()
    """Approved, and without *Sasaran*: nobody is invited by mail."""
    AT_HOUR = auto()
    """Invitations wait for the digest's hour."""
    INVITE = auto()
    """Due: to everyone it is meant for and who was not invited."""
    OPEN = auto()
    """Invited, and nothing to do."""
    OVER = auto()
    """It has begun."""
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """A stage, and for a wait until when (aware)."""

    stage: Stage
    until: datetime | None = None


SETTLED = frozenset({Stage.NOBODY, Stage.AT_HOUR, Stage.INVITE, Stage.OPEN, Stage.OVER, Stage.CANCELLED})
"""Nothing holds it, and nobody is typing: it counts as it stands."""


def judge(
    event: Event, *, invited: bool, held: bool, settles_at: datetime, now: datetime, zone: ZoneInfo, digest: Digest
) -> Standing:
    """Where an event stands.

    ``invited`` says whether anybody was; ``held`` that a problem blocks it; ``settles_at`` is when its row will have
    stood unchanged for long enough.
    """
    if event.status not in {"Setuju", "Batal"}:
        return Standing(Stage.DRAFT)
    if held:
        return Standing(Stage.HELD)
    if now < settles_at:
        return Standing(Stage.SETTLING, settles_at.astimezone(zone))
    if event.status == "Batal":
        return Standing(Stage.CANCELLED)
    if now >= event.starts:
        return Standing(Stage.OVER)
    whom = event.audience
    if not (whom.everybody or whom.programmes or whom.lists):
        return Standing(Stage.NOBODY)
    if digest.due or event.starts - now <= SOON:
        return Standing(Stage.INVITE)
    return Standing(Stage.OPEN) if invited else Standing(Stage.AT_HOUR, digest.next)


def revised(entry: Entry, event: Event, now: datetime) -> Entry | None:
    """What calendars are to be told from now on, with the next SEQUENCE; ``None`` if that is what they were told.

    ``event`` has settled and nothing holds it. Once it has begun, nobody's calendar is changed any more.
    """
    if event.status == "Batal":
        if entry.cancelled or now >= entry.occasion.starts:
            return None
        return replace(entry, sequence=entry.sequence + 1, cancelled=True, at=now)
    occasion = Occasion.of(event)
    if now >= occasion.starts or (occasion == entry.occasion and not entry.cancelled):
        return None
    return replace(entry, sequence=entry.sequence + 1, occasion=occasion, cancelled=False, at=now)


def must_know(told: Told, entry: Entry, answer: Answer | None) -> bool:
    """Whether somebody who was told ``told`` is to be told what the entry says now.

    Who cannot come hears of another time, at which they perhaps can, and that the event is off, for it stands in their
    calendar; not of another room.
    """
    if told == entry.told:
        return False
    if entry.cancelled or told.cancelled:
        return entry.cancelled != told.cancelled
    return answer is not Answer.DECLINED or not told.occasion.same_time(entry.occasion)


def remind_at(occasion: Occasion, zone: ZoneInfo, hour: int) -> datetime:
    """From when on those who come are reminded: the day before, at the digest's hour; until it begins."""
    eve = occasion.starts.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(eve, time(hour), zone)


def reminder_day(occasion: Occasion, zone: ZoneInfo) -> date:
    """The day that a reminder is about: an event that is moved to another day is reminded of anew."""
    return occasion.starts.astimezone(zone).date()


def attendance(typed: int | None, counted: int | None) -> int | None:
    """How many were there: those who were checked in one by one, if any were; else what staff typed."""
    return counted or typed
