"""Which row is which, however staff sort, copy, move and edit (design, "Identity"). Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Protocol

PREFIXES = {"Lowongan": "L", "Mitra": "M", "Kegiatan": "K", "Periode": "P"}
"""First letter of an ID, by tab."""
_PATTERN = re.compile(r"([A-Z])(\d\d)-(\d+)")


class SeenRow(Protocol):
    """A row as read (`flows.workbook.reading.Row`)."""

    @property
    def id(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...


class KnownRow(Protocol):
    """A row as the ledger knows it (`flows.ledger.records.KnownRow`)."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def confirmed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """One row's ID, and how it was found."""

    id: str
    confirmed: bool
    """Whether the ID was read beside this row; until then the row is not acted upon."""
    copy: bool = False
    """Whether the row came with an ID that belongs to another row: it counts as ``Draf`` until *Status* is set."""


def new_ids(tab: str, year: int, taken: Iterable[str]) -> Iterator[str]:
    """IDs of a tab that are not taken, such as ``L26-0041``; numbers are never used again."""
    start = f"{PREFIXES[tab]}{year % 100:02d}-"
    numbers = [int(match[3]) for known in taken if (match := _PATTERN.fullmatch(known)) and known.startswith(start)]
    return (f"{start}{number:04d}" for number in count(max(numbers, default=0) + 1))


def identify(rows: Sequence[SeenRow], known: Mapping[str, KnownRow], fresh: Iterator[str]) -> list[Identity]:
    """Give every row its ID, in the order of the rows.

    1. A row whose ID and content match the ledger is that row.
    2. A row whose content is that of a known row that stands nowhere else is that row: its ID was lost, or a write of
       ours met a sorted sheet. (An ID typed by staff for a row that is in the ledger under another is put right, too.)
    3. A row with an ID that nobody else has is that row, edited; so is one with an ID that the ledger does not know.
    4. Every other row is new; if it came with a confirmed ID of another row, or with all that one holds, it is a copy.
    """
    found: dict[int, Identity] = {}
    taken: set[str] = set()

    def settle(index: int, identity: Identity) -> None:
        found[index] = identity
        taken.add(identity.id)

    for index, row in enumerate(rows):
        if row.id in known and row.id not in taken and known[row.id].fingerprint == row.fingerprint:
            settle(index, Identity(row.id, confirmed=True))

    homeless: dict[str, list[str]] = {}
    for known_id, kept in known.items():
        if known_id not in taken:
            homeless.setdefault(kept.fingerprint, []).append(known_id)
    for index, row in enumerate(rows):
        if index not in found and (candidates := homeless.get(row.fingerprint)):
            settle(index, Identity(candidates.pop(0), confirmed=False))

    for index, row in enumerate(rows):
        if index not in found and row.id and row.id not in taken:
            settle(index, Identity(row.id, confirmed=True))

    claimed = Counter(row.id for row in rows)
    contents = {kept.fingerprint for kept in known.values()}
    for index, row in enumerate(rows):
        if index not in found:
            another = bool(row.id) and (row.id not in known or known[row.id].confirmed) and claimed[row.id] > 1
            copy = another or row.fingerprint in contents
            settle(index, Identity(next(one for one in fresh if one not in taken), confirmed=False, copy=copy))
    return [found[index] for index in range(len(rows))]


def stands_since(
    fingerprint: str,
    known_since: tuple[str, datetime] | None,
    *,
    now: datetime,
    modified: datetime,
    seen: datetime | None,
) -> datetime:
    """From when on a row is known to have stood as it does now.

    ``known_since`` is the fingerprint last seen and its time; ``modified`` the last change of the workbook by others
    than ourselves; ``seen`` when the workbook was last read, or ``None`` at first sight. A row that changed did so
    after the last reading, at the latest when the workbook was last modified, if that is known to be later.
    """
    if known_since is not None and known_since[0] == fingerprint:
        return known_since[1]
    return min(modified, now) if seen is None or modified > seen else now
