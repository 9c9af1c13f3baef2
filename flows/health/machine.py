"""The machine: its disk, its clock, the office's time."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.health.finding import Finding, good, unclear, wrong

LEAST_FREE = 500_000_000
"""Bytes: years of a ledger fit into a gigabyte, a backup and an update beside it."""
DRIFT = timedelta(seconds=60)
"""By which the clock may be off: links, limits and one's place in a mailbox go by it."""
_SECONDS = 10.0
_SYNCHRONISE = "turn on time synchronisation: timedatectl set-ntp true"


def disk(folders: Collection[Path], free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Finding:
    """Room on every disk that the office writes to, and whether it may write there."""
    least = None
    for folder in folders:
        place = next(one for one in (folder, *folder.parents) if one.exists())
        if not os.access(place, os.W_OK):
            return wrong("disk", f"{place} cannot be written", "let whoever runs loker write there")
        room = free(place)
        if room < LEAST_FREE:
            return wrong("disk", f"{room / 1e6:,.0f} MB are free at {place}", "make room, or move the office")
        least = room if least is None else min(least, room)
    return good("disk", f"{(least or 0) / 1e9:,.1f} GB free")


def clock(now: datetime, server: str = "", synchronised: Callable[[], bool | None] | None = None) -> Finding:
    """Against the clock of a server of the settings that speaks HTTP (``server``), else as the system says."""
    there = server_time(server) if server else None
    if there is not None:
        off = abs(now - there)
        if off > DRIFT:
            return wrong("clock", f"it is {off.total_seconds():,.0f} s off, by the clock of {server}", _SYNCHRONISE)
        return good("clock", f"as that of {server}, to the second or two")
    kept = (synchronised or _synchronised)()
    if kept:
        return good("clock", "synchronised")
    compare = "compare `date` with a clock that is right"
    if kept is None:
        return unclear("clock", "no server that was asked tells the time", compare)
    return unclear(
        "clock", "the system does not keep it right; a virtual machine's host may", f"{compare}, or {_SYNCHRONISE}"
    )


def server_time(url: str) -> datetime | None:
    """The time by the ``Date`` of whatever ``url`` answers."""
    import requests

    try:
        with requests.head(url, timeout=_SECONDS, allow_redirects=False) as answer:
            told = parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def office_time(now: datetime, zone: ZoneInfo) -> Finding:
    """For a person to compare with the clock on the wall: a zone cannot be wrong but to people."""
    return good("time zone", f"{zone.key}, where it is {now.astimezone(zone):%H:%M} now")


def _synchronised() -> bool | None:
    program = shutil.which("timedatectl")
    if program is None:
        return None
    call = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())
