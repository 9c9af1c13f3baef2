"""Which hosts a command talks to: it runs with an audit hook in it and in every Python process that it starts.

Python's own calls are seen, native libraries' are not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Contact:
    """One look-up or connection. ``process`` is the pid, ``event`` Python's name for it (``socket.connect``)."""

    process: int
    event: str
    host: str


def watched(log: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for a command that is to be watched; what it does is written to ``log``.

    A Prefect server of the tests is not its own: it starts one, and that is watched, too.
    """
    own = {name: value for name, value in environment.items() if name != "PREFECT_API_URL"}
    return {**own, "PYTHONPATH": str(Path(__file__).parent), "NETWORK_WATCH": str(log)}


def contacts(log: Path) -> set[Contact]:
    """What the command and its children did; each process begins with a ``start`` without a host."""
    return {Contact(**json.loads(line)) for line in log.read_text("utf-8").splitlines()}


def processes(log: Path) -> int:
    """How many processes were watched."""
    return sum(contact.event == "start" for contact in contacts(log))


def strangers(log: Path, configured: frozenset[str] = LOOPBACK) -> set[Contact]:
    """What was done with hosts that nobody configured."""
    return {contact for contact in contacts(log) if contact.host and contact.host not in configured}
