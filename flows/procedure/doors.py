"""On which days the door of an event is open: guests say that they are there, staff check them in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from flows.procedure.events import Occasion


@dataclass(frozen=True, slots=True)
class Days:
    """From midnight before an event begins to the midnight after it ends, in the office's time zone."""

    begin: datetime
    end: datetime

    @classmethod
    def of(cls, occasion: Occasion, zone: ZoneInfo) -> Self:
        first = occasion.starts.astimezone(zone).date()
        last = (occasion.ends or occasion.starts).astimezone(zone).date()
        return cls(datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone))

    def today(self, now: datetime) -> bool:
        """Whether it is one of the event's days."""
        return self.begin <= now < self.end

    def begun(self, now: datetime) -> bool:
        """Whether its first day has come: from then on staff may enter who is, or was, there."""
        return self.begin <= now
