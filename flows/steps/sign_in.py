"""The link to the pages for staff, for those who ask for it there (see `flows.web.staff`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property

from flows.ledger.records import Matter
from flows.mail.interface import Letter
from flows.mail.partners import SESSION
from flows.mail.sign_in import sign_in
from flows.office import Office
from flows.procedure.models import Language
from flows.staff import staff_keys
from flows.steps.writers import Reader

LATE = timedelta(days=1)
"""Nobody waits for a link any longer."""


class SignIn:
    """Writes the link that a member of staff asked for (`flows.steps.writers.Writer`)."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        """All staff: the page queues it for nobody else."""
        office = self._office
        numbers = office.ledger.outbox.enrol({key: key for key in staff_keys(office.settings, office.ledger)})
        return {number: Reader("", office.settings.office.language) for number in numbers.values()}

    def may_go(self, matter: Matter) -> bool:
        asked = datetime.fromisoformat(matter.edition).replace(tzinfo=UTC)
        return bool(self._office.settings.web.url) and self._office.clock() - asked < LATE

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        return sign_in(self._office.sender)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        return {SESSION: self._office.links.staff(recipient_id)}
