"""How long an office lives, how large it is, and how roughly it is treated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Scale:
    """A simulated time. Periods, events and answers are spread over it, whatever its length."""

    days: int
    alumni: int
    vacancies: int
    events: int
    partners: int
    kills: int
    limit: int
    """Messages that the account may send in 24 hours, at our side and at the server's."""
    notice: int
    """Days from the approval of an event to its day."""
    due_days: int
    """When partners are asked, in days after a vacancy's deadline."""
    seed: int = 20260105
    first: date = date(2026, 1, 5)
    """A Monday."""

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)


YEAR = Scale(365, 3_000, 300, 12, 120, kills=300, limit=2_000, notice=21, due_days=3)
WEEK = Scale(7, 300, 10, 1, 5, kills=6, limit=260, notice=3, due_days=1)
