"""``loker revoke``: links are taken back before their matter closes, such as those that went astray."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import LokerError
from flows.office import now
from flows.procedure.names import partner_key
from flows.procedure.values import email_key
from flows.settings import load

if TYPE_CHECKING:
    from flows.ledger.ledger import Ledger


def revoke(config: Path | None, address: str | None, company: str | None) -> str:
    """Take back the links of one address, or all form links of a company; returns what to print."""
    from flows.ledger.ledger import Ledger

    if bool(address) == bool(company):
        raise LokerError("It is not clear whose links", cure="give either an address or --partner COMPANY")
    settings = load(config)
    ledger = Ledger(settings.ledger_url, folder=settings.folder)
    with closing(ledger), ledger.together(durable=True):
        return _of_address(ledger, address, now()) if address else _of_company(ledger, company or "", now())


def _of_address(ledger: Ledger, address: str, at: datetime) -> str:
    recipient = ledger.recipients.find(email_key(address.strip()))
    if recipient is None:
        raise LokerError("No link was ever made for that address", where=address, cure="see how it is written in Mitra")
    for purpose in ("feedback", "staff"):
        ledger.revoked.add(purpose, recipient.id, at)
    return (
        "Taken back: the links to the form and to staff's pages that this address had, and its sessions.\n"
        "A member of staff asks for a new link on the page /staf/masuk.\n"
        "A partner's contact is not asked at this address any more: name another one in the tab Mitra."
    )


def _of_company(ledger: Ledger, company: str, at: datetime) -> str:
    """Of everybody who was asked for this company; only the form's, for who answers for it may be staff as well."""
    from flows.ledger.records import Purpose

    key = partner_key(company)
    partners = {case.partner_id for case in ledger.responses.cases() if partner_key(case.company) == key}
    holders = {one for number in partners for one in ledger.outbox.served(str(number), Purpose.REQUEST)}
    if not holders:
        raise LokerError("Nobody was asked for that company", where=company, cure="see how it is written in Mitra")
    for holder in holders:
        ledger.revoked.add("feedback", holder, at)
    return (
        f"Taken back: the links to the form of {len(holders)} contacts of this company.\n"
        "They are not asked at these addresses any more: name other ones in the tab Mitra."
    )
