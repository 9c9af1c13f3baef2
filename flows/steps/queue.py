"""Queue what is due, and take back what no longer is (steps 1 and 2 of the procedure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from flows.ledger.outbox import TOLD
from flows.ledger.records import Matter, Priority, Purpose
from flows.office import Office
from flows.procedure.announcing import Digest, Step, Verdict, approved, digest, judge
from flows.procedure.models import Vacancy
from flows.steps.observe import Observed
from flows.steps.readership import Readership
from flows.workbook.tabs import VACANCIES

APPROVED = frozenset({Step.ANNOUNCE, Step.AT_HOUR, Step.CORRECT, Step.OPEN})
"""Of a vacancy that stands approved as it is: settled, and nothing holds it."""


def digest_of(office: Office, observed: Observed, *, by_hand: bool) -> Digest:
    """Whether what waits for the hour of the digests leaves in this run; ``by_hand`` it does not wait."""
    last, hour = office.ledger.notes.get("digest_day"), observed.desk.control.hour
    return digest(
        observed.at,
        office.zone,
        office.settings.announce.hour if hour is None else hour,
        date.fromisoformat(last) if last else None,
        by_hand=by_hand,
    )


@dataclass
class Queued:
    """What was decided about every vacancy, and what was queued."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    vacancies: int = 0
    """Vacancies announced or corrected for the first time in this run."""
    units: int = 0
    withdrawn: int = 0


