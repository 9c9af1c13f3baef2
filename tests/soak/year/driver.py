"""Day by day: ticks in processes of their own, some of them killed at any moment; faults of Google's in between."""

from __future__ import annotations

import gc
import signal
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.google_emulator.faults import RESET, TIMEOUT
from tests.soak.year.office import SoakOffice
from tests.soak.year.people import People
from tests.soak.year.tick import FAILED, start

FAULTS: tuple[int | str, ...] = (429, 429, 500, 503, RESET, "lost")
TICKS_A_DAY = 2.8
"""On average, about; to spread the kills."""


@dataclass
class Driver:
    office: SoakOffice
    people: People
    ticks: int = 0
    kills: int = 0
    failed: int = 0
    faults: int = 0
    where: Counter[str] = field(default_factory=Counter)
    """Kills by the kind of tick."""
    slowest: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _usual: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: 0.6))
    by_month: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds of ticks that had nothing to send: whether they grow."""

    def run(self) -> None:
        self.people.set_up()
        day = self.office.script.scale.first
        while day <= self.office.script.scale.last:
            self._day(day)
            if day.day == 1:
                gc.freeze()  # the mailbox alone is 200,000 objects to look through again and again
            day += timedelta(days=1)
        self._settle(day)

    def _day(self, today: date) -> None:
        office = self.office
        office.at(today, 7)
        if others := office.script.tight.get(today):
            office.mischief.others(others)
        self.tick("digest")
        if today.weekday() < 5:
            office.at(today, 9)
            if self.people.morning(today):
                office.clock.now += timedelta(minutes=1)
                self.tick("edits")
                office.clock.now += timedelta(minutes=10)
                self.tick("settled")
            office.at(today, 13)
            came, changed = self.people.visit(today), self.people.afternoon(today)
            if changed or (came and office.dice.random() < 0.5):  # else the next morning's run finds what they said
                office.clock.now += timedelta(minutes=1)
                self.tick("answers")

    def _settle(self, day: date) -> None:
        """The kills that were not in time are made up for; then days without any fault, until nothing waits."""
        for _ in range(10 * self.office.script.scale.kills):
            if self.kills < self.office.script.scale.kills:
                self._killed("digest")
                self.office.clock.now += timedelta(minutes=10)
        self.office.mischief.calm = True
        for _ in range(2):
            self.office.at(day, 7)
            self._undisturbed("digest")
            self.office.at(day, 8, 30)
            self._undisturbed("settled")
            day += timedelta(days=1)

    def tick(self, kind: str) -> None:
        """Until one comes to its end: another ten minutes after each that was killed."""
        while self._due() and self._killed(kind):
            self.office.clock.now += timedelta(minutes=10)
        self._undisturbed(kind)

    def _due(self) -> bool:
        scale = self.office.script.scale
        left = scale.kills - self.kills
        gone = (self.office.now().date() - scale.first).days
        chance = left / max(1.0, (scale.days - gone) * TICKS_A_DAY * 0.75)  # not every kill is in time
        return left > 0 and self.office.dice.random() < chance

    def _killed(self, kind: str) -> bool:
        self._faults()
        process = start(self.office.config, self.office.now())
        process.join(self.office.dice.uniform(0, self._usual[kind] * 1.1))
        process.kill()
        process.join()
        self.office.google.rules.clear()
        assert process.exitcode in (0, FAILED, -signal.SIGKILL), f"exit code {process.exitcode}, see crashes.log"
        self.ticks += 1
        killed = process.exitcode == -signal.SIGKILL
        self.kills += killed
        self.where[kind] += killed
        return killed

    def _undisturbed(self, kind: str) -> None:
        office = self.office
        sent = len(office.messages.mails)
        self._faults()
        begun = time.perf_counter()
        process = start(office.config, office.now())
        process.join(300)
        seconds = time.perf_counter() - begun
        office.google.rules.clear()
        office.google.log.clear()
        assert process.exitcode in (0, FAILED), f"exit code {process.exitcode} at {office.now()}, see crashes.log"
        self.ticks += 1
        self.failed += process.exitcode == FAILED
        self._usual[kind] = 0.7 * self._usual[kind] + 0.3 * seconds
        self.slowest[kind] = max(self.slowest[kind], seconds)
        if len(office.messages.mails) == sent and process.exitcode == 0:
            self.by_month[f"{office.now():%Y-%m}"].append(seconds)

    def _faults(self) -> None:
        dice, google = self.office.dice, self.office.google
        if self.office.mischief.calm or dice.random() > 0.15:
            return
        action = TIMEOUT if dice.random() < 0.05 else dice.choice(FAULTS)
        google.fail(action, "any", times=dice.choice((1, 2, 6)) if action != TIMEOUT else 1, skip=dice.randrange(7))
        self.faults += 1
