"""``loker ledger``: the office's memory, carried from one database to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.commands import DONE
from flows.settings import load


def move(config: Path | None, url: str, *, say: Callable[[str], None]) -> int:
    """Carry the ledger to an empty database; returns the exit code."""
    from flows.ledger.moving import move as carry

    settings = load(config)
    ledger = settings.ledger.model_copy(update={"url": url})
    target = settings.model_copy(update={"ledger": ledger}).ledger_url
    carried = carry(settings.ledger_url, target, settings.folder)
    for one in carried:
        if one.rows:
            say(f"{one.rows:>9,} {one.table:<16} {one.digest[:16]}")
    say(f"{sum(one.rows for one in carried):>9,} rows in {len(carried)} tables are there to the last value")
    say("The old ledger is left as it was. Before anything runs again, set this one key in loker.toml:")
    say('  [ledger] url = "…" to the URL that you gave')
    return DONE
