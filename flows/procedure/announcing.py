"""Which vacancy is to be announced, corrected, previewed or left alone now (steps 1 and 2 of the procedure). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from flows.procedure.models import Vacancy


class Step(Enum):
    """Where a vacancy stands."""

    DRAFT = auto()
    HELD = auto()
    """Problems or warnings keep it back."""
    SETTLING = auto()
    """Changed a moment ago: perhaps somebody is still typing."""
    PREVIEW = auto()
    """Due: a preview to staff."""
    ANNOUNCE = auto()
    """Due: to everyone it is meant for and who has not had it."""
    AT_HOUR = auto()
    """Waits for the digest's hour."""
    OPEN = auto()
    """Announced, and nothing to do."""
    EDITED = auto()
    """Edited after it was announced: nothing is sent until *Status* is ``Ralat``."""
    CORRECT = auto()
    """Due: a correction to those who got an earlier edition."""
    NEVER_ANNOUNCED = auto()
    """``Ralat`` for what nobody got: ``Setuju`` is meant."""
    EXPIRED = auto()
    CLOSED = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A step, and for a wait until when (aware, office time)."""

    step: Step
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """Whether digests leave now, and when the next ones do."""

    due: bool
    next: datetime


def digest(now: datetime, zone: ZoneInfo, hour: int, last: date | None, *, by_hand: bool = False) -> Digest:
    """Digests leave on the first tick after ``hour`` of each day, office time; by hand at any time.

    ``last`` is the office's day on which digests left last.
    """
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), time(hour), zone)
    due = local >= today and last != local.date()
    upcoming = today if local < today else datetime.combine(local.date() + timedelta(days=1), time(hour), zone)
    return Digest(due or by_hand, upcoming)


def expired(vacancy: Vacancy, now: datetime, zone: ZoneInfo) -> bool:
    """A deadline lasts to 23:59 office time."""
    return vacancy.deadline is not None and now.astimezone(zone).date() > vacancy.deadline


def approved(vacancy: Vacancy) -> bool:
    return vacancy.status in {"Setuju", "Ralat"}


def judge(
    vacancy: Vacancy,
    *,
    told: str | None,
    held: bool,
    settles_at: datetime,
    now: datetime,
    zone: ZoneInfo,
    digest: Digest,
) -> Verdict:
    """Decide where a vacancy stands.

    ``told`` is the edition last announced or corrected, ``None`` if never; ``held`` says that a problem blocks it;
    ``settles_at`` is when its row will have stood unchanged for long enough.
    """
    idle = {"Tutup": Step.CLOSED, "Batal": Step.CANCELLED, "Draf": Step.DRAFT, "": Step.DRAFT}
    if vacancy.status in idle:
        return Verdict(idle[vacancy.status])
    if expired(vacancy, now, zone):
        return Verdict(Step.EXPIRED)
    if held:
        return Verdict(Step.HELD)
    if now < settles_at:
        return Verdict(Step.SETTLING, settles_at.astimezone(zone))
    if vacancy.status == "Pratinjau":
        return Verdict(Step.PREVIEW)
    if vacancy.status == "Ralat":
        return Verdict(_correction(vacancy, told))
    if told is not None and told != vacancy.edition:
        return Verdict(Step.EDITED)
    if vacancy.urgent or digest.due:
        return Verdict(Step.ANNOUNCE)
    return Verdict(Step.OPEN) if told is not None else Verdict(Step.AT_HOUR, digest.next)


def _correction(vacancy: Vacancy, told: str | None) -> Step:
    if told is None:
        return Step.NEVER_ANNOUNCED
    return Step.OPEN if told == vacancy.edition else Step.CORRECT
