"""Whose results are asked for, when, how often, and when a person takes over (step 4 of the procedure). Pure.

All is counted in days of the office: a case that is due on a day is asked about on the first working day from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.procedure.cases import Case, CaseState
from flows.procedure.models import Event, Vacancy


@dataclass(frozen=True, slots=True)
class Rules:
    """Days, as ``[feedback]`` of the settings gives them."""

    zone: ZoneInfo
    due_days: int = 3
    reminder_days: tuple[int, ...] = (7, 14, 21)
    escalate_days: int = 28
    escalate_every_days: int = 7
    close_days: int = 60
    quiet_days: int = 7

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The beginning of a day."""
        return datetime.combine(day, time(), self.zone)

    def start(self, case: Case) -> date:
        """The day from which everything else is counted: of the request, or of the due date if none got through."""
        return self.day(case.requested_at or case.due_at)

    def escalates(self, case: Case) -> date:
        return self.start(case) + timedelta(days=self.escalate_days)

    def closes(self, case: Case) -> date:
        return self.start(case) + timedelta(days=self.close_days)

    def wants(self, case: Case) -> tuple[int, date] | None:
        """The next mail about an open case: its number (0 is the request, then the reminders) and from which day on.

        ``None`` when all were sent, or the case is a person's by then.
        """
        if case.requested_at is None:
            return 0, self.day(case.due_at)
        if case.reminders >= len(self.reminder_days):
            return None
        due = self.day(case.requested_at) + timedelta(days=self.reminder_days[case.reminders])
        return (case.reminders + 1, due) if due < self.escalates(case) else None


@dataclass(frozen=True, slots=True)
class Ask:
    """One mail to a partner."""

    number: int
    """0 is a request, 1 the first reminder: the highest among the vacancies that are ``due``."""
    unfinished: bool
    """Whether a half-filled form waits: a reminder then speaks of that."""
    due: tuple[str, ...]
    """The vacancies that it asks about, by ID: for these it counts."""
    also: tuple[str, ...]
    """Others that are open, told along with them."""


def over_day(vacancy: Vacancy, events: Iterable[Event], zone: ZoneInfo) -> date | None:
    """The last day of a recruitment: its deadline, or its last approved event if that is later. ``None``: not known."""
    ends = [
        (event.ends or event.starts).astimezone(zone).date()
        for event in events
        if vacancy.id in event.vacancies and event.status == "Setuju"
    ]
    return max(filter(None, [vacancy.deadline, *ends]), default=None)


def due_day(vacancy: Vacancy, events: Iterable[Event], rules: Rules, today: date) -> date | None:
    """From which day on the results of a vacancy may be asked for; ``None`` if that cannot be told, or never comes.

    Some days after the recruitment is over (`over_day`), and in any case when staff set ``Tutup``.
    """
    if vacancy.status == "Batal":
        return None
    over = over_day(vacancy, events, rules.zone)
    due = over + timedelta(days=rules.due_days) if over else None
    return min(due or today, today) if vacancy.status == "Tutup" else due


def decide(
    cases: Sequence[Case], *, today: date, last_asked: date | None, drafts: Collection[str], rules: Rules
) -> Ask | None:
    """What to write to a partner on a working day, if anything.

    ``cases`` are those of the partner, ``last_asked`` is the day of the last mail about any of them, ``drafts`` are
    the vacancies with a half-filled form.
    """
    if last_asked is not None and today < last_asked + timedelta(days=rules.quiet_days):
        return None
    running = [case for case in cases if case.state is CaseState.OPEN and rules.day(case.due_at) <= today]
    numbers = {}
    for case in running:
        wanted = rules.wants(case)
        # The day of escalation counts, not only the reminder's: the mail may be late for want of a working day.
        late = case.requested_at is not None and today >= rules.escalates(case)
        if wanted is not None and wanted[1] <= today and not late:
            numbers[case.vacancy] = wanted[0]
    if not numbers:
        return None
    number = max(numbers.values())
    return Ask(
        number,
        unfinished=number > 0 and any(case.vacancy in drafts for case in running),
        due=tuple(numbers),
        also=tuple(case.vacancy for case in running if case.vacancy not in numbers),
    )


def for_a_person(case: Case, today: date, rules: Rules) -> bool:
    """Whether somebody of the staff is to call the partner about the case."""
    return case.state is CaseState.OPEN and rules.escalates(case) <= today < rules.closes(case)


def again(last: date | None, today: date, rules: Rules) -> bool:
    """Whether the member of staff who was last written to on ``last`` is to be written to again."""
    return last is None or today >= last + timedelta(days=rules.escalate_every_days)


def state(case: Case, *, cancelled: bool, answered: bool, today: date, rules: Rules) -> CaseState:
    """Where the case stands on that day."""
    if cancelled:
        return CaseState.CANCELLED
    if answered:
        return CaseState.ANSWERED
    return CaseState.NOT_GIVEN if today >= rules.closes(case) else CaseState.OPEN
