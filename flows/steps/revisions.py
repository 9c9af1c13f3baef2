"""A recap made final: its files put into the archive, and entered there (step 6 of the procedure).

How it is done so that a kill at any point and a second run give the same result:

1. What it is to be is fixed in the ledger (`Intention`): its number, moment, approver, and the head of the trail.
2. Its files are made of that and of the evidence alone, and put into the archive's folder, each whole. A second run
   makes the same bytes and adopts what is there.
3. One transaction, which outlives a power cut, enters the files in the archive and the trail, fixes what the letters
   tell (they are queued at every run, see `flows.steps.recap_letters`), and takes the intention away.

Before that transaction nothing has happened: files without an entry were never archived. If the evidence has changed
meanwhile, or staff took the approval back, what was put into the folder is removed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from flows.archive.names import recap_stem, slug, stem_of
from flows.ledger.archived import RECAP
from flows.office import Office
from flows.procedure.filing import Archived
from flows.procedure.models import Period
from flows.procedure.periods import Revision
from flows.procedure.recap.records import EVERYTHING, Recap
from flows.procedure.retention import kept_until
from flows.steps.drafts import Recaps, digest
from flows.steps.informing import scopes
from flows.steps.observe import Observed
from flows.steps.recap_letters import keep_gist

_REVISIONS, _UNDER_WAY = "recap_revisions", "recaps_under_way"
FORM = "FM.PR.23.3-01"
"""The number of the recap's form, before the period's ID and the revision."""


@dataclass(frozen=True)
class Intention:
    """A revision that is being made."""

    number: int
    turn: str
    digest: str
    scopes: Sequence[str]
    stem: str
    """Of its files, see `flows.archive.names`."""
    at: str
    trail_head: str

    @property
    def asked(self) -> tuple[Any, ...]:
        """What makes it the same one at a second run."""
        return self.number, self.turn, self.digest, list(self.scopes), self.stem

    def path(self, scope: str, ending: str) -> str:
        part = "" if scope == EVERYTHING else f"-{slug(scope)}"
        return f"{self.stem}{part}.{ending}"

    @property
    def paths(self) -> list[str]:
        return [self.path(scope, ending) for scope in self.scopes for ending in _MADE]


class Revisions:
    """The last revision of each period, and how the next one is made."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._office, self._observed, self._ledger = office, observed, office.ledger

    def last(self) -> dict[str, Revision]:
        """By period."""
        return {period: _revision(kept) for period, kept in self._ledger.notes.get(_REVISIONS, {}).items()}

    def put(self, period: str, revision: Revision) -> None:
        kept = self._ledger.notes.get(_REVISIONS, {}) | {period: _plain(revision)}
        self._ledger.notes.put(**{_REVISIONS: kept})

    def make(self, period: Period, number: int, turn: str, recaps: Recaps) -> Revision:
        """Make a revision final. Raises `ArchiveError`, with nothing entered, if its files cannot be kept."""
        intention = self._intend(period, number, turn, digest(recaps.of(period)))
        slices = [recaps.of(period, scope) for scope in intention.scopes]
        entries = [self._archive(period, intention, recap) for recap in slices]
        at = datetime.fromisoformat(intention.at)
        revision = Revision(number, intention.digest, turn, period.title, period.first, period.last, at)
        with self._ledger.together(durable=True):
            self._ledger.archive.add(entry for files in entries for entry in files)
            for recap, files in zip(slices, entries, strict=True):
                keep_gist(self._office, recap, files)
            hashes = {entry.path: entry.sha256 for files in entries for entry in files}
            days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
            rows = entries[0][0].rows
            self._ledger.trail.append(RECAP, period.id, at, revision=number, **days, rows=rows, files=hashes)
            self.put(period.id, revision)
            self._forget(period.id)
        return revision

    def drop_others(self, due: Mapping[str, str]) -> None:
        """Remove what is left of revisions that are no longer asked for. ``due`` are the turns by period that are."""
        for period, kept in dict(self._under_way).items():
            if kept["turn"] != due.get(period):
                self._discard(Intention(**kept))
                self._forget(period)

    def _intend(self, period: Period, number: int, turn: str, says: str) -> Intention:
        """What was begun and is still the same, else a new intention."""
        everyone = (EVERYTHING, *sorted(set(scopes(self._observed)) - {EVERYTHING}))
        taken = {stem_of(entry.path): entry.subject for entry in self._ledger.archive.entries(RECAP)}
        stem = recap_stem(period.id, period.first, period.last, number, taken)
        at = self._observed.at.isoformat()
        new = Intention(number, turn, says, everyone, stem, at, self._ledger.trail.head())
        if begun := self._under_way.get(period.id):
            old = Intention(**begun)
            if old.asked == new.asked:
                return old
            self._discard(old)
        with self._ledger.together(durable=True):
            self._ledger.notes.put(**{_UNDER_WAY: self._under_way | {period.id: asdict(new)}})
        return new

    def _archive(self, period: Period, intention: Intention, recap: Recap) -> list[Archived]:
        at = datetime.fromisoformat(intention.at)
        title = period.title if recap.scope == EVERYTHING else f"{period.title} · {recap.scope_label}"
        keep_until = kept_until(at.astimezone(self._office.zone).date(), self._office.settings.retention.recaps)
        return [
            Archived(
                path=path,
                kind=RECAP,
                subject=period.id,
                title=title,
                revision=intention.number,
                rows=len(recap.vacancies),
                sha256=self._office.archive.keep(path, content),
                trail_head=intention.trail_head,
                approved_by=period.approved_by,
                at=at,
                keep_until=keep_until,
            )
            for path, content in self._documents(period, intention, recap)
        ]

    def _documents(self, period: Period, intention: Intention, recap: Recap) -> Iterator[tuple[str, bytes]]:
        from flows.documents.imprint import Imprint
        from flows.documents.recap_pdf import recap_pdf
        from flows.documents.recap_workbook import recap_workbook

        office = self._office.settings.office
        parts = (FORM, period.id, f"R{intention.number}", *([] if recap.scope == EVERYTHING else [recap.scope]))
        imprint = Imprint(
            office=office.name,
            number="/".join(parts),
            title=period.title,
            at=datetime.fromisoformat(intention.at),
            zone=self._office.zone,
            language=office.language,
            revision=intention.number,
            approved_by=period.approved_by,
            trail_head=intention.trail_head,
        )
        for ending, make in zip(_MADE, (recap_pdf, recap_workbook), strict=True):
            yield intention.path(recap.scope, ending), make(recap, imprint)

    @property
    def _under_way(self) -> dict[str, dict[str, Any]]:
        kept: dict[str, dict[str, Any]] = self._ledger.notes.get(_UNDER_WAY, {})
        return kept

    def _forget(self, period: str) -> None:
        rest = {one: kept for one, kept in self._under_way.items() if one != period}
        self._ledger.notes.put(**{_UNDER_WAY: rest})

    def _discard(self, intention: Intention) -> None:
        archived = {entry.path for entry in self._ledger.archive.entries(RECAP)}
        for path in intention.paths:
            if path not in archived:
                self._office.archive.remove(path)


_MADE = ("pdf", "xlsx")
"""Endings of the files of each scope, first what is read first."""


def _plain(revision: Revision) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(revision).items()}


def _revision(kept: Mapping[str, Any]) -> Revision:
    days = {name: date.fromisoformat(kept[name]) for name in ("first", "last")}
    return Revision(**{**kept, **days, "at": datetime.fromisoformat(kept["at"])})