class Queue:
    """Decides about every vacancy of one reading, and writes the decisions into the ledger."""

    def __init__(self, office: Office, observed: Observed, readership: Readership) -> None:
        self._office, self._observed, self._readership = office, observed, readership
        self._outbox = office.ledger.outbox

    def run(self, *, by_hand: bool, problems: Collection[str] = ()) -> Queued:
        """Queue announcements, corrections, previews, and once a day a mail to staff if there are new ``problems``.

        ``by_hand`` does not wait for the digest's hour.
        """
        due = digest_of(self._office, self._observed, by_hand=by_hand)
        queued, known = Queued(self._verdicts(due)), self._office.ledger.approvals.known()
        for vacancy in self._observed.vacancies.values():
            verdict = queued.verdicts[vacancy.id]
            # Together, or a run that dies in between has told the ledger of a correction and not whom it is for.
            with self._office.ledger.together():
                if verdict.step in APPROVED and (vacancy.id, vacancy.edition) not in known:
                    self._approve(vacancy)
                units = self._act(vacancy, verdict.step)
            queued.units += units
            queued.vacancies += units > 0
        queued.withdrawn = self._withdraw()
        if due.due and not by_hand:
            with self._office.ledger.together():
                self._report(problems)
        return queued

    def verdicts(self) -> dict[str, Verdict]:
        """Where every vacancy stands, by ID; nothing is queued."""
        return self._verdicts(digest_of(self._office, self._observed, by_hand=False))

    def _verdicts(self, due: Digest) -> dict[str, Verdict]:
        told = self._outbox.told()
        return {one.id: self._judge(one, told.get(one.id), due) for one in self._observed.vacancies.values()}

    def _approve(self, vacancy: Vacancy) -> None:
        ledger, at = self._office.ledger, self._observed.at
        ledger.notes.keep_version(vacancy.id, vacancy.edition, vacancy.content, at)
        ledger.approvals.keep(vacancy.id, vacancy.edition, vacancy.approved_by, at)

    def _act(self, vacancy: Vacancy, step: Step) -> int:
        """Queue what a step asks for; returns how many units of alumni's."""
        match step:
            case Step.ANNOUNCE:
                return self._announce(vacancy)
            case Step.CORRECT:
                return self._correct(vacancy)
            case Step.OPEN if vacancy.status == "Ralat":
                return self._go_on_correcting(vacancy)
            case Step.PREVIEW:
                self._add(Matter(Purpose.PREVIEW, vacancy.id, vacancy.edition, Priority.STAFF), self._readership.staff)
        return 0

    def _report(self, problems: Collection[str]) -> None:
        day = self._today.isoformat()
        if problems:
            self._add(Matter(Purpose.PROBLEMS, day, day, Priority.STAFF), self._readership.staff)
        self._office.ledger.notes.put(digest_day=day)

    @property
    def _today(self) -> date:
        return self._observed.at.astimezone(self._office.zone).date()

    def _judge(self, vacancy: Vacancy, told: str | None, due: Digest) -> Verdict:
        return judge(
            vacancy,
            told=told,
            held=vacancy.id in self._observed.held,
            settles_at=self._observed.settles_at(VACANCIES.title, vacancy.id, self._office.settle),
            now=self._observed.at,
            zone=self._office.zone,
            digest=due,
        )

    def _announce(self, vacancy: Vacancy) -> int:
        """To everyone it is meant for who has not had it: at first all of them, later those who joined."""
        served = self._outbox.served(vacancy.id)
        recipients = [number for number in self._readership.meant_for(vacancy.audience) if number not in served]
        priority = Priority.URGENT if vacancy.urgent else Priority.DIGEST
        return self._add(Matter(Purpose.ANNOUNCE, vacancy.id, vacancy.edition, priority), recipients, vacancy)

    def _correct(self, vacancy: Vacancy) -> int:
        """To those who got an earlier edition; who waits for one gets the new edition instead, as an announcement."""
        self._outbox.withdraw(Purpose.ANNOUNCE, vacancy.id, keep=vacancy.edition)
        self._outbox.withdraw(Purpose.CORRECT, vacancy.id)
        groups: dict[str, list[int]] = defaultdict(list)
        for recipient, edition in self._outbox.reached(vacancy.id).items():
            if edition != vacancy.edition:
                groups[edition].append(recipient)
        turn = self._outbox.corrections(vacancy.id) + 1
        units = 0
        for old, recipients in groups.items():
            edition = f"{turn}:{old}:{vacancy.edition}"
            units += self._add(Matter(Purpose.CORRECT, vacancy.id, edition, Priority.CORRECTION), recipients, vacancy)
        return units + self._announce(vacancy)

    def _go_on_correcting(self, vacancy: Vacancy) -> int:
        """What was taken back halfway, when *Status* left ``Ralat``, goes on when it is ``Ralat`` again."""
        latest = f"{self._outbox.corrections(vacancy.id)}:"
        return sum(
            self._add(matter, [number for number in recipients if number in self._readership.readers], vacancy)
            for matter, recipients in self._outbox.withdrawn(Purpose.CORRECT, vacancy.id).items()
            if matter.edition.startswith(latest)
        )

    def _add(self, matter: Matter, recipients: list[int], vacancy: Vacancy | None = None) -> int:
        at = self._observed.at
        units = self._outbox.queue(matter, recipients, at)
        if units and vacancy is not None:
            self._office.ledger.trail.append(matter.purpose, vacancy.id, at, edition=vacancy.edition, recipients=units)
        return units

    def _withdraw(self) -> int:
        """What left ``Setuju``, was deleted or is held again does not go out, nor does what is out of date to staff."""
        withdrawn = 0
        for matter in self._outbox.waiting():
            if self._stands(matter):
                continue
            with self._office.ledger.together():
                units = self._outbox.take_back(matter)
                if matter.purpose in TOLD:
                    withdrawn += units
                    self._office.ledger.trail.append("withdraw", matter.subject, self._observed.at, units=units)
        return withdrawn

    def _stands(self, matter: Matter) -> bool:
        vacancy = self._observed.vacancies.get(matter.subject)
        match matter.purpose:
            case Purpose.PROBLEMS:
                return matter.subject == self._today.isoformat()
            case Purpose.PREVIEW:
                return vacancy is not None and vacancy.status == "Pratinjau" and vacancy.edition == matter.edition
            case Purpose.ANNOUNCE | Purpose.CORRECT:
                return vacancy is not None and approved(vacancy) and vacancy.id not in self._observed.held
            case _:
                return True  # another step's: it is looked at when it is claimed
