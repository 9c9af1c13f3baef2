"""Send what is queued, within the account's limit, until it is done or somebody sets *Jeda*."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.errors import MailError, WorkbookError
from flows.ledger.allowance import Allowance
from flows.ledger.claims import Claims
from flows.ledger.doubts import RESTORED
from flows.ledger.leases import Lease
from flows.ledger.records import Priority, Purpose
from flows.ledger.recovery import Recovery, recover
from flows.ledger.shared_claims import SharedClaims
from flows.mail.delivery import Delivery, Ended, deliver
from flows.mail.interface import Journal
from flows.mail.skeleton import Skeleton
from flows.office import Office
from flows.procedure.checks.control import check_control
from flows.procedure.problems import Problem
from flows.steps.drafting import Drafting
from flows.steps.observe import Observed
from flows.steps.refusals import heed_refusals, note_refusal
from flows.steps.writers import Announcements, Corrections, Previews, Problems, Reader, Writer
from flows.workbook.interface import Stamp, Workbook
from flows.workbook.reading import read_rows
from flows.workbook.tabs import CONTROL


def settle_past(office: Office) -> Recovery:
    """Find what an earlier run left open; call it once, with the run lock held, before anything is claimed."""
    if office.rehearsal and not office.ledger.store.sqlite:
        return Recovery(0, 0)  # it is no copy: what is under way beside it is not left open
    return recover(office.ledger.store, boot=office.boot, now=office.clock())


def refuse_restored(office: Office) -> None:
    """Raises `MailError` while a restored office waits for `loker resume`."""
    if note := office.ledger.notes.get(RESTORED):
        raise MailError(
            "Nothing is sent: this office was restored from a backup, and what was sent since is not in it",
            where=f"backup of {note['taken_at']}",
            cure="see that staff's rows are as they were, then run `loker resume`",
        )


class Pause:
    """Whether staff have set *Jeda*: read again while sending, a few times a second from a local file, else as often
    as a reading costs (`Workbook.fresh_for`)."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._office, self._context = office, observed.context
        self._paused = observed.desk.control.paused
        self._stamp: Stamp | None = None
        self._every = max(office.workbook.fresh_for.total_seconds(), 0.2)
        self._next = time.monotonic() + self._every

    def __call__(self) -> bool:
        if time.monotonic() >= self._next:
            with suppress(WorkbookError):  # the last word of staff holds until they can be heard again
                self._look(self._office.workbook)
            self._next = time.monotonic() + self._every
        return self._paused

    def _look(self, workbook: Workbook) -> None:
        stamp = None if workbook.fresh_for else workbook.stamp()
        if stamp is None or stamp != self._stamp:
            grid = workbook.read([CONTROL.title]).get(CONTROL.title)
            rows, headings = (None, []) if grid is None else read_rows(CONTROL, grid)
            self._paused = check_control(rows, self._context, headings=headings)[0].paused
            self._stamp = stamp


