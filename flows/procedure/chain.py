"""The chain of the trail: what an entry is, its hash, and what is wrong with a sequence of them. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

START = "0" * 64
"""What the first entry follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. ``subject`` is a row's ID; ``detail`` holds counts, editions and names of steps, never a person."""

    number: int
    """Counted from 1."""
    seconds: float
    """When, in seconds since 1970: exactly what the hash was made of."""
    step: str
    subject: str
    detail: Mapping[str, Any]
    hash: str

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)


def digest(before: str, number: int, seconds: float, step: str, subject: str, detail: object) -> str:
    """SHA-256 of the entry and of the hash before it, as JSON; the audit file's README tells it to others."""
    entry = json.dumps([before, number, seconds, step, subject, detail], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(entry.encode()).hexdigest()


class Kind(Enum):
    """What is wrong."""

    ALTERED = auto()
    """The entry does not fit what precedes it: it or its predecessor was altered, inserted, exchanged or rewritten."""
    MISSING = auto()
    """Entries from ``first`` to ``last`` are not there; the one that follows them cannot be checked."""
    UNKNOWN_HEAD = auto()
    """A head that was printed is none of the chain's: entries were cut off, or all of them rewritten from some on."""
    UNTOLD = auto()
    """The ledger holds something that no entry tells of: its entry was removed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding. ``first`` and ``last`` are numbers of entries; ``about`` says where a head is printed, or what is
    not told."""

    kind: Kind
    first: int
    last: int
    about: str = ""


@dataclass
class Check:
    """Follows the chain entry by entry, in the order of their numbers; its memory does not grow with their number."""

    unseen: dict[str, Collection[str]]
    """Heads that must be found, and where each is printed; those that were found are taken out."""
    entries: int = 0
    head: str = START
    witnessed: int = 0
    """The last entry whose hash is printed somewhere: up to it nothing can have been rewritten."""
    seen: int = 0
    """How many of the printed heads were found."""
    _expected: int = 1

    def faults(self, entries: Iterable[Entry]) -> Iterator[Fault]:
        """All that is wrong, in the order of the entries; heads that were not found come last."""
        for entry in entries:
            yield from self.take(entry)
        yield from self.end()

    def take(self, entry: Entry) -> Iterator[Fault]:
        """What is wrong with the next entry."""
        self._found(START, 0)
        fits = entry.hash == _right(self.head, entry)
        if entry.number > self._expected:
            yield Fault(Kind.MISSING, self._expected, entry.number - 1)
        elif not fits or entry.number < self._expected:
            yield Fault(Kind.ALTERED, entry.number, entry.number)
        self.entries += 1
        self.head = entry.hash
        self._expected = max(self._expected, entry.number + 1)
        self._found(entry.hash, entry.number)

    def end(self) -> Iterator[Fault]:
        """What is wrong once all entries were taken."""
        self._found(START, 0)
        for places in self.unseen.values():
            for place in places:
                yield Fault(Kind.UNKNOWN_HEAD, self.witnessed + 1, self._expected - 1, place)

    def _found(self, head: str, number: int) -> None:
        if self.unseen.pop(head, ()):
            self.witnessed, self.seen = max(number, self.witnessed), self.seen + 1


def _right(before: str, entry: Entry) -> str:
    try:
        return digest(before, entry.number, entry.seconds, entry.step, entry.subject, entry.detail)
    except (TypeError, ValueError):  # what was put there is no JSON any more
        return ""
