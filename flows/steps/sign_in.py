"""Who may see the pages for staff, and the link that staff ask for there (see `flows.web.staff`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property

from flows.ledger.records import Matter
from flows.mail.interface import Letter
from flows.mail.partners import SESSION
from flows.mail.sign_in import sign_in
from flows.office import Office
from flows.procedure.desk import Desk
from flows.procedure.models import Language
from flows.steps.writers import Reader

LATE = timedelta(days=1)
"""Nobody waits for a link any longer."""


def remember_staff(office: Office, desk: Desk) -> None:
    """Tell the pages, by the ledger, which addresses the workbook names as staff's."""
    named = {*desk.control.staff, *(contact.in_charge for contact in desk.contacts)}
    staff = sorted({address.lower() for address in named if address})
    if staff != office.ledger.notes.get("staff", []):
        office.ledger.notes.put(staff=staff)


class SignIn:
    """Writes the link that a member of staff asked for (`flows.steps.writers.Writer`)."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        """Those who asked: the page queued it for nobody else."""
        staff = {*self._office.ledger.notes.get("staff", []), *map(str.lower, self._office.settings.office.staff)}
        numbers = self._office.ledger.outbox.enrol({address: address for address in staff})
        return {number: Reader("", self._office.settings.office.language) for number in numbers.values()}

    def may_go(self, matter: Matter) -> bool:
        asked = datetime.fromisoformat(matter.edition).replace(tzinfo=UTC)
        return bool(self._office.settings.web.public_url) and self._office.clock() - asked < LATE

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        return sign_in(self._office.sender)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        return {SESSION: self._office.links.staff(recipient_id)}
