"""Whom an archived recap concerns, and who of them is still to be told (step 6 of the procedure).

One matter is a period's revision in one scope (edition ``R0:Semua``, ``R1:JIF``), so that a recipient gets each slice
once per revision, and two slices as two mails. It travels with the priority of staff's mail: those few are colleagues
who wait for it by duty, and would otherwise come days behind a large announcement. Opt-outs do not count: they are of
lists, and this is the institution informing its own officials; who does not want it has staff remove the row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Final

from flows.ledger.archived import RECAP
from flows.ledger.history import Told
from flows.ledger.records import Matter, Priority, Purpose
from flows.mail.recap_gist import Gist
from flows.office import Office
from flows.procedure.filing import Archived
from flows.procedure.models import RecapRecipient
from flows.procedure.values import email_key
from flows.steps.observe import Observed

LATECOMERS: Final = timedelta(days=30)
"""Who is entered into *Penerima Rekap* within this time after a recap was archived still gets it; who comes later
gets the next one, and not the recaps of years at once."""
APPROVED: Final = frozenset({"Setuju", "Perbarui"})
"""A period's *Status* under which its recap may leave."""


def scopes(observed: Observed) -> tuple[str, ...]:
    """The scopes that recipients have, each once, in the order of the sheet: the slices that must be archived."""
    return tuple(dict.fromkeys(one.scope for one in observed.desk.recipients))


class Informing:
    """Whom the recaps concern, by one reading of the workbook."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._office, self._observed, self._outbox = office, observed, office.ledger.outbox

    @cached_property
    def people(self) -> Mapping[int, Sequence[RecapRecipient]]:
        """The rows of *Penerima Rekap* by recipient's number; several of one address have a scope each."""
        rows = self._observed.desk.recipients
        numbers = self._outbox.enrol({email_key(one.email): one.email for one in rows}) if rows else {}
        found: defaultdict[int, list[RecapRecipient]] = defaultdict(list)
        for one in rows:
            found[numbers[email_key(one.email)]].append(one)
        return found

    @cached_property
    def due(self) -> Mapping[str, int]:
        """The periods that recipients are to be told of now, each with its last revision."""
        at = {entry.subject: entry.at for entry in self._archived}  # in the order in which they were archived
        return {
            period: revision
            for period, revision in self._revisions.items()
            if self._approved(period) and self._observed.at - at[period] < LATECOMERS
        }

    def queue(self) -> int:
        """Queue for who has not had it."""
        return sum(self._queue(period, revision) for period, revision in self.due.items())

    def withdraw(self) -> None:
        """Take back what waits for somebody who is no longer to have it."""
        for matter in self._outbox.waiting():
            if matter.purpose is Purpose.RECAP:
                meant = self.numbers(scope_of(matter)) if self.stands(matter) else ()
                self._outbox.take_back(matter, but_from=meant)

    def stands(self, matter: Matter) -> bool:
        """Whether it is of the last revision of a period that is still approved."""
        last = self._revisions.get(matter.subject)
        ours = last is not None and matter.edition == edition_of(last, scope_of(matter))
        return ours and self._approved(matter.subject)

    def numbers(self, scope: str) -> list[int]:
        """Recipients of this slice."""
        return [number for number, rows in self.people.items() if any(row.scope == scope for row in rows)]

    def gist(self, matter: Matter) -> Gist | None:
        """What was fixed when it was archived; ``None`` if that scope was not."""
        content = self._office.ledger.notes.version(matter.subject, matter.edition)
        return None if content is None else Gist.from_content(content)

    def units(self, period: str) -> list[Told]:
        """All that was ever queued of a period's recaps."""
        return self._office.ledger.history.of(Purpose.RECAP, [period])

    def _queue(self, period: str, revision: int) -> int:
        had = {(unit.edition, unit.recipient_id) for unit in self.units(period)}
        for matter, recipients in self._outbox.withdrawn(Purpose.RECAP, period).items():
            had -= {(matter.edition, recipient) for recipient in recipients}
        units = 0
        for scope in scopes(self._observed):
            matter = matter_of(period, revision, scope)
            new = [number for number in self.numbers(scope) if (matter.edition, number) not in had]
            if new and self.gist(matter) is not None:
                units += self._add(matter, new)
        return units

    def _add(self, matter: Matter, recipients: Sequence[int]) -> int:
        at = self._observed.at
        with self._office.ledger.together():
            units = self._outbox.queue(matter, recipients, at)
            if units:
                self._office.ledger.trail.append("inform", matter.subject, at, edition=matter.edition, recipients=units)
        return units

    @cached_property
    def _archived(self) -> Sequence[Archived]:
        return self._office.ledger.archive.entries(RECAP)

    @cached_property
    def _revisions(self) -> Mapping[str, int]:
        """The last revision of each period."""
        last: dict[str, int] = {}
        for entry in self._archived:
            last[entry.subject] = max(entry.revision, last.get(entry.subject, 0))
        return last

    def _approved(self, period: str) -> bool:
        return any(one.id == period and one.status in APPROVED for one in self._observed.desk.periods)


def matter_of(period: str, revision: int, scope: str) -> Matter:
    """A revision of a period's recap in one scope."""
    return Matter(Purpose.RECAP, period, edition_of(revision, scope), Priority.STAFF)


def edition_of(revision: int, scope: str) -> str:
    """``R0:Semua``, ``R1:JIF``."""
    return f"R{revision}:{scope}"


def scope_of(matter: Matter) -> str:
    """The scope in a matter's edition."""
    return matter.edition.partition(":")[2]
