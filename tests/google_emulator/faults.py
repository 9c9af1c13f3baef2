"""What goes wrong, and what happens between two calls: rules that wait for the next requests that match."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

RESET, TIMEOUT, SLOW = "reset", "timeout", "slow"
ACTIONS = (RESET, TIMEOUT, SLOW, "lost")


@dataclass(frozen=True)
class Call:
    """One request as the log keeps it. ``kind`` is token, drive, read, write or control; no addresses, no contents."""

    verb: str
    path: str
    kind: str
    method: str
    """Google's name of it, such as ``sheets.spreadsheets.values.batchGet``; ``""`` if it has none."""

    def matches(self, pattern: str) -> bool:
        """Whether ``pattern`` is its kind, the end of its method's name, or a regular expression found in it."""
        if pattern in ("any", self.kind) or (self.method and self.method.endswith(pattern)):
            return True
        return re.search(pattern, f"{self.verb} {self.path}") is not None


@dataclass
class Fault:
    """For the next ``times`` matching calls after the first ``skip``: a status code, or what happens to the connection.

    ``applied``: the request is carried out before its answer goes wrong, as when a reply is lost after a write.
    """

    action: int | str
    on: str = "any"
    times: int = 1
    skip: int = 0
    applied: bool = False
    retry_after: float | None = None
    reason: str = ""
    message: str = ""
    seconds: float = 0.0
    """How long ``slow`` waits before it answers."""

    def __post_init__(self) -> None:
        if self.action == "lost":
            self.action, self.applied = RESET, True
        if not isinstance(self.action, int) and self.action not in ACTIONS:
            raise ValueError(f"{self.action!r} is neither a status code nor one of {', '.join(ACTIONS)}")


@dataclass
class Hook:
    """Something that happens before or after the next ``times`` matching calls: a colleague edits."""

    when: str
    on: str
    run: Callable[[], None]
    times: int = 1


@dataclass
class Rules:
    """All that waits. A rule that has run out is dropped."""

    faults: list[Fault] = field(default_factory=list)
    hooks: list[Hook] = field(default_factory=list)

    def fault(self, call: Call) -> Fault | None:
        for fault in self.faults:
            if not call.matches(fault.on):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            return fault
        return None

    def run_hooks(self, when: str, call: Call) -> None:
        for hook in [hook for hook in self.hooks if hook.when == when and call.matches(hook.on)]:
            hook.times -= 1
            if hook.times <= 0:
                self.hooks.remove(hook)
            hook.run()

    def clear(self) -> None:
        self.faults.clear()
        self.hooks.clear()
