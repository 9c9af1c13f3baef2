"""``loker restore`` and ``loker resume``: an office made of a backup, and the word by which it sends again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flows.backup.restore import Key
from flows.backup.restore import restore as make_office
from flows.commands import DONE, NEEDS_A_PERSON
from flows.office import now, open_office
from flows.settings import load

_NEXT = """\
Nothing is sent from there until you say so, for what was sent after the backup was taken is not in it. Before that:
1. make sure that the office that was lost is not running any more, anywhere;
2. put back the secrets that are missing (see above), and run `loker check`;
3. have staff put back into the workbook what they changed since, with its Status as it was;
4. run `loker resume`: what is due by then may have been sent, and waits for staff's word on the page /staf/keadaan;
   or, if you know that nothing was sent in between, `loker resume --nothing-was-sent-since`.
Lost is what came in since: who left the list (ask for it in the mailbox), answers of partners, who was erased."""


def restore(
    backup: Path,
    into: Path,
    *,
    key: Path | None,
    new_key: bool,
    ledger: str,
    nothing_sent: bool,
    say: Callable[[str], None],
) -> int:
    """Fill the folder ``into``, and say how to go on; returns the exit code."""
    restored = make_office(backup, into, now(), key=Key(key, new_key), ledger_url=ledger, nothing_sent=nothing_sent)
    manifest = restored.manifest
    say(f"{into}: {manifest.office}, as it was at {_shown(manifest.taken_at)}")
    say(f"{len(manifest.files)} files fit their checksums; the trail has {manifest.trail_entries:,} entries")
    for name in manifest.left_out:
        say(f"to put back: {name}")
    for name in restored.moved:
        say(f"{name} named a place outside, and names one in this folder now")
    for fault in restored.faults:
        say(f"wrong: {fault}")
    if not nothing_sent:
        say(_NEXT)
    return NEEDS_A_PERSON if restored.faults else DONE


def resume(config: Path | None, *, nothing_sent: bool, say: Callable[[str], None]) -> int:
    from flows.lock import run_lock
    from flows.resume import resume as go_on

    settings = load(config)
    with run_lock(settings.folder, ledger=settings.ledger_url), open_office(settings) as office:
        resumed = go_on(office, nothing_sent=nothing_sent)
    say("The next run sends again.")
    if resumed.in_doubt:
        say(f"{resumed.in_doubt:,} messages may have been sent already: staff settle them on the page /staf/keadaan.")
    if resumed.waiting:
        say(f"{resumed.waiting:,} wait to be sent.")
    return NEEDS_A_PERSON if resumed.in_doubt else DONE


def _shown(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S %Z}"
