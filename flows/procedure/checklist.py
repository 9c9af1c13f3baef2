"""What is prepared for an event and by when, and what of it is late. Pure, but for `Checklists.load`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, Self

from flows.declared import read_declared
from flows.errors import SettingsError
from flows.procedure.models import Language

DONE = frozenset({"ok", "oke", "beres", "selesai", "sudah", "siap", "done", "ready", "✓", "✔"})
NOT_DONE = frozenset({"belum", "tidak", "bukan", "tanpa", "batal", "not"})
_WORDS = re.compile(r"\w+|[✓✔]")
LATEST = timedelta(days=60)
"""So long after an event nobody is reminded of it any more."""
Sight = Literal["", "invitations", "attendance"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to prepare."""

    __pydantic_config__ = {"extra": "forbid"}

    name: str
    """One word: by it staff say that it is done."""
    what: str
    english: str
    days: int
    """By when, counted from the day of the event."""
    seen_by: Sight = ""
    """By what it is seen that it is done, without anybody saying so."""

    def due(self, day: date) -> date:
        return day + timedelta(days=self.days)

    def told(self, language: Language) -> str:
        return self.what if language == "id" else self.english


@dataclass(frozen=True, slots=True)
class _Checklist:
    __pydantic_config__ = {"extra": "forbid"}

    kinds: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = {"extra": "forbid"}

    checklists: tuple[_Checklist, ...] = ()


class Checklists:
    """The items by kind of event, as ``events.toml`` has them."""

    def __init__(self, items: Mapping[str, tuple[Item, ...]]) -> None:
        self._items = items

    @classmethod
    def load(cls, path: Path, kinds: Collection[str]) -> Self:
        """Read and check the file. ``kinds`` are those that *Jenis* knows. Raises `SettingsError`."""
        file = read_declared(
            path,
            _File,
            what="The events' checklists",
            entry_is="a checklist has kinds and items; an item has name, what, english and days, and may have seen_by",
            named_by="name",
        )
        items: dict[str, tuple[Item, ...]] = {}
        for checklist in file.checklists:
            for kind in checklist.kinds:
                if kind not in kinds or kind in items:
                    wrong = "is listed twice" if kind in items else "is no kind of event"
                    cure = f"name each kind once, of: {', '.join(sorted(kinds))}"
                    raise SettingsError(f"{kind!r} {wrong}", where=str(path), cure=cure)
                items[kind] = checklist.items
            for item in checklist.items:
                if _WORDS.fullmatch(item.name) is None:
                    cure = "write a name of one word: staff write it, with ok behind it, in Catatan"
                    raise SettingsError(f"{item.name!r} is no name for an item", where=str(path), cure=cure)
        return cls(items)

    def late(self, kind: str, day: date, note: str, seen: Collection[Sight], today: date) -> Iterator[Item]:
        """What should have been done for an event on ``day`` and is not. ``note`` is its *Catatan*, ``seen`` what has
        been done for all that loker sees."""
        if today - day > LATEST:
            return
        said = done(note)
        for item in self._items.get(kind, ()):
            if item.due(day) < today and item.name.casefold() not in said and item.seen_by not in (set(seen) - {""}):
                yield item


def done(note: str) -> set[str]:
    """Words that stand with a word such as *ok* in one part of a note, parts being lines or parted by , or ;"""
    found: set[str] = set()
    for part in re.split(r"[\n,;.]", note):
        words = set(_WORDS.findall(part.casefold()))
        if words & DONE and not words & NOT_DONE:
            found |= words - DONE
    return found
