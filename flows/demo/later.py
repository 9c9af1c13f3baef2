"""The demo's second scene: time has passed, partners were asked and have answered, and a recap is approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.demo.answers import Partners
from flows.demo.folder import Demo
from flows.ledger.archived import RECAP
from flows.office import Office, open_office
from flows.procedure.filing import Archived
from flows.settings import load
from flows.workbook.columns import Tab
from flows.workbook.interface import Cell, Changes, IdCell, Workbook
from flows.workbook.tabs import EVENTS, PERIODS

_OVER = timedelta(days=45)
"""After the demo's beginning: every deadline has passed, and its period is over."""
_APPROVER = "Ratna Dewi"
_ATTENDED = (47, 112)
"""At the two events of *Kegiatan*."""


@dataclass(frozen=True)
class Moments:
    """When what happens in the second scene, by the office's clock."""

    asked: datetime
    answered: datetime
    approved: datetime

    @classmethod
    def of(cls, begun: date, zone: ZoneInfo) -> Moments:
        monday = begun + _OVER + timedelta(days=-(begun + _OVER).weekday() % 7)
        asked = datetime.combine(monday, time(9), zone)
        return cls(asked, asked + timedelta(days=3, hours=2), asked + timedelta(days=10))


@dataclass(frozen=True)
class Scene:
    """What came of it."""

    moments: Moments
    answers: int
    files: tuple[Archived, ...]
    audit: Path


def play(demo: Demo, tick: Callable[[str, Callable[[], datetime]], object]) -> Scene:
    """Go on from the first scene; a second time changes nothing more. ``tick`` runs a flow by its name, by a clock."""
    from flows.steps.audit import write_audit

    settings = load(demo.config)
    moments = Moments.of(demo.begun, settings.office.zone)
    if not _archived(demo):
        with open_office(settings, clock=lambda: moments.asked) as office:
            held = ({"Status": "Setuju", "Disetujui Oleh": _APPROVER, "Jumlah Hadir": str(one)} for one in _ATTENDED)
            _edit(office.workbook, EVENTS, list(held))
        tick("feedback", lambda: moments.asked)
        with open_office(settings, clock=lambda: moments.answered) as office:
            _answer(office)
            _edit(office.workbook, PERIODS, [{"Status": "Setuju", "Disetujui Oleh": _APPROVER}])
    tick("cycle", lambda: moments.approved)
    with open_office(settings, clock=lambda: moments.approved) as office:
        answers = len(office.ledger.responses.answered())
        files = tuple(office.ledger.archive.entries(RECAP))
        audit = demo.folder / f"audit-{demo.begun.year}.zip"
        write_audit(office, demo.begun.year, audit)
    return Scene(moments, answers, files, audit)


def _archived(demo: Demo) -> bool:
    """Whether the second scene was played already."""
    with open_office(load(demo.config)) as office:
        return bool(office.ledger.archive.entries(RECAP))


def _answer(office: Office) -> None:
    """As the partners' form, and staff who note down a call, enter it."""
    partners, ledger = Partners(office.form), office.ledger
    told = ledger.outbox.told()
    contents = ledger.notes.versions(told)
    everybody = [programme.code for programme in office.catalogue.programmes]
    for case in ledger.responses.cases():
        audience = contents[case.vacancy][told[case.vacancy]]["audience"]
        given = partners.answer(case, audience["programmes"] or everybody)
        if given:
            answers, source = given
            ledger.responses.answer(case.partner_id, case.vacancy, answers, office.clock(), source)


def _edit(workbook: Workbook, tab: Tab, rows: list[dict[str, str]]) -> None:
    """What a colleague types into the first rows of a tab."""
    headings: list[Cell] = workbook.read([tab.title])[tab.title][0]
    cells = [
        # The one way in which we write a cell of staff's; here we are staff.
        IdCell(tab.title, number, headings.index(heading) + 1, value)
        for number, row in enumerate(rows, start=2)
        for heading, value in row.items()
    ]
    workbook.write(Changes(ids=cells), expected=workbook.stamp())
