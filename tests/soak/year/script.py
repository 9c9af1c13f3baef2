"""What happens in the simulated time, decided beforehand from a seed, so that it can be reckoned without asking loker.

Everybody and everything is made up. A vacancy is known by its code (``Q0007``), an event by its (``E03``): they stand
in position, title and every mail about them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.soak.year.scale import Scale

PROGRAMMES = (
    "Teknik Mesin", "Teknik Informatika", "Teknologi Geomatika", "Animasi", "Rekayasa Keamanan Siber",
    "Teknologi Permainan", "Teknik Elektronika Manufaktur", "Teknik Instrumentasi", "Teknik Mekatronika",
    "Akuntansi", "Akuntansi Manajerial", "Logistik Perdagangan Internasional",
)  # fmt: skip
EVENTFUL = PROGRAMMES[:4]
"""Events are for one of these: nobody of them leaves, joins, or has a dead address."""


@dataclass
class Alumnus:
    number: int
    programme: str
    joins: date | None = None
    """The day on which staff type the row, if it was not there from the beginning."""
    leaves: date | None = None
    """From that day on the link to leave is followed, once there is a mail."""
    dead: bool = False

    @property
    def address(self) -> str:
        return f"alumnus{self.number}@example.com"

    @property
    def nim(self) -> str:
        return f"33119{self.number:05}"


@dataclass
class Partner:
    number: int
    behaviour: str
    """``prompt``, ``slow`` (from the second mail on), ``corrects``, ``drafts`` or ``silent``."""

    @property
    def company(self) -> str:
        return f"PT Mitra P{self.number:04}"

    @property
    def address(self) -> str:
        return f"hrd@mitra{self.number}.example.com"


@dataclass
class Vacancy:
    code: str
    partner: Partner
    audience: tuple[str, ...]
    """Programmes; all of them is ``Semua``."""
    typed: date
    deadline: date
    urgent: bool
    fate: str
    """``plain``, ``corrected``, ``withdrawn`` or ``copied`` (its row is copied to become another)."""
    acts: date
    """When its fate comes."""
    applied: int
    accepted: int

    @property
    def position(self) -> str:
        return f"Teknisi {self.code}"


@dataclass
class Event:
    code: str
    programme: str
    typed: date
    day: date
    fate: str
    """``held``, ``moved`` or ``off``."""

    @property
    def title(self) -> str:
        return f"Temu Industri {self.code}"


@dataclass
class Period:
    title: str
    first: date
    last: date
    approved: date


@dataclass
class Script:
    """The whole of it."""

    scale: Scale
    alumni: list[Alumnus] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    pauses: set[date] = field(default_factory=set)
    """Days of *Jeda*."""
    tight: dict[date, int] = field(default_factory=dict)
    """Messages that somebody else sends from the same account on a day: the server's limit is reached before ours."""

    def of(self, vacancy: Vacancy) -> Iterator[Alumnus]:
        """Whom it is meant for, dead addresses among them."""
        return (one for one in self.alumni if one.programme in vacancy.audience)


def write(scale: Scale) -> Script:
    """The script of this seed."""
    dice = random.Random(scale.seed)
    script = Script(scale)
    script.alumni = [_alumnus(scale, number, dice) for number in range(scale.alumni)]
    kinds = ("prompt", "slow", "corrects", "drafts", "silent")
    script.partners = [Partner(number, kinds[number % len(kinds)]) for number in range(scale.partners)]
    workdays = [day for day in _days(scale) if day.weekday() < 5]
    # The last vacancies close in time for their partners to be asked; the first day has some, or a week would be idle.
    usable = workdays[: max(1, int(len(workdays) * (0.9 if scale.days > 60 else 0.6)))]
    days = sorted(dice.choice(usable) for _ in range(scale.vacancies))
    days[: scale.vacancies // 8 + 1] = (
        [workdays[0]] * (scale.vacancies // 8 + 1) if scale.days < 60 else days[: scale.vacancies // 8 + 1]
    )
    script.vacancies = [_vacancy(scale, number, day, script.partners, dice) for number, day in enumerate(days)]
    apart = max(1, (scale.days - scale.notice - 6) // max(1, scale.events))
    for number in range(scale.events):
        day = scale.first + timedelta(days=scale.notice + 1 + number * apart)
        while day.weekday() in (0, 5, 6):  # staff are there on its eve as well
            day += timedelta(days=1)
        fate = ("held", "held", "moved", "off")[number % 4]
        script.events.append(
            Event(f"E{number:02}", EVENTFUL[number % 4], _workday(day - timedelta(days=scale.notice)), day, fate)
        )
    halves = ((0.0, 0.45, 0.6), (0.45, 0.8, 0.96)) if scale.days > 60 else ((0.0, 0.45, 0.86),)
    for number, (begin, end, approved) in enumerate(halves, 1):
        first = scale.first + timedelta(days=int(begin * scale.days) + (number > 1))
        last, on = (scale.first + timedelta(days=int(part * scale.days)) for part in (end, approved))
        script.periods.append(Period(f"Semester {number}", first, last, _workday(on)))
    if scale.days > 20:
        script.pauses = {dice.choice(usable[3:]) for _ in range(max(1, scale.days // 90))}
        busy = [day for day in usable if day not in script.pauses]
        script.tight = dict.fromkeys(dice.sample(busy, max(1, scale.days // 30)), scale.limit // 2)
    return script


def _workday(day: date) -> date:
    """The day, or the Friday before it: staff do nothing on weekends."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _days(scale: Scale) -> Iterator[date]:
    return (scale.first + timedelta(days=number) for number in range(scale.days))


def _alumnus(scale: Scale, number: int, dice: random.Random) -> Alumnus:
    one = Alumnus(number, PROGRAMMES[number % len(PROGRAMMES)])
    if one.programme not in EVENTFUL:
        some = _workday(scale.first + timedelta(days=dice.randrange(2, scale.days)))
        luck = dice.random()
        if luck < 0.01:
            one.dead = True
        elif luck < 0.06:
            one.leaves = some
        elif luck < 0.09:
            one.joins = some
    return one


def _vacancy(scale: Scale, number: int, day: date, partners: list[Partner], dice: random.Random) -> Vacancy:
    size = dice.choices((1, 2, 4, len(PROGRAMMES)), (30, 30, 25, 15))[0]
    luck = dice.random() if scale.days > 60 else number % 10 / 15  # a short time has some of each
    fate = "corrected" if luck < 0.1 else "withdrawn" if luck < 0.2 else "copied" if luck < 0.25 else "plain"
    length = dice.choice((1, 2, 3, 7, 14, 21)) if scale.days > 20 else dice.choice((1, 1, 2))
    deadline = day + timedelta(days=length)
    acts = day + timedelta(days=dice.choice((0, 1, 2)) if fate == "withdrawn" else dice.choice((1, 2)))
    if scale.days <= 60:
        acts = day + timedelta(days=1)
    if _workday(acts) != acts or acts > deadline:
        fate = "plain"
    return Vacancy(
        f"Q{number:04}",
        partners[number % len(partners)],
        tuple(sorted(dice.sample(PROGRAMMES, size))),
        day,
        deadline,
        urgent=dice.random() < 0.1,
        fate=fate,
        acts=acts,
        applied=(applied := dice.randrange(0, 60)),
        accepted=dice.randrange(0, applied + 1),
    )
