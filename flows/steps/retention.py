"""List what is beyond its kept time, carry out what staff approved, and see to it that nothing of it is left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flows.ledger.disposals import Weight
from flows.ledger.removal import Removal
from flows.office import Office
from flows.procedure.filing import Archived
from flows.procedure.retention import FOR_EVER, NAMES, Kind, Listing, lists, may_go
from flows.procedure.values import is_formula_error, text
from flows.steps.archive_tabs import tabs_of
from flows.steps.expired import REPORT, Ended
from flows.steps.observe import Observed
from flows.workbook.flow_tabs import DISPOSAL
from flows.workbook.interface import Grid
from flows.workbook.reading import columns
from flows.workbook.tabs import EVENTS, VACANCIES

TABS = {Kind.VACANCY: VACANCIES, Kind.EVENT: EVENTS}
"""Where staff have rows of their own about a kind of record."""
_LISTED = "retention_day"


@dataclass(frozen=True)
class Applied:
    """Counts of one run."""

    disposed: int = 0
    """Records."""
    waiting: int = 0
    """Records beyond their time that nobody has approved to go."""


class Retention:
    """What one run does about records that are beyond their time."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._office, self._observed, self._ledger, self._folder = office, observed, office.ledger, office.archive
        self._ended = Ended(office, observed)
        self._removal = Removal(office.ledger.store, office.zone)
        self._at, self._today = observed.at, self._day(observed.at)

    def apply(self, *, at_once: bool = False) -> Applied:
        """Everything. What is beyond its time is looked for once a day, or ``at_once``."""
        self.heed()
        disposed = sum(self._carry_out(listing) for listing in self._waiting())
        if at_once or disposed or self._ledger.notes.get(_LISTED) != self._today.isoformat():
            self.list()
        self.sweep()
        return Applied(disposed, self.waiting)

    @property
    def waiting(self) -> int:
        """Records on lists that nobody has approved, or whose approval is too fresh."""
        return sum(len(listing.entries) for listing in self._waiting())

    def heed(self) -> None:
        """Take up what staff typed beside the lists that wait, and what they took away again."""
        typed = names_typed(self._observed.reading.grids.get(DISPOSAL.title, []))
        for listing in self._waiting():
            name = typed.get(listing.id, "")
            if name != listing.approved_by:
                self._ledger.disposals.approve(listing.id, name, self._at)
                if not name:  # a killed run may have left the report of what is not to happen any more
                    self._folder.remove(report_path(listing))

    def list(self) -> None:
        """Put what is beyond its time on lists: these, and no others, wait for approval from now on.

        A list grows, and gets another ID, until somebody approves it; what comes later is put on another one.
        """
        found: list[Listing] = []
        for kind in Kind:
            ended = {one: entry for one, entry in self._ended.of(kind).items() if entry.kept_until < self._today}
            approved = [one for one in self._waiting() if one.kind is kind and one.approved_by]
            approved = [one for one in approved if ended.keys() >= {*one.subjects}]
            for subject in {subject for one in approved for subject in one.subjects}:
                del ended[subject]
            found += [*approved, *lists(kind, ended.values(), self._today)]
        with self._ledger.together(durable=True):
            known = {listing.id for listing in self._waiting()}
            self._ledger.disposals.list(found, self._at)
            for listing in found:
                if listing.id not in known:
                    told = {"kind": listing.kind, "records": len(listing.entries)}
                    self._ledger.trail.append("list", listing.id, self._at, **told)
            self._ledger.notes.put(**{_LISTED: self._today.isoformat()})

    def sweep(self) -> None:
        """Of what was removed: take its files away, and see whether staff have deleted its rows."""
        for listing in self._ledger.disposals.unsettled().values():
            if listing.done_at is None:
                continue
            if listing.kind is Kind.RECAP:
                for path in listing.subjects:
                    self._folder.remove(path)
            if rows_left(self._observed, listing.kind, listing.subjects):
                continue
            with self._ledger.together():
                if tab := TABS.get(listing.kind):
                    self._removal.remove(listing.kind, listing.subjects)  # what its rows brought back meanwhile
                    self._removal.forget_rows(tab.title, listing.subjects)
                self._ledger.disposals.swept(listing.id, self._at)

    def _waiting(self) -> Iterator[Listing]:
        return (one for one in self._ledger.disposals.unsettled().values() if one.done_at is None)

    def _carry_out(self, listing: Listing) -> int:
        """Remove an approved list as a whole, with its report: both in one transaction, so that they agree whenever the
        run dies. The report's file comes first, and counts for nothing until its entry stands."""
        if not (listing.approved_by and self._may_go(listing)):
            return 0
        with self._ledger.together(durable=True):
            weights = self._removal.weigh(listing.kind, listing.subjects)
            report = self._report(listing, weights)
            self._ledger.archive.add([report])
            self._removal.remove(listing.kind, listing.subjects)
            told = {"kind": listing.kind, "records": len(listing.entries), "report": report.sha256}
            self._ledger.trail.append("dispose", listing.id, self._at, **told)
            self._ledger.disposals.done(listing.id, weights, report.path, self._at)
        return len(listing.entries)

    def _may_go(self, listing: Listing) -> bool:
        return may_go(
            listing,
            ended=self._ended.of(listing.kind),
            today=self._today,
            typed_by=self._day(self._observed.reading.modified),
            now=self._at,
            settle=self._office.settle,
        )

    def _report(self, listing: Listing, weights: Mapping[str, Weight]) -> Archived:
        from flows.documents.disposal import TITLES, disposal_pdf
        from flows.documents.imprint import Imprint

        office, head = self._office.settings.office, self._ledger.trail.head()
        title, name = TITLES[office.language], NAMES[office.language][listing.kind]
        imprint = Imprint(
            office.name, f"BA/{listing.id}", title, self._at, office.zone, office.language, 0, listing.approved_by, head
        )
        years, path = self._office.settings.retention.years[listing.kind], report_path(listing)
        tabs = tabs_of(self._office, listing.subjects) if listing.kind is Kind.RECAP else ()
        digest = self._folder.keep(path, disposal_pdf(imprint, listing, weights, years, tabs))
        return Archived(
            path=path,
            kind=REPORT,
            subject=listing.id,
            title=f"{title}: {name} {listing.year}",
            revision=0,
            rows=len(listing.entries),
            sha256=digest,
            trail_head=head,
            approved_by=listing.approved_by,
            at=self._at,
            keep_until=FOR_EVER,
        )

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._office.zone).date()


def report_path(listing: Listing) -> str:
    """Where the report of a list is in the archive: one place, whenever it is carried out."""
    return f"berita-acara/pemusnahan-{listing.id.lower()}.pdf"


def names_typed(grid: Grid) -> dict[str, str]:
    """What stands in *Disetujui Oleh* of *Pemusnahan*, by the list's ID; only what can be somebody's name."""
    places = columns(DISPOSAL, grid)[0]
    found: dict[str, str] = {}
    if {"ID", "Disetujui Oleh"} <= places.keys():
        for line in grid[1:]:
            number, name = (line[places[one]] if places[one] < len(line) else None for one in ("ID", "Disetujui Oleh"))
            if isinstance(name, str) and not is_formula_error(name) and any(map(str.isalpha, name)):
                found.setdefault(text(number), text(name))
    return found


def rows_left(observed: Observed, kind: Kind, subjects: Collection[str]) -> int:
    """How many rows staff still have about what was removed."""
    tab = TABS.get(kind)
    here = {row.id for row in observed.lines.get(tab.title, ())} if tab else set()
    return len(here.intersection(subjects))
