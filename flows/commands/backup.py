"""``loker backup``: the whole office in one file, taken while it is at work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.backup.take import take
from flows.commands import DONE, NEEDS_A_PERSON
from flows.office import now
from flows.settings import find, load


def backup(config: Path | None, target: Path, *, with_secrets: bool, say: Callable[[str], None]) -> int:
    """Write the file, and say what is in it and what is not; returns the exit code."""
    file = find(config)
    taken = take(load(file), file, target, now(), with_secrets=with_secrets)
    manifest = taken.manifest
    say(f"{taken.path}: {len(manifest.files)} files, {taken.path.stat().st_size / 1e6:,.1f} MB")
    say(f"{manifest.trail_entries:,} entries of the trail, head {manifest.trail_head}")
    for name in manifest.left_out:
        say(f"not in it: {name}")
    if with_secrets:
        say("It holds the office's secrets: keep it where nobody else can read it.")
    elif manifest.key:
        say(
            "Without the file of web.secret_key_file all links that were mailed end after a restore, and people who "
            "had themselves erased are not known again: keep a copy of it apart from the backups (it never changes)."
        )
    for path in taken.lacks:
        say(f"The archive lacks {path}, or it was altered: see `loker archive verify`")
    return NEEDS_A_PERSON if taken.lacks else DONE