@dataclass
class Sender:
    """Delivers the queue of one office."""

    office: Office
    observed: Observed
    readers: Mapping[int, Reader]
    problems: Mapping[str, Problem]
    further: Mapping[Purpose, Writer]
    """Writers of other steps than the announcements'."""
    held: Collection[Priority] = ()
    """What may not leave in this run."""
    progress: Callable[[int], None] = lambda messages: None
    beside: bool = False
    """Whether this is a further worker, beside the office's own run."""

    def run(self) -> Delivery | None:
        """Send until the queue is empty, the limit reached, the account stopped, or *Jeda* set.

        ``None`` if the server had stopped the account until a time that is still to come.
        """
        office = self.office
        if stopped_until(office):
            return None
        heed_refusals(office)
        given = (office, self.observed, self.readers)
        problems = Problems(*given, self.problems)
        drafting = Drafting(
            office.account.mailbox,
            {
                Purpose.ANNOUNCE: Announcements(*given),
                Purpose.CORRECT: Corrections(*given),
                Purpose.PREVIEW: Previews(*given),
                Purpose.PROBLEMS: problems,
                **self.further,
            },
            clock=office.clock,
            at=self.observed.at.astimezone(office.zone),
        )
        delivery = self._alone(drafting) if office.ledger.store.sqlite else self._among_others(drafting)
        note_refusal(office, delivery)
        if delivery.resume_at is not None:
            office.ledger.notes.put(stopped_until=delivery.resume_at.isoformat())
        if not self.beside and not any(matter.purpose is Purpose.PROBLEMS for matter in office.ledger.outbox.waiting()):
            office.ledger.notes.tell(problems.told)
        return delivery

    def _alone(self, drafting: Drafting) -> Delivery:
        # Together they hold what one would: no more in doubt after a power cut, and none sends the rest alone.
        batch = max(BATCH // self.office.settings.mail.connections, 10)
        return self._deliver(Claims(self.office.ledger.store, **self._given(drafting), batch=batch), self._pause())

    def _among_others(self, drafting: Drafting) -> Delivery:
        """By a lease. A further worker stays until nobody is left whose work it might have to take over."""
        store, seconds = self.office.ledger.store, self.office.settings.ledger.lease_seconds
        with Lease(store, seconds, runs_office=not self.beside) as lease:
            journal, pause = (
                SharedClaims(store, lease, **self._given(drafting), judges=not self.beside, recovered=self._recovered),
                self._pause(),
            )
            delivery = self._deliver(journal, pause)
            while self.beside and delivery.ended is Ended.EMPTY and journal.others_at_work() and not pause():
                journal.await_others(pause)
                delivery = delivery.then(self._deliver(journal, pause))
            return delivery

    def _given(self, drafting: Drafting) -> dict[str, Any]:
        office = self.office
        return {
            "boot": office.boot,
            "clock": office.clock,
            "compose": drafting,
            "load": Skeleton.load,
            "allowance": allowance(office, self.held),
            "resend": office.settings.mail.in_doubt == "resend",
        }

    def _pause(self) -> Pause:
        return Pause(self.office, self.observed)

    def _deliver(self, journal: Journal, pause: Pause) -> Delivery:
        office, connections = self.office, self.office.settings.mail.connections
        return deliver(
            office.account, journal, connections=connections, stop=pause, progress=self.progress, clock=office.clock
        )

    def _recovered(self, recovery: Recovery) -> None:
        self.office.ledger.trail.append(
            "recover", "", self.office.clock(), unknown=recovery.unknown, requeued=recovery.requeued
        )


BATCH = 100
"""Messages claimed at a time, by all connections together: each batch costs a durable commit."""


def stopped_until(office: Office) -> datetime | None:
    """Until when the server has stopped the account, if that is still to come."""
    noted = office.ledger.notes.get("stopped_until")
    until = datetime.fromisoformat(noted) if noted else None
    return until if until and office.clock() < until else None


def allowance(office: Office, held: Collection[Priority] = ()) -> Allowance:
    """What the account may send; not what is ``held``, nor, outside of office hours, what is for partners."""
    mail = office.settings.mail
    # The calendar takes half a second to load: a run with nothing for partners need not know what day it is.
    for_partners = mail.in_doubt == "resend" or any(
        matter.priority is Priority.PARTNER for matter in office.ledger.outbox.waiting()
    )

    def waits() -> set[Priority]:
        writes = for_partners and office.working_time.covers(office.clock())
        return {*held} if writes else {*held, Priority.PARTNER}

    return Allowance(office.ledger.store, limit=mail.daily_limit, reserve=mail.reserve, clock=office.clock, held=waits)


def resumes_at(office: Office) -> datetime | None:
    """When the account's limit lets more leave, if it is the limit that holds them back: the server's, or ours."""
    if until := stopped_until(office):
        return until
    room = allowance(office)
    return None if len(room.room().priorities) > 1 else room.frees_at()
