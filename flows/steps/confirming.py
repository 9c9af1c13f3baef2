"""The link by which somebody who wants to be on the list shows that the address is theirs (`flows.web.join`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from flows.ledger.records import Matter
from flows.mail.confirming import CONFIRM, confirm
from flows.mail.interface import Letter
from flows.office import Office
from flows.procedure.models import Language
from flows.steps.writers import Reader


class Confirmations:
    """Writes to whoever has not confirmed (`flows.steps.writers.Writer`)."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        """Who asked and has not confirmed. Nobody's name: anybody can type a name and an address."""
        ledger = self._office.ledger
        pending = {one.key: one for one in ledger.signups.all_pending()}
        found = ((ledger.recipients.find(key), one) for key, one in pending.items())
        return {recipient.id: Reader("", one.language) for recipient, one in found if recipient}

    def may_go(self, matter: Matter) -> bool:
        """Also late: who asked is forgotten when the link ends."""
        return bool(self._office.settings.web.public_url)

    def letter(self, matters: Sequence[Matter], language: Language, *, personal: bool) -> Letter:
        return confirm(language, self._office.sender, days=self._office.settings.retention.unconfirmed_days)

    def slots(self, matters: Sequence[Matter], recipient_id: int) -> Mapping[str, str]:
        return {CONFIRM: self._office.links.sign_up(recipient_id, self.readers[recipient_id].language)}
