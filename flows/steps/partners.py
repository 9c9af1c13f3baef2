"""Who is behind a partner: the contacts of *Mitra*, and the member of staff who is in charge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from flows.office import Office
from flows.procedure.cases import Case
from flows.procedure.models import Contact
from flows.procedure.names import partner_key
from flows.procedure.values import email_key
from flows.steps.observe import Observed


class Partners:
    """The people of one reading of the workbook, and what the ledger knows of their addresses."""

    def __init__(self, office: Office, observed: Observed) -> None:
        self._outbox, self._desk = office.ledger.outbox, observed.desk
        self._taken_back, self._returns = office.ledger.revoked, office.ledger.returns
        self.staff = observed.desk.control.staff or tuple(office.settings.office.staff)

    def contacts(self, case: Case) -> list[Contact]:
        """The contacts of the case's partner, in the order of the sheet."""
        return self._by_partner.get(partner_key(case.company), [])

    def reachable(self, case: Case, refused: Collection[int]) -> dict[int, Contact]:
        """Those who may be written to, by recipient's number: who has an address that exists and did not opt out, and
        whose links were not taken back, for a new one would be the same.

        ``refused`` are the recipients whose server refused a mail before.
        """
        found: dict[int, Contact] = {}
        no_more = self._revoked.union(refused)
        for contact in self.contacts(case):
            if not contact.email or email_key(contact.email) in self._unreachable:
                continue
            if not self.left(contact) and (number := self.number(contact.email)) not in no_more:
                found.setdefault(number, contact)
        return found

    def in_charge(self, case: Case) -> list[int]:
        """Recipients' numbers of the *Penanggung Jawab* of the case's partner, else of all staff."""
        named = next((contact.in_charge for contact in self.contacts(case) if contact.in_charge), "")
        return [self.number(address) for address in ((named,) if named else self.staff)]

    def left(self, contact: Contact) -> bool:
        """Whether the contact wants no more mail."""
        return email_key(contact.email) in self._left

    def number(self, address: str) -> int:
        """The recipient's number of a contact's or a member of staff's address."""
        return self._numbers[email_key(address)]

    @property
    def all_staff(self) -> list[str]:
        """Addresses of everybody who may enter answers, normalised: staff, and who is in charge of a partner."""
        in_charge = [contact.in_charge for contact in self._desk.contacts if contact.in_charge]
        return sorted({email_key(address) for address in (*self.staff, *in_charge)})

    @cached_property
    def _by_partner(self) -> Mapping[str, list[Contact]]:
        found: defaultdict[str, list[Contact]] = defaultdict(list)
        for contact in self._desk.contacts:
            found[contact.partner_key].append(contact)
        return found

    @cached_property
    def _left(self) -> set[str]:
        return self._outbox.left()

    @cached_property
    def _unreachable(self) -> set[str]:
        return self._returns.stopped()

    @cached_property
    def _revoked(self) -> set[int]:
        return self._taken_back.holders("feedback")

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        contacts = self._desk.contacts
        typed = [*self.staff, *(one.email for one in contacts), *(one.in_charge for one in contacts)]
        return self._outbox.enrol({email_key(address): address for address in typed if address})
