"""``loker status``: what waits and until when, what is in doubt, how the last runs went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.commands import DONE, NEEDS_A_PERSON
from flows.mail.interface import State
from flows.office import open_office
from flows.settings import load
from flows.standing import Standing, standing

RUNS = 5
"""Runs shown."""


def status(config: Path | None, *, as_json: bool) -> int:
    """Print it; returns the exit code. What is in doubt, or held back after a restore, needs a person."""
    with open_office(load(config)) as office:
        states = office.ledger.outbox.states()
        now, zone = standing(office.settings, office.ledger, office.clock), office.zone
    counts = {state.value: states[state] for state in State}
    if as_json:
        print(json.dumps(_plain(counts, now)))
    else:
        for state, count in counts.items():
            print(f"{state:<10} {count:>9,}")
        for line in _told(now, zone):
            print(line)
    return NEEDS_A_PERSON if counts[State.UNKNOWN] or now.restored else DONE


def _plain(counts: dict[str, int], now: Standing) -> dict[str, Any]:
    return {
        "units": counts,
        "messages_24h": now.sent,
        "daily_limit": now.limit,
        "waiting": dict(now.waiting),
        "days": now.days,
        "stopped_until": now.stopped_until and now.stopped_until.isoformat(),
        "in_doubt": now.in_doubt,
        "unanswered": len(now.unanswered),
        "problems": now.problems,
        "disk_free": now.free,
        "restored": now.restored and now.restored.isoformat(),
        "runs": [
            {"ended": run.ended.isoformat(), "seconds": run.seconds, **run.counts, "errors": list(run.errors)}
            for run in now.runs[:RUNS]
        ],
    }


def _told(now: Standing, zone: ZoneInfo) -> Iterator[str]:
    def local(at: datetime) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

    if now.restored:
        yield f"Restored from a backup of {local(now.restored)}: nothing is sent until `loker resume`."
    yield f"messages in the last 24 hours: {now.sent:,} of {now.limit:,}"
    for purpose, count in now.waiting.items():
        yield f"waiting: {count:,} {purpose}"
    if now.total:
        yield "all of it leaves today" if not now.days else f"all of it has left in {now.days} days at most"
    if now.stopped_until:
        yield f"the mail server has stopped the account until {local(now.stopped_until)}"
    if now.in_doubt:
        yield f"messages in doubt: {now.in_doubt:,}; staff settle them on the page /staf/keadaan"
    yield f"partners that have not answered, by vacancy: {len(now.unanswered):,}"
    yield f"problems at the last run: {now.problems:,}"
    yield f"disk: {now.free / 1e9:,.1f} GB free"
    for run in now.runs[:RUNS]:
        nothing = "failed" if run.errors else "nothing to do"
        counts = ", ".join(f"{count:,} {name}" for name, count in run.counts.items() if count)
        yield f"run that ended {local(run.ended)}, {run.seconds:.0f} s: {counts or nothing}"
        yield from (f"  {error}" for error in run.errors)
