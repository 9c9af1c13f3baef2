"""``loker status``: the ledger's counts."""

from __future__ import annotations

import json
from pathlib import Path

from flows.commands import DONE, NEEDS_A_PERSON
from flows.mail.interface import State
from flows.office import open_office
from flows.settings import load
from flows.steps.deliver import allowance


def status(config: Path | None, *, as_json: bool) -> int:
    """Print how many units are in which state, and what the account may still send in these 24 hours."""
    with open_office(load(config)) as office:
        states = office.ledger.outbox.states()
        limit = allowance(office)
        spent = limit.spent()
    counts = {state.value: states[state] for state in State}
    if as_json:
        print(json.dumps({"units": counts, "messages_24h": spent, "daily_limit": limit.limit}))
    else:
        for state, count in counts.items():
            print(f"{state:<10} {count:>9,}")
        print(f"messages in the last 24 hours: {spent:,} of {limit.limit:,}")
    return NEEDS_A_PERSON if counts[State.UNKNOWN] else DONE
