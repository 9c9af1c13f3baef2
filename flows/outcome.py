"""What came of a run: its counts, what failed, what could not be reached."""

from __future__ import annotations

from collections.abc import Callable

from flows.errors import FormsBusy, LokerError, MailError, WorkbookBusy
from flows.mail.delivery import Delivery, Ended
from flows.mail.interface import State
from flows.report import Report


class Outcome:
    """A failed step does not keep the others from doing what they can."""

    def __init__(self) -> None:
        self.report = Report()
        self.failures: list[Exception] = []
        self.busy: list[WorkbookBusy | FormsBusy] = []
        """What could not be reached and is no failure."""

    def attempt(self, step: Callable[[], object]) -> None:
        """Do a step; what goes wrong is kept for the end of the run (`raise_failures`)."""
        try:
            step()
        except Exception as error:
            self.failed(error)

    def failed(self, error: Exception) -> None:
        """Keep what went wrong, once."""
        for one in error.exceptions if isinstance(error, ExceptionGroup) else [error]:
            if one not in self.failures:  # a child flow has said so already
                self.failures.append(one)
                self.report.errors.append(str(one) if isinstance(one, LokerError) else type(one).__name__)

    def raise_failures(self) -> None:
        """Raise what went wrong: one error as it is, several as a group."""
        if len(self.failures) > 1:
            raise ExceptionGroup("Several steps failed", self.failures)
        if self.failures:
            raise self.failures[0]

    def delivered(self, delivery: Delivery, *, where: str) -> None:
        """Count what a delivery to ``where`` did. Raises `MailError` if it could not go on."""
        report = self.report
        report.sent, report.deferred, report.refused = (
            delivery.counts.get(state, 0) for state in (State.SENT, State.DEFERRED, State.REFUSED)
        )
        report.seconds, report.messages_per_second = delivery.seconds, delivery.messages_per_second
        report.resume_at = delivery.resume_at
        report.paused = delivery.ended is Ended.STOPPED
        if delivery.error is not None:
            raise delivery.error
        if delivery.ended is Ended.UNREACHABLE:
            raise MailError(
                "The mail server does not answer; what is queued waits",
                where=where,
                cure="check the network and mail.host; the next run tries again",
            )

    def was_away(self, busy: WorkbookBusy | FormsBusy) -> None:
        """Note what could not be reached. It is no failure: the next tick does the same."""
        if str(busy) not in self.report.errors:
            self.busy.append(busy)
            self.report.errors.append(str(busy))
