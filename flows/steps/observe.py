"""Read the workbook, find out which row is which, and make typed models of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from flows.errors import WorkbookBusy, WorkbookChanged
from flows.ledger.records import KnownRow
from flows.office import Office
from flows.procedure.checks.context import Context
from flows.procedure.desk import Desk, read_desk
from flows.procedure.identity import identify, new_ids, stands_since
from flows.procedure.models import AlumniList, Language, Vacancy
from flows.procedure.names import fold
from flows.procedure.problems import Problem
from flows.procedure.values import fault
from flows.procedure.wording import problem
from flows.steps.called_off import with_called_off
from flows.workbook.columns import Tab
from flows.workbook.interface import Changes, Grid, IdCell, Stamp
from flows.workbook.reading import Row, columns, id_column, read_rows
from flows.workbook.tabs import ALUMNI, TABS, VACANCIES, staff_tabs

TITLES = tuple(tab.title for tab in TABS)
TICK = timedelta(minutes=10)
_IDLE = frozenset({"", "draf", "tutup", "batal"})
"""Values of *Status* that nobody waits for, as `fold` makes them."""
ROUNDS = 3
"""How often IDs are written and read back before the rest is left to the next tick."""


@dataclass(frozen=True)
class Reading:
    """All tabs at one moment."""

    grids: Mapping[str, Grid]
    stamp: Stamp
    modified: datetime
    """When others than ourselves last changed the workbook (UTC)."""
    seen: datetime | None
    """When the workbook was read before; ``None`` at first sight."""
    kept: bool = False
    """Whether the grids are the ledger's, because nothing has changed."""


@dataclass(frozen=True)
class Observed:
    """What the office's people meant, as far as it can be read now."""

    reading: Reading
    desk: Desk
    lines: Mapping[str, Sequence[Row]]
    """Tab → its rows, with the IDs that they are known by."""
    rows: Mapping[str, Mapping[str, KnownRow]]
    """Tab → ID → the row as it stands now."""
    at: datetime
    context: Context
    wrote_ids: bool = False
    busy: WorkbookBusy | None = None
    """Why new IDs could not be written; their rows wait for the next tick."""

    @cached_property
    def vacancies(self) -> Mapping[str, Vacancy]:
        """By ID, in the order of the sheet."""
        return {vacancy.id: vacancy for vacancy in self.desk.vacancies}

    @cached_property
    def lists(self) -> Mapping[str, AlumniList]:
        return {one.name: one for one in self.desk.lists}

    @cached_property
    def held(self) -> frozenset[str]:
        """IDs of vacancies that a blocking problem keeps back: all, if a heading that steers sending is gone."""
        blocking = [p for p in self.desk.problems if p.blocking and p.tab == VACANCIES.title]
        if any(not problem.id for problem in blocking):
            return frozenset(self.vacancies)
        return frozenset(problem.id for problem in blocking)

    def column(self, title: str, heading: str) -> int:
        """Where a column of a tab stands now, counted from 1."""
        tab = next(tab for tab in TABS if tab.title == title)
        return columns(tab, self.reading.grids.get(title, []))[0].get(heading, 0) + 1

    def settles_at(self, tab: str, row_id: str, settle: timedelta) -> datetime:
        """From when on the row may be acted upon. A row whose ID was not yet seen beside it waits for the next tick."""
        known = self.rows[tab][row_id]
        return known.since + settle if known.confirmed else self.at + max(settle, TICK)


def observe(office: Office) -> Observed:
    """Read, give IDs to new rows, read back, and check everything. Raises `WorkbookError` if it cannot be read."""
    busy, wrote_ids = None, False
    reading = read(office)
    for _ in range(ROUNDS):
        at = office.clock()
        lines, rows, cells, problems = _identified(office, reading, at)
        if not cells:
            break
        try:
            office.workbook.write(Changes(ids=cells), expected=reading.stamp)
        except WorkbookChanged:
            reading = read(office)
            continue
        except WorkbookBusy as error:
            busy = error
            break
        wrote_ids = True
        # Staff may have sorted in between: only an ID that is read beside its row is acted upon.
        grids = {**reading.grids, **office.workbook.read([tab.title for tab in staff_tabs()])}
        stamp = reading.stamp if costly(office) else office.workbook.stamp()
        reading = replace(reading, grids=grids, stamp=stamp, seen=at)
    desk = read_desk(
        lines,
        reading.grids.get(ALUMNI.title),
        office.catalogue,
        today=at.astimezone(office.zone).date(),
        tz=office.zone,
        language=office.settings.office.language,
        headings=problems,
        announced=office.ledger.outbox.told(),
    )
    context = Context(office.catalogue, at.astimezone(office.zone).date(), office.zone, office.settings.office.language)
    desk = with_called_off(office, desk, lines)
    return Observed(reading, desk, lines, rows, at, context, wrote_ids, busy)


