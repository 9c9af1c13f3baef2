"""For how long records are kept, and what is beyond that time: the procedure's section 4. Pure.

What is over is put on lists, one for each kind of record and year. Staff approve lists, and nothing else: a list's ID
is a checksum of what stands on it, so that a name typed beside it reaches what was shown and nothing that came later.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flows.procedure.models import Language

FOR_EVER = date(9999, 12, 31)
"""Until when reports of disposals are kept: they are the proof that what is missing was removed rightly."""


class Kind(StrEnum):
    """What is kept for its own time. The first two are named by the procedure's section 4."""

    VACANCY = "vacancy"
    """A vacancy with all its versions, who was told of it, and what its partner was asked and answered."""
    RECAP = "recap"
    """A file of the archive, reports of disposals apart."""
    EVENT = "event"
    """An event with who was invited, who answered and who was there."""
    LETTER = "letter"
    """A mail to partners, staff or those who get recaps: requests, reminders, problems, recaps, links."""
    PAGE_CHECK = "page_check"
    """A day's checks that the published pages answer."""


_LETTERS: Mapping[Kind, str] = {
    Kind.VACANCY: "L",
    Kind.RECAP: "R",
    Kind.EVENT: "K",
    Kind.LETTER: "S",
    Kind.PAGE_CHECK: "H",
}
NAMES: Mapping[Language, Mapping[Kind, str]] = {
    "id": {
        Kind.VACANCY: "Lowongan Kerja",
        Kind.RECAP: "Rekapitulasi Hasil Perekrutan",
        Kind.EVENT: "Kegiatan",
        Kind.LETTER: "Surat-menyurat",
        Kind.PAGE_CHECK: "Pemeriksaan Laman",
    },
    "en": {
        Kind.VACANCY: "Job vacancies",
        Kind.RECAP: "Recaps of recruitment results",
        Kind.EVENT: "Events",
        Kind.LETTER: "Correspondence",
        Kind.PAGE_CHECK: "Checks of pages",
    },
}
"""As the procedure's section 4 calls them, where it does."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One record that may be beyond its time."""

    subject: str
    """A row's ID, a file's path in the archive, a matter's number, or a day: never a person."""
    since: date
    """The day of the last thing that happened to it: its time is counted from there."""
    kept_until: date
    """The last day on which it must not be removed."""
    about: str = ""
    """Of a file of the archive its period's ID; of a vacancy the day on which it closed (ISO 8601)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries that are beyond their time, of one kind and year, as staff approve them."""

    kind: Kind
    year: int
    entries: tuple[Entry, ...]
    listed_at: datetime | None = None
    approved_by: str = ""
    """As typed; ``""`` while nobody has."""
    approved_at: datetime | None = None
    done_at: datetime | None = None
    """When it was removed."""
    swept_at: datetime | None = None
    """When nothing of it was left in staff's tabs."""
    record: str = ""
    """The report's path in the archive."""

    @property
    def id(self) -> str:
        """``L2026-7c1f3a9b``: a letter for the kind, the year, a checksum of what stands on the list."""
        content = [self.kind, self.year, sorted(entry.subject for entry in self.entries)]
        digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
        return f"{_LETTERS[self.kind]}{self.year}-{digest[:8]}"

    @property
    def kept_until(self) -> date:
        """The last day on which one of its entries must not be removed."""
        return max(entry.kept_until for entry in self.entries)

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(entry.subject for entry in self.entries)


def kept_until(since: date, years: int) -> date:
    """The last day of a kept time. What happened on 29 February is kept until 1 March where there is no such day."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return since.replace(year=since.year + years, month=3, day=1)


def lists(kind: Kind, entries: Iterable[Entry], today: date) -> list[Listing]:
    """What is beyond its time on that day of the office's, a list for each year."""
    by_year: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in sorted(entries):
        if entry.kept_until < today:
            by_year[entry.since.year].append(entry)
    return [Listing(kind, year, tuple(some)) for year, some in sorted(by_year.items())]


def may_go(
    listing: Listing, *, ended: Mapping[str, Entry], today: date, typed_by: date, now: datetime, settle: timedelta
) -> bool:
    """Whether a list may be removed now: approved, unchanged for ``settle``, and every entry beyond its time.

    ``ended`` are the records that have ended as the ledger has them now: settings, clock and records may have changed
    since the list was made. ``typed_by`` is the day on which the workbook says that it was last changed, which is
    another clock than ours where a service or a file server keeps it.
    """
    if not listing.approved_by or listing.approved_at is None or listing.done_at is not None:
        return False
    if now < listing.approved_at + settle or not ended.keys() >= {*listing.subjects}:
        return False
    last = max(max(entry.kept_until, ended[entry.subject].kept_until) for entry in listing.entries)
    return last < min(today, typed_by)
