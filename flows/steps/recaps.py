"""The periods of *Periode*: drafted in *Rekap*, judged, made final when they are approved (steps 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from flows.ledger.records import Purpose
from flows.office import Office
from flows.procedure.dates import short_day
from flows.procedure.models import Period
from flows.procedure.names import fold
from flows.procedure.period_status import Standing
from flows.procedure.periods import DRAFTED, Stage, approves, early, judge, over, turn
from flows.procedure.problems import Problem
from flows.procedure.values import fault, text
from flows.procedure.wording import problem
from flows.steps.drafts import Drafts, Row
from flows.steps.observe import Observed
from flows.steps.revisions import Revisions
from flows.workbook.tabs import PERIODS


class Periods:
    """The periods of one reading, and what the ledger knows of them."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._office, self._observed = office, observed
        self._drafts, self._revisions = Drafts(office), Revisions(office, observed)
        self._last = self._revisions.last()

    def run(self) -> int:
        """Keep the drafts fresh and make final what is due; returns how many revisions were archived.

        One that cannot be made keeps no other from being made: what went wrong is raised at the end.
        """
        settled = [period for period in self._here.values() if self._settles_at(period) <= self._observed.at]
        recaps = self._drafts.keep_fresh(settled)
        due = {one.id: turn(self._since(one)) for one in settled if self._stage(one) is Stage.FINAL}
        if self._office.rehearsal:
            return len(due)
        self._revisions.drop_others(due)
        made, failures = 0, []
        for period in settled:
            last = self._last.get(period.id)
            if period.id in due:
                number = last.number + 1 if last else 0
                try:
                    revision = self._revisions.make(period, number, due[period.id], recaps)
                except Exception as error:
                    failures.append(error)
                    continue
                self._last[period.id], made = revision, made + 1
            elif last and last.digest == self._digest(period) and approves(period, last, self._since(period)):
                # Nothing is new: the approval is used up, and does not wait for the next answer to come.
                self._last[period.id] = replace(last, turn=turn(self._since(period)))
                self._revisions.put(period.id, self._last[period.id])
        if failures:
            raise failures[0] if len(failures) == 1 else ExceptionGroup("Several recaps could not be made", failures)
        return made

    def standings(self) -> Mapping[str, Standing]:
        """Where every row of *Periode* stands, by ID, in the order of the sheet."""
        tallies = {one.subject: one.tally for one in self._office.ledger.outbox.announced(Purpose.RECAP).values()}
        return {
            row.id: Standing(
                self._stage(self._here[row.id]) if row.id in self._here else _none_yet(text(row.cells.get("Status"))),
                self._here.get(row.id),
                self._last.get(row.id),
                self._settles_at(self._here[row.id]) if row.id in self._here else None,
                tallies.get(row.id),
            )
            for row in self._observed.lines.get(PERIODS.title, ())
        }

    def drafts(self) -> list[Row]:
        """The rows of *Rekap*: what was drafted last of every period that is not archived as it is now."""
        drafted = [one for one in self._here.values() if self._stage(one) in DRAFTED]
        found = [self._drafts.get(period.id) for period in drafted]
        return [row for draft in found if draft for row in draft.rows]

    def problems(self) -> Iterator[Problem]:
        """Approvals from before a period was over."""
        language = self._office.settings.office.language
        rows = {row.id: row.number for row in self._observed.lines.get(PERIODS.title, ())}
        for period in self._here.values():
            since = self._since(period)
            if approves(period, self._last.get(period.id), since) and early(period, since, self._office.zone):
                yield problem(
                    fault("period_early", over=short_day(over(period), language)), language=language,
                    tab=PERIODS.title, id=period.id, row=rows.get(period.id), column="Status", value=period.status,
                )  # fmt: skip

    @cached_property
    def _here(self) -> dict[str, Period]:
        """The well-formed ones."""
        return {period.id: period for period in self._observed.desk.periods}

    def _stage(self, period: Period) -> Stage:
        return judge(
            period,
            self._last.get(period.id),
            digest=self._digest(period),
            since=self._since(period),
            settles_at=self._settles_at(period),
            now=self._observed.at,
            zone=self._office.zone,
        )

    def _digest(self, period: Period) -> str:
        """As last computed; where nothing was computed yet, what was archived last is all that is known."""
        draft, last = self._drafts.get(period.id), self._last.get(period.id)
        return draft.digest if draft else last.digest if last else ""

    def _since(self, period: Period) -> datetime:
        return self._observed.rows[PERIODS.title][period.id].since

    def _settles_at(self, period: Period) -> datetime:
        return self._observed.settles_at(PERIODS.title, period.id, self._office.settle)


def _none_yet(status: str) -> Stage:
    return Stage.BLANK if fold(status) in {"", "draf"} else Stage.HELD
