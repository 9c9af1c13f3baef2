"""Keep in the ledger what is on the public page, and bring its files up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flows.ledger.publications import Publication
from flows.office import Office
from flows.procedure.announcing import Step, Verdict, approved
from flows.publish import procedure_files, publish, publisher
from flows.steps.observe import Observed
from flows.workbook.tabs import VACANCIES

_NOTE = "published"
_SHOWN = frozenset({Step.ANNOUNCE, Step.OPEN, Step.EDITED, Step.CORRECT, Step.NEVER_ANNOUNCED})
"""Of a vacancy that is settled and approved, though perhaps not in this edition."""
_ENDED = frozenset({Step.CLOSED, Step.EXPIRED})


def keep_publications(office: Office, observed: Observed, verdicts: Mapping[str, Verdict]) -> None:
    """Keep which vacancies are shown, and in which edition: that which alumni were told. Writes only what is new.

    What waits, is held back or has just been changed stays as it was; what staff take off the page goes at once.
    """
    if observed.lines.get(VACANCIES.title) is None:
        return  # the whole tab is gone: that is no one's decision about a vacancy
    with office.ledger.together():
        known = office.ledger.publications.all()
        now, off = dict(known), set[str]()
        told = office.ledger.outbox.told()
        for vacancy in observed.vacancies.values():
            before, step = known.get(vacancy.id), verdicts[vacancy.id].step
            if not vacancy.on_web or not (approved(vacancy) or step in _ENDED):
                off.add(vacancy.id)
            elif step in _SHOWN:
                edition = told.get(vacancy.id, vacancy.edition)
                now[vacancy.id] = _shown(vacancy.id, edition, before, observed)
            elif step in _ENDED and before:
                now[vacancy.id] = _ended(before, _today(office, observed), observed)
        for gone in known.keys() - {row.id for row in observed.lines[VACANCIES.title]}:
            now[gone] = _ended(known[gone], _today(office, observed), observed)
        office.ledger.publications.put([one for one in now.values() if known.get(one.vacancy) != one])
        office.ledger.publications.drop(off & known.keys())


def publish_changes(office: Office) -> int:
    """Write the files of the public page, if they are wanted and anything in them has changed; returns how many."""
    site, settings = office.settings.site, office.settings
    if not site.publish_to:
        return 0
    from flows.site.templates import fingerprint

    now = office.clock()
    parts = (
        office.ledger.publications.state(), now.astimezone(office.zone).date(), publisher(settings), site,
        fingerprint(), procedure_files(settings),
    )  # fmt: skip
    stamp = hashlib.sha256(repr(parts).encode()).hexdigest()
    folder = settings.path(site.publish_to)
    if office.ledger.notes.get(_NOTE) == stamp and folder.is_dir():
        return 0
    written = publish(settings, office.ledger, office.catalogue, now, folder)
    office.ledger.notes.put(**{_NOTE: stamp})
    return written.changes


def _shown(vacancy: str, edition: str, before: Publication | None, observed: Observed) -> Publication:
    if before is None:
        return Publication(vacancy, edition, observed.at, observed.at)
    if (before.edition, before.closed) == (edition, None):
        return before
    return replace(before, edition=edition, updated=observed.at, closed=None)


def _ended(before: Publication, today: date, observed: Observed) -> Publication:
    return before if before.closed else replace(before, updated=observed.at, closed=today)


def _today(office: Office, observed: Observed) -> date:
    return observed.at.astimezone(office.zone).date()
