"""One run over an office: its steps in order, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from flows.errors import FormsBusy, MailError, WorkbookBusy
from flows.ledger.contents import Contents
from flows.ledger.ledger import Ledger
from flows.ledger.recovery import Recovery
from flows.ledger.runs import COUNTS, Ran, Runs
from flows.office import Office
from flows.outcome import Outcome
from flows.procedure.status import Situation
from flows.procedure.values import email_key
from flows.steps.archive_tabs import keep_tabs, remove_tabs
from flows.steps.beside import deliver_beside
from flows.steps.collect import collect
from flows.steps.deliver import Sender, refuse_restored, resumes_at, settle_past
from flows.steps.event_tab import AttendanceTab
from flows.steps.events import Events
from flows.steps.evidence import keep_evidence
from flows.steps.feedback import Feedback
from flows.steps.findings import findings
from flows.steps.guests import keep_guests
from flows.steps.known_problems import problems_since, untold
from flows.steps.kpi import check_pages, keep_fresh
from flows.steps.letters import further_writers
from flows.steps.observe import Observed, observe
from flows.steps.publications import keep_publications, publish_changes
from flows.steps.queue import Queue, Queued
from flows.steps.readership import Readership
from flows.steps.recap_letters import queue_recaps
from flows.steps.recaps import Periods
from flows.steps.results import results
from flows.steps.retention import Retention
from flows.steps.returns import read_returns
from flows.steps.signups import joined
from flows.steps.spared import holds_erased, spared
from flows.steps.turnout import tell_turnout
from flows.steps.write_back import write_back
from flows.workbook.tabs import VACANCIES


@dataclass(frozen=True)
class _Known:
    """What a run goes by once the workbook is read."""

    observed: Observed
    feedback: Feedback
    periods: Periods
    events: Events
    since: Mapping[str, datetime]
    """Since when each problem stands."""


class Run(Outcome):
    """The steps of a run, each done once."""

    def __init__(
        self,
        office: Office,
        *,
        by_hand: bool = False,
        progress: Callable[[int], None] = lambda messages: None,
        queue: Ledger | None = None,
    ) -> None:
        """``queue`` is for a further worker: it delivers from that ledger, while the office is a rehearsal."""
        super().__init__()
        self.office, self.by_hand, self.progress = office, by_hand, progress
        self._ledger = queue
        self._queue: Queue | None = None
        self._queued: Queued | None = None

    @property
    def observed(self) -> bool:
        """Whether the workbook could be read."""
        return "_known" in vars(self)

    def observe(self) -> Observed:
        """Settle what an earlier run left open; read the workbook, identify and check its rows. Done once."""
        return self._known.observed

    @cached_property
    def _known(self) -> _Known:
        office = self.office
        self._recovered(settle_past(office))
        observed = joined(office, spared(office, observe(office)))
        feedback, periods, events = Feedback(office, observed), Periods(office, observed), Events(office, observed)
        keep_evidence(office, observed)
        keep_guests(office, observed)
        problems = (*observed.desk.problems, *findings(office, observed, feedback, periods, events))
        observed = replace(observed, desk=replace(observed.desk, problems=problems))
        self.report.vacancies = len(observed.desk.vacancies)
        self.report.problems = len(problems)
        self.report.held = len(observed.lines.get(VACANCIES.title, [])) - len(observed.vacancies)
        if observed.busy:
            self.was_away(observed.busy)
        return _Known(observed, feedback, periods, events, problems_since(office, observed))

    def collect(self) -> None:
        """Fetch what partners answered elsewhere. It needs no workbook: one that is away keeps no answer waiting."""
        try:
            collected = collect(self.office)
        except FormsBusy as busy:
            self.was_away(busy)
        else:
            self.report.answered, self.report.set_aside = collected.answers, collected.set_aside

    def read_returns(self, *, at_once: bool = False) -> None:
        """Take what came into the mailbox, before anybody is written to in this run."""
        taken = read_returns(self.office, at_once=at_once)
        self.report.returned, self.report.unreachable = taken.returned, taken.stopped
        self.report.left_by_mail, self.report.forwarded = taken.left, taken.forwarded

    def announce(self) -> None:
        """Queue what is due to whom, withdraw what no longer is."""
        observed = self.observe()
        self._queue = Queue(self.office, observed, self.readership)
        queued = self._queued = self._queue.run(by_hand=self.by_hand, problems=untold(self.office, self.observe()))
        self.report.announced, self.report.queued = queued.vacancies, queued.units
        self.report.withdrawn = queued.withdrawn
        for verdict in queued.verdicts.values():
            name = verdict.step.name.lower()
            self.report.steps[name] = self.report.steps.get(name, 0) + 1
        keep_publications(self.office, observed, queued.verdicts)

    def publish(self) -> None:
        """Write the files of the public page, where they are wanted: before the mails leave that link to it."""
        self.report.published = publish_changes(self.office)

    def hold_events(self) -> None:
        """Queue what is due about events: invitations, changes, cancellations, free seats, reminders."""
        self._attendance().heed()
        self.report.invited = self.events.run(self.readership, by_hand=self.by_hand)
        tell_turnout(self.office.ledger, self.observe().at)

    def request_feedback(self, since: date | None = None) -> None:
        """Queue what partners are asked, and who of the staff is to call. For ``since`` see `Feedback.keep`."""
        feedback = self.feedback
        feedback.keep(since)
        self.report.handed_over = feedback.escalate()
        self.report.asked = feedback.ask()

    def recap(self) -> None:
        """Draft the recaps, make final what is approved, and queue them for whom they are meant."""
        observed = self.observe()
        self.attempt(self._make_recaps)
        queue_recaps(self.office, observed)
        try:
            keep_tabs(self.office)
        except WorkbookBusy as busy:
            self.was_away(busy)

    def _make_recaps(self) -> None:
        self.report.recaps = self.periods.run()

    @cached_property
    def readership(self) -> Readership:
        """Who can be written to."""
        return Readership(self.office, self.observe())

    @property
    def events(self) -> Events:
        return self._known.events

    @property
    def periods(self) -> Periods:
        return self._known.periods

    @property
    def feedback(self) -> Feedback:
        return self._known.feedback

    def deliver(self) -> None:
        """Send what is queued, unless *Jeda* is set."""
        observed, report = self.observe(), self.report
        try:
            refuse_restored(self.office)
        except MailError:
            report.paused = True
            raise
        report.paused = observed.desk.control.paused
        if report.paused:
            return
        writers = further_writers(self.office, observed, self.feedback, self.events, self.readership)
        given = (observed, self.readership.readers, untold(self.office, observed), writers)
        if self._ledger is None:
            delivery = Sender(self.office, *given, self.feedback.held(), self.progress).run()
        else:
            delivery = deliver_beside(self.office, self._ledger, *given, self.progress)
            report.waiting = sum(self._ledger.outbox.waiting().values())
        if delivery is not None:
            self.delivered(delivery, where=self.office.account.where)

    def measure(self) -> None:
        """Once a day, check the published pages and reckon the KPIs."""
        check_pages(self.office)
        keep_fresh(self.office)

    def retain(self, *, at_once: bool = False) -> None:
        """Heed what staff approved in *Pemusnahan*, dispose of it, and list what is beyond its time: once a day, or
        ``at_once``."""
        applied = Retention(self.office, self.observe()).apply(at_once=at_once)
        self.report.disposed, self.report.to_dispose = applied.disposed, applied.waiting
        try:
            remove_tabs(self.office)
        except WorkbookBusy as busy:
            self.was_away(busy)

    def list_for_disposal(self) -> None:
        """List what is beyond its time, and dispose of nothing: for a rehearsal."""
        retention = Retention(self.office, self.observe())
        retention.list()
        self.report.to_dispose = retention.waiting

    def empty_messages(self) -> None:
        """Take out what old messages said."""
        kept = timedelta(days=self.office.settings.retention.message_days)
        self.report.emptied = Contents(self.office.ledger.store).empty_old(self.office.clock() - kept)
        desk = self.observe().desk
        if len(desk.alumni):  # a tab that cannot be read is no reason to write to dead addresses again
            still = {*desk.alumni["key"], *(email_key(one.email) for one in desk.contacts)}
            self.office.ledger.returns.forget_old(self.office.clock(), still)

    def write_back(self) -> None:
        """Show in *Status* and *Masalah* where everything stands."""
        observed, report = self.observe(), self.report
        report.waiting = sum(self.office.ledger.outbox.waiting().values())
        if report.waiting and not report.paused:
            report.resume_at = report.resume_at or resumes_at(self.office)
        report.unknown = self.office.ledger.outbox.states()["unknown"]
        self.feedback.keep()  # what was sent counts now
        try:
            situation = Situation(report.paused, report.resume_at)
            shown = results(self.office, self.feedback)
            queue = self._queue or Queue(self.office, observed, self.readership)
            queued = self._queued or Queued(queue.verdicts())
            attendance = self._attendance()
            if write_back(
                self.office, observed, queued.verdicts, situation, self._known.since, shown, self.periods, self.events,
                attendance,
            ):  # fmt: skip
                attendance.emptied()
        except WorkbookBusy as busy:
            self.was_away(busy)
        finally:
            if holds_erased(observed):
                self.office.ledger.erasure.forget_reading()

    def _attendance(self) -> AttendanceTab:
        return AttendanceTab(self.office, self.observe(), self.events, self.readership)

    def keep_record(self, seconds: float) -> None:
        """Leave the counts for whoever asks how the last runs went."""
        counts = {name: getattr(self.report, name) for name in COUNTS}
        errors = tuple(self.report.errors)
        Runs(self.office.ledger.notes).keep(Ran(self.office.clock(), seconds, counts, self.report.paused, errors))

    def _recovered(self, recovery: Recovery) -> None:
        if recovery.unknown or recovery.requeued:
            self.office.ledger.trail.append(
                "recover", "", self.office.clock(), unknown=recovery.unknown, requeued=recovery.requeued
            )
