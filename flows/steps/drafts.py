"""Drafts of recaps: what *Rekap* shows, made anew only when something has changed that a recap depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flows.office import Office
from flows.procedure.models import Period
from flows.procedure.recap.records import EVERYTHING, Recap, Span
from flows.steps.evidence import LISTS, gather
from flows.workbook.flow_tabs import RECAP

if TYPE_CHECKING:
    import pandas as pd

    from flows.procedure.recap.records import Evidence

_NOTE = "recap_drafts"
Row = Sequence[Any]
"""Of *Rekap*."""


@dataclass(frozen=True)
class Draft:
    """One period as last computed."""

    digest: str
    """Of all that its recap says. Who was reminded how often is not among that: it makes no other recap."""
    rows: Sequence[Row]
    basis: str = ""
    """Hash of all that it was made of (`Recaps.basis`)."""


class Drafts:
    """The drafts as the ledger keeps them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        kept = office.ledger.notes.get(_NOTE, {"state": "", "periods": {}})
        self._state: str = kept["state"]
        self._kept: dict[str, Draft] = {period: Draft(**draft) for period, draft in kept["periods"].items()}

    def get(self, period: str) -> Draft | None:
        return self._kept.get(period)

    def keep_fresh(self, periods: Sequence[Period]) -> Recaps:
        """See to it that every one of these periods has its draft; what the recaps are made of comes along for who
        goes on with it. If nothing has changed since, nothing is read but the state of things; else those are made anew
        that it concerns, of however many periods."""
        recaps = Recaps(self._office)
        if not periods and not self._kept:
            return recaps
        state = _state(self._office, periods)
        if state != self._state or {period.id for period in periods} != self._kept.keys():
            self._kept = {period.id: self._made(period, recaps) for period in periods}
            self._state = state
            content = {one: vars(draft) for one, draft in self._kept.items()}
            self._office.ledger.notes.put(**{_NOTE: {"state": state, "periods": content}})
        return recaps

    def _made(self, period: Period, recaps: Recaps) -> Draft:
        from flows.steps.recap_grid import recap_rows

        kept, basis = self._kept.get(period.id), recaps.basis(period)
        if kept and kept.basis == basis:
            return kept
        recap, office = recaps.of(period), self._office
        return Draft(digest(recap), recap_rows(recap, office.zone, office.settings.office.language), basis)


class Recaps:
    """Recaps of one moment: what they are made of is read at the first of them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of(self, period: Period, scope: str = EVERYTHING) -> Recap:
        from flows.procedure.recap.slices import recap

        return recap(
            self._consolidated,
            self._evidence.events,
            _span(period),
            scope,
            questions=self._office.form.questions,
            catalogue=self._office.catalogue,
            language=self._office.settings.office.language,
        )

    def basis(self, period: Period) -> str:
        """Hash of all that the whole recap of a period is made of."""
        from flows.procedure.recap.slices import within

        span, office, events = _span(period), self._office, self._evidence.events
        vacancies = self._consolidated[within(self._consolidated["closed"], span)]
        parts = [vacancies.to_dict("list"), events[within(events["day"], span)].to_dict("list"), RECAP.headings]
        return _hash([span, *parts, office.form, office.catalogue.programmes, office.settings.office.language])

    @cached_property
    def _evidence(self) -> Evidence:
        return gather(self._office)

    @cached_property
    def _consolidated(self) -> pd.DataFrame:
        from flows.procedure.recap.consolidation import consolidate

        return consolidate(self._evidence, self._office.form.questions, self._office.catalogue)


def _span(period: Period) -> Span:
    return Span(period.id, period.title, period.first, period.last)


def _state(office: Office, periods: Collection[Period]) -> str:
    """Hash of all that these recaps depend on, cheaply: no frame is made for it. What is still open is in none."""
    ledger = office.ledger
    with ledger.together():
        closings = ledger.closings.days().items()
        closed = {one: day for one, day in closings if any(period.first <= day <= period.last for period in periods)}
        told = ledger.outbox.told()
        announced = ledger.outbox.announced()
        parts: Mapping[str, Any] = {
            "periods": [(one.id, one.title, one.first, one.last) for one in periods],
            "closed": closed,
            "told": {one: told[one] for one in closed if one in told},  # what an edition says stays as it is
            "never told": ledger.notes.versions(closed.keys() - told.keys()),
            "lists": ledger.notes.get(LISTS),
            "cases": [case for case in ledger.responses.cases() if case.vacancy in closed],
            "answers": [answer for answer in ledger.responses.versions() if answer.vacancy in closed],
            "events": list(ledger.events.all().values()),
            "attended": ledger.events.attended(),
            "sent": {one: (announced[one].at, dict(announced[one].tally)) for one in closed if one in announced},
        }
    return _hash([parts, office.form, office.catalogue.programmes, office.settings.office.language])


_NOT_SAID = ("received", "announced", "sent", "refused", "state", "requested", "reminders", "month", "departments")
"""Columns of `Recap.vacancies` that change, or follow from others, without another recap being called for."""


def digest(recap: Recap) -> str:
    """Hash of what a recap says: its title and days, its vacancies and events, and the answers that count."""
    span, called_off = recap.span, (recap.vacancies["state"] == "cancelled").tolist()
    vacancies = recap.vacancies.drop(columns=list(_NOT_SAID)).to_dict("list")
    return _hash([(span.title, span.first, span.last), vacancies, called_off, recap.events.to_dict("list")])


def _hash(content: object) -> str:
    plain: Callable[[object], str] = str
    return hashlib.sha256(json.dumps(content, default=plain, ensure_ascii=False).encode()).hexdigest()[:16]