def costly(office: Office) -> bool:
    """Whether reading the workbook costs calls of a service, which are worth saving."""
    return office.workbook.fresh_for > timedelta(0)


def read(office: Office) -> Reading:
    """The workbook now; where reading costs calls and nothing has changed, as it was read last."""
    notes = office.ledger.notes
    stamp = office.workbook.stamp()
    last = notes.get("workbook", {})
    seen = datetime.fromisoformat(last["seen"]) if last else None
    unchanged = bool(last) and last["version"] == stamp.version
    modified = datetime.fromisoformat(last["modified"]) if unchanged else stamp.modified
    grids = notes.reading() if unchanged and costly(office) else {}
    return Reading(grids or office.workbook.read(TITLES), stamp, modified, seen, kept=bool(grids))


def remember(office: Office, reading: Reading, stamp: Stamp, seen: datetime) -> None:
    """Keep which state of the workbook was seen, so that our own write does not count as staff's."""
    office.ledger.notes.put(
        workbook={"version": stamp.version, "modified": reading.modified.isoformat(), "seen": seen.isoformat()}
    )


def _identified(
    office: Office, reading: Reading, now: datetime
) -> tuple[dict[str, list[Row]], dict[str, dict[str, KnownRow]], list[IdCell], list[Problem]]:
    """Rows with their IDs, as the ledger now knows them, the ID cells to write, and what is wrong with headings."""
    lines: dict[str, list[Row]] = {}
    rows: dict[str, dict[str, KnownRow]] = {}
    cells: list[IdCell] = []
    problems: list[Problem] = []
    for tab in staff_tabs():
        if tab is ALUMNI or tab.title not in reading.grids:
            continue  # alumni are checked as a whole, by columns
        found, wrong = read_rows(tab, reading.grids[tab.title], office.settings.office.language)
        problems += wrong
        if tab.has_id:
            found, rows[tab.title], missing = _identify(office, tab, found, reading, now)
            problems += _waiting_copies(tab, found, rows[tab.title], office.settings.office.language)
            column = id_column(tab, reading.grids[tab.title])
            cells += [IdCell(tab.title, row.number, column, row.id) for row in missing] if column else []
        lines[tab.title] = found
    return lines, rows, cells, problems


def _waiting_copies(
    tab: Tab, found: Sequence[Row], known: Mapping[str, KnownRow], language: Language
) -> Iterator[Problem]:
    """Else staff read ``Setuju`` in the cell and ``Draf`` beside it, and never learn why nothing happens."""
    for row in found:
        status = (known[row.id].copied_status if row.id in known else None) or ""
        if fold(status) not in _IDLE:
            yield problem(
                fault("copy_waits"),
                language=language,
                tab=tab.title,
                id=row.id,
                row=row.number,
                column="Status",
                value=status,
                blocking=False,
            )


def _identify(
    office: Office, tab: Tab, found: Sequence[Row], reading: Reading, now: datetime
) -> tuple[list[Row], dict[str, KnownRow], list[Row]]:
    # An ID with nothing beside it is taken away: what staff type there later is another row.
    orphans, found = [row for row in found if row.is_blank], [row for row in found if not row.is_blank]
    known = office.ledger.notes.rows(tab.title)
    taken = {*known, *(row.id for row in found)}
    identities = identify(found, known, new_ids(tab.title, now.astimezone(office.zone).year, taken))
    rows, now_known, missing = [], {}, [replace(row, id="") for row in orphans]
    for row, identity in zip(found, identities, strict=True):
        before = known.get(identity.id)
        since = stands_since(
            row.fingerprint,
            (before.fingerprint, before.since) if before else None,
            now=now,
            modified=reading.modified,
            seen=reading.seen,
        )
        status = str(row.cells.get("Status") or "").strip()
        copied = status if identity.copy else before.copied_status if before else None
        if copied is not None and copied != status:
            copied = None  # staff have set it: the copy is a row of its own now
        now_known[identity.id] = KnownRow(identity.id, row.fingerprint, since, identity.confirmed, copied)
        whole = replace(row, id=identity.id)
        if row.id != identity.id:
            missing.append(whole)
        rows.append(whole if copied is None else replace(whole, cells={**whole.cells, "Status": "Draf"}))
    changed = [row for row in now_known.values() if row != known.get(row.id)]
    with office.ledger.together():
        office.ledger.notes.put_rows(tab.title, changed)
        if tab is VACANCIES:
            # Whoever loses an ID and gets it back is confirmed again, and was received before.
            confirmed = {one.id for one in known.values() if one.confirmed}
            new = [row.id for row in changed if row.confirmed and row.id not in confirmed]
            office.ledger.trail.once("receive", new, now)
    return rows, now_known, missing
