"""How often somebody may come: a generic cell rate, one number for each visitor that is remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

REMEMBERED = 50_000
"""Visitors; whoever came longest ago is forgotten first."""


class Rate:
    """At most ``burst`` visits at once, and ``per_minute`` in the long run, for each key. Thread-safe."""

    def __init__(self, burst: int, per_minute: float, monotonic: Callable[[], float]) -> None:
        self._gap = 60 / per_minute
        self._tolerance = self._gap * burst
        self._monotonic, self._lock = monotonic, threading.Lock()
        self._full_at: OrderedDict[str, float] = OrderedDict()
        """When each visitor's allowance will be full again."""

    def wait(self, key: str) -> float:
        """Count a visit: 0 if it is welcome, else in how many seconds the next one is (and this is not counted)."""
        now = self._monotonic()
        with self._lock:
            full_at = max(self._full_at.get(key, now), now) + self._gap
            if full_at - now > self._tolerance:
                return full_at - now - self._tolerance
            self._full_at[key] = full_at
            self._full_at.move_to_end(key)
            if len(self._full_at) > REMEMBERED:
                self._full_at.popitem(last=False)
        return 0.0


def neighbourhood(address: str) -> str:
    """Who counts as one visitor: an IPv4 address, or the 64 bits of an IPv6 network that one household commands."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Address(int(parsed) >> 64 << 64)) if isinstance(parsed, IPv6Address) else address
