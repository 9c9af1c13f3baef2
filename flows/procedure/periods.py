"""Where a period of *Periode* stands: drafted, waiting, to be made final, or archived. Pure.

**An approval counts once.** It is a row that has stood settled since a moment with ``Setuju`` or ``Perbarui``; it is
worth what could be known then. So an approval that was typed before the period was over is none, and a ``Perbarui``
that just stays makes no second revision: another one needs the row to have been changed since, be it by another
*Status* in between or by a new *Disetujui Oleh*. (A change that is taken back between two readings is not seen.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from flows.procedure.models import Period

_DAY = timedelta(days=1)


class Stage(Enum):
    """Where a period stands."""

    HELD = auto()
    """Problems keep it back."""
    BLANK = auto()
    """A draft without its days: it is none yet."""
    SETTLING = auto()
    """Changed a moment ago."""
    RUNNING = auto()
    """Drafted in *Rekap* while its days are not over."""
    DRAFT = auto()
    """Drafted in *Rekap*, and can be approved."""
    EARLY = auto()
    """Approved before it was over: such an approval is none."""
    NO_FIRST = auto()
    """``Perbarui`` of what was never final: ``Setuju`` is meant."""
    FINAL = auto()
    """Due: the next revision."""
    ARCHIVED = auto()
    """The last revision says what is known."""
    CHANGED = auto()
    """Something has come in since the last revision: the next one is drafted."""


DRAFTED = frozenset({Stage.RUNNING, Stage.DRAFT, Stage.EARLY, Stage.NO_FIRST, Stage.FINAL, Stage.CHANGED})
"""What *Rekap* shows a draft of."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The last one that was archived."""

    number: int
    digest: str
    """Of all that it says, see `judge`."""
    turn: str
    """The approval that was last acted upon, see `turn`."""
    title: str
    first: date
    last: date
    at: datetime

    def names(self, period: Period) -> bool:
        """Whether it bears the title and the days that the period has now."""
        return (self.title, self.first, self.last) == (period.title, period.first, period.last)


def judge(
    period: Period,
    last: Revision | None,
    *,
    digest: str,
    since: datetime,
    settles_at: datetime,
    now: datetime,
    zone: ZoneInfo,
) -> Stage:
    """Decide where a well-formed period stands.

    ``digest`` is of all that a recap would say now; ``since`` is from when on its row has stood as it does, and
    ``settles_at`` when that will have been for long enough.
    """
    if now < settles_at:
        return Stage.SETTLING
    same = last is not None and last.digest == digest
    if approves(period, last, since) and not same:
        return Stage.EARLY if early(period, since, zone) else Stage.FINAL
    if last is not None:
        return Stage.ARCHIVED if same else Stage.CHANGED
    if period.status == "Perbarui":
        return Stage.NO_FIRST
    return Stage.RUNNING if over(period) > now.astimezone(zone).date() else Stage.DRAFT


def approves(period: Period, last: Revision | None, since: datetime) -> bool:
    """Whether the row asks for the next revision, and was not acted upon yet."""
    if last is None:
        return period.status == "Setuju"
    return period.status == "Perbarui" and last.turn != turn(since)


def early(period: Period, since: datetime, zone: ZoneInfo) -> bool:
    """Whether what has stood since then was typed before the period was over."""
    return since.astimezone(zone).date() < over(period)


def turn(since: datetime) -> str:
    """What tells one approval from the next: since when its row has stood as it does."""
    return since.isoformat()


def over(period: Period) -> date:
    """The first day on which the period is over."""
    return period.last + _DAY
