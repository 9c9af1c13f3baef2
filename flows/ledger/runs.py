"""The last runs, in counts: what `loker status`, `loker check` and the staff's page show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.ledger.notes import Notes

KEPT = 50
"""Runs: of one every 10 minutes some 8 hours. Prefect keeps more of each, the trail what matters."""
COUNTS = ("queued", "sent", "deferred", "refused", "unknown", "waiting", "problems")
_NOTE = "runs"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run."""

    ended: datetime
    seconds: float
    counts: Mapping[str, int]
    """Of `COUNTS`."""
    paused: bool
    errors: tuple[str, ...]
    """As a person reads them: nobody is named in them."""


class Runs:
    """Kept as a note, the newest first."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def keep(self, ran: Ran) -> None:
        kept = [_plain(ran), *self._notes.get(_NOTE, [])]
        self._notes.put(**{_NOTE: kept[:KEPT]})

    def last(self, most: int = KEPT) -> list[Ran]:
        return [
            Ran(
                datetime.fromisoformat(one["ended"]), one["seconds"], one["counts"], one["paused"], tuple(one["errors"])
            )
            for one in self._notes.get(_NOTE, [])[:most]
        ]


def _plain(ran: Ran) -> dict[str, Any]:
    return {
        "ended": ran.ended.isoformat(),
        "seconds": round(ran.seconds, 1),
        "counts": dict(ran.counts),
        "paused": ran.paused,
        "errors": list(ran.errors),
    }
