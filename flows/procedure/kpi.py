"""The procedure's two KPIs, and further measures of the service, year by year. Pure.

Years are calendar years of the office's time zone. Of each measure, its source in the ledger in brackets:

- ``connecting`` (B.1.17.3, at least 1): events that connect industry and graduates (`connects`) and took place that
  year (`took_place`), by the day on which they began [event].
- ``published`` (B.1.17.4): of the year's checks, those in which every published page answered without login
  (`is_public`) [page_check].
- ``answer_rate``: of the vacancies that closed that year, whose partner was asked or answered unasked, those that are
  answered [closing, feedback_case, response]. As in a recap of that year; those called off are left out.
- ``acceptance_rate``: the accepted, of the applicants, over the vacancies that closed that year and tell both numbers
  in their latest answer [closing, response].
- ``days_to_announcement``: median over the vacancies announced that year, from first sight in the sheet to the
  announcement; those whose first sight is not on record are left out [trail, matter].
- ``days_to_answer``: median over the vacancies that closed that year, from the request to the first answer; those that
  were answered unasked are left out [closing, feedback_case, response].
- ``alumni_reached``: different addresses that the mail server took at least one announcement or correction for that
  year; a mailing list is one [message].
- ``vacancies_announced``: vacancies whose first announcement was that year, and was not taken back from all [matter].
- ``events_held``: approved events of any kind that took place that year [event].

Unknown is ``None``, never 0: what happened before the ledger began is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from flows.procedure.models import Event

YEARS = 5
"""How many are shown: as long as vacancies and recaps are kept (section 4 of the procedure)."""
RECRUITMENT = "Rekrutmen di Kampus"
GATHERINGS = frozenset({"Workshop", "Diseminasi/Sosialisasi", "Seminar", "Pendampingan"})
"""Kinds of events that graduates come to. *Rapat* and *Benchmarking* are between offices, whoever takes part."""
LAST_QUARTER = 10
"""Its first month."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announced:
    """A vacancy that was announced. ``received``: first sight of it in the sheet, if that is on record."""

    vacancy: str
    at: datetime
    received: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a partner was asked about a closed vacancy, and told: ``answered`` first, the numbers last."""

    vacancy: str
    closed: date
    requested: datetime | None
    answered: datetime | None
    applied: int | None
    accepted: int | None


@dataclass(frozen=True, slots=True)
class PageCheck:
    """A published page at a moment: an HTTP status as text, or one of the words of `flows.visit`."""

    at: datetime
    page: str
    result: str


@dataclass(frozen=True)
class Known:
    """All that the measures are made of."""

    since: datetime | None
    """When the ledger began; ``None``: it has not."""
    announced: Sequence[Announced]
    outcomes: Sequence[Outcome]
    events: Sequence[Event]
    reached: Mapping[int, int]
    """By year."""
    checks: Sequence[PageCheck]
    public_url: str
    """Where the pages are; ``""``: there are none."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Counts, ``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """0 to 1; ``None`` of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Duration:
    """A median in days over ``told`` of ``whole`` vacancies; ``None`` over none."""

    days: float | None
    told: int
    whole: int


@dataclass(frozen=True)
class Year:
    """One year's measures, as the module's docstring defines them."""

    year: int
    whole: bool
    """Whether the ledger had begun when the year did."""
    connecting: tuple[Event, ...]
    planned: tuple[Event, ...]
    """Approved events that would connect, and are still to come in this year."""
    checks: tuple[PageCheck, ...]
    published: Ratio
    answers: Ratio
    outcomes: tuple[Outcome, ...]
    """What ``answers`` counts."""
    acceptance: Ratio
    acceptance_from: int
    """How many vacancies ``acceptance`` is made of."""
    to_announcement: Duration
    to_answer: Duration
    reached: int
    announced: tuple[Announced, ...]
    held: tuple[Event, ...]


def connects(event: Event) -> bool:
    """Whether an event connects industry and graduates: a recruitment on campus does; so does an event that graduates
    come to (`GATHERINGS`) if a company takes part, or it is about vacancies."""
    return event.kind == RECRUITMENT or (event.kind in GATHERINGS and bool(event.company or event.vacancies))


def took_place(event: Event, now: datetime) -> bool:
    """Approved and over, and not with nobody there; that nobody counted them does not matter."""
    return event.status == "Setuju" and (event.ends or event.starts) <= now and event.attended != 0


def is_public(result: str) -> bool:
    """Whether a page answered whoever asks."""
    return result.isdecimal() and 200 <= int(result) < 300


def lacks_activity(events: Iterable[Event], since: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether staff are to be warned: in the year's last quarter, no event that connects was held, nor is planned.

    A ledger that began in that quarter cannot know what was held before.
    """
    today = now.astimezone(zone).date()
    if today.month < LAST_QUARTER or since is None or since >= datetime(today.year, LAST_QUARTER, 1, tzinfo=zone):
        return False
    this_year = [event for event in events if connects(event) and _day(event.starts, zone).year == today.year]
    return not any(took_place(event, now) or _to_come(event, now) for event in this_year)


def years(known: Known, now: datetime, zone: ZoneInfo) -> list[int]:
    """The last five, newest first, but none before anything is on record."""
    starts = [known.since] if known.since else []
    first = min((_day(at, zone).year for at in (*starts, *(event.starts for event in known.events))), default=9999)
    this = _day(now, zone).year
    return [year for year in range(this, this - YEARS, -1) if year >= first]


def measure(known: Known, year: int, now: datetime, zone: ZoneInfo) -> Year:
    """All of one year, as far as it is known at ``now`` (aware)."""
    events = [event for event in known.events if _day(event.starts, zone).year == year]
    held = tuple(event for event in events if took_place(event, now))
    checks = tuple(check for check in known.checks if _day(check.at, zone).year == year)
    by_moment: dict[datetime, bool] = {}
    for check in checks:
        by_moment[check.at] = by_moment.get(check.at, True) and is_public(check.result)
    announced = tuple(one for one in known.announced if _day(one.at, zone).year == year)
    outcomes = tuple(one for one in known.outcomes if one.closed.year == year and (one.requested or one.answered))
    both = [(one.accepted, one.applied) for one in outcomes if one.accepted is not None and one.applied is not None]
    answered = [one for one in outcomes if one.answered]
    return Year(
        year,
        whole=known.since is not None and known.since <= datetime(year, 1, 1, tzinfo=zone),
        connecting=tuple(event for event in held if connects(event)),
        planned=tuple(event for event in events if connects(event) and _to_come(event, now)),
        checks=checks,
        published=Ratio(sum(by_moment.values()), len(by_moment)),
        answers=Ratio(len(answered), len(outcomes)),
        outcomes=outcomes,
        acceptance=Ratio(sum(accepted for accepted, _ in both), sum(applied for _, applied in both)),
        acceptance_from=len(both),
        to_announcement=_median([one.at - one.received for one in announced if one.received], len(announced)),
        to_answer=_median(
            [one.answered - one.requested for one in answered if one.answered and one.requested], len(answered)
        ),
        reached=known.reached.get(year, 0),
        announced=announced,
        held=held,
    )


def _to_come(event: Event, now: datetime) -> bool:
    return event.status == "Setuju" and (event.ends or event.starts) > now


def _median(spans: Sequence[timedelta], whole: int) -> Duration:
    # An answer by telephone may be entered before the request has left: it took no time.
    days = [max(span / _DAY, 0.0) for span in spans]
    return Duration(median(days) if days else None, len(days), whole)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
