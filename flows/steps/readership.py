"""Who can be written to, by the numbers that the ledger gives them: alumni, mailing lists, staff."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from flows.office import Office
from flows.procedure.audience import mailing_lists, meant_for
from flows.procedure.models import Audience
from flows.steps.observe import Observed
from flows.steps.writers import Reader


class Readership:
    """The people of one reading of the workbook."""

    def __init__(self, office: Office, observed: Observed) -> None:
        """Gives everybody a number who has none."""
        self._office, self._observed, self._desk = office, observed, observed.desk
        self.numbers = self._enrol()
        """By normalised address."""
        self.staff = [self.numbers[key] for key in {address.lower() for address in self._staff_addresses()}]

    @cached_property
    def readers(self) -> Mapping[int, Reader]:
        """Who may be written to now, by recipient's number: active alumni who did not leave, lists, staff."""
        language = self._office.settings.office.language
        people = self._desk.alumni[self._desk.alumni["active"]]
        readers = {
            self.numbers[key]: Reader(name, tongue or language)
            for key, name, tongue in zip(*(people[one].tolist() for one in ("key", "name", "language")), strict=True)
            if key not in self._left
        }
        lists = (one.address for one in self._observed.lists.values() if one.address)
        for address in (*lists, *self._staff_addresses()):
            readers[self.numbers[address.lower()]] = Reader("", language, personal=False)
        return readers

    def meant_for(self, audience: Audience) -> list[int]:
        """Those whom *Sasaran* names: mailing lists first, then alumni who get a mail of their own; who left is left
        out."""
        people, lists = self._desk.alumni, self._observed.lists
        keys = people["key"][meant_for(audience, people, lists)].unique()
        addresses = [address.lower() for address in mailing_lists(audience, lists)]
        return [self.numbers[key] for key in (*addresses, *keys) if key not in self._left]

    @cached_property
    def _left(self) -> set[str]:
        """Who left, and whose address does not exist any more."""
        return self._office.ledger.outbox.left() | self._office.ledger.returns.stopped()

    def _staff_addresses(self) -> tuple[str, ...]:
        return self._desk.control.staff or tuple(self._office.settings.office.staff)

    def _enrol(self) -> dict[str, int]:
        people = self._desk.alumni
        addresses = dict(zip(people["key"].tolist(), people["email"].tolist(), strict=True))
        lists = (one.address for one in self._observed.lists.values() if one.address)
        addresses |= {address.lower(): address for address in (*lists, *self._staff_addresses())}
        return self._office.ledger.outbox.enrol(addresses)
