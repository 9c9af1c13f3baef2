"""The emulator's clock and the quota that goes by it."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from datetime import UTC, datetime

from .errors import GoogleError


class Clock:
    """Real time plus what a test has added to it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def seconds(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def stamp(self) -> str:
        """``2026-11-24T00:00:00.000Z``, as Drive writes it."""
        return datetime.fromtimestamp(self.seconds(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Quota:
    """Calls a minute and user, reads and writes apart, in a sliding window; ``None`` does not count."""

    def __init__(self, clock: Clock, reads: int | None = 60, writes: int | None = 60) -> None:
        self._clock = clock
        self.limits: dict[str, int | None] = {"read": reads, "write": writes, "form-read": 180, "form-write": 150}
        self._spent: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def spend(self, user: str, kind: str) -> None:
        """Raises 429 when the minute's calls are used up. A refused call does not count."""
        limit = self.limits.get(kind)
        if limit is None:
            return
        now, calls = self._clock.seconds(), self._spent[user, kind]
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= limit:
            word = kind.removeprefix("form-").capitalize()
            service = "forms" if kind.startswith("form-") else "sheets"
            raise GoogleError(
                429,
                f"Quota exceeded for quota metric '{word} requests' and limit '{word} requests per minute per user' of "
                f"service '{service}.googleapis.com' for consumer 'project_number:123456789012'.",
                reason="RATE_LIMIT_EXCEEDED",
            )
        calls.append(now)

    def reset(self) -> None:
        self._spent.clear()
