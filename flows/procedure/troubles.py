"""Troubles of an office's runs: which are to be told, which last, which are over. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

QUIET = timedelta(minutes=30)
"""A trouble that comes back sooner is the same one: nobody wants a mail at each turn of a line that comes and goes."""
MAIL = "mail"
"""The kind that cannot be told while it lasts."""
PATIENCE: Mapping[str, timedelta] = {
    MAIL: timedelta(minutes=30),
    "busy": timedelta(hours=3),  # staff may have the workbook open all morning; a service of Google's comes back
}
"""How long a trouble of a kind may last before anybody is told; others are told at once."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps a run from its work. It names nobody."""

    kind: str
    """What it means for staff: ``workbook``, ``busy``, ``forms``, ``mail``, ``ledger``, ``archive``, ``settings`` or
    ``other``."""
    what: str
    where: str
    cure: str
    since: datetime
    told: bool = False
    gone: datetime | None = None
    """When it was first not met any more."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same one while it lasts: not the figures in it."""
        return self.kind, re.sub(r"\d+", "", self.what), self.where


@dataclass(frozen=True, slots=True)
class News:
    """What to tell now, and what to remember once it is told (``after``) or could not be (``before``)."""

    begun: tuple[Trouble, ...]
    over: tuple[Trouble, ...]
    before: tuple[Trouble, ...]
    after: tuple[Trouble, ...]

    def __bool__(self) -> bool:
        return bool(self.begun or self.over)


def news(known: Sequence[Trouble], met: Sequence[Trouble], now: datetime) -> News:
    """From what was ``known`` and what a whole run has ``met`` (each with ``since`` = ``now``).

    Nothing is told while the mail account is among what was met: it waits until the mail can leave.
    """
    before = {one.key: one for one in known}
    present = {one.key: one for one in met}
    standing = [
        replace(present[key], since=before[key].since, told=before[key].told) if key in before else present[key]
        for key in present
    ]
    missed = [replace(one, gone=one.gone or now) for key, one in before.items() if key not in present]
    missed = [one for one in missed if one.told or (one.kind == MAIL and _lasted(one))]
    mute = any(one.kind == MAIL for one in met)
    over = () if mute else tuple(one for one in missed if one.gone and now - one.gone >= QUIET)
    begun = () if mute else tuple(one for one in standing if not one.told and now - one.since >= _patience(one))
    after = (*(replace(one, told=one.told or one in begun) for one in standing), *(m for m in missed if m not in over))
    return News(begun, over, (*standing, *missed), after)


def _patience(trouble: Trouble) -> timedelta:
    return PATIENCE.get(trouble.kind, timedelta(0))


def _lasted(trouble: Trouble) -> bool:
    """Whether a trouble that could not be told was worth it."""
    return trouble.gone is not None and trouble.gone - trouble.since >= _patience(trouble)
