"""A mail account that turned us down is not tried at every tick: providers lock accounts for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.errors import MailError
from flows.mail.delivery import Delivery, Ended
from flows.office import Office

PATIENT = 3
"""So often it is tried at each tick: a server may be wrong for a moment."""
EVERY = timedelta(hours=1)
"""Later tries."""
_NOTE = "refused_account"


def heed_refusals(office: Office) -> None:
    """Raises `MailError` as the last try did, if the next is not due. Another user or password is tried at once."""
    last = office.ledger.notes.get(_NOTE)
    if last is None or last["seal"] != _seal(office) or last["times"] < PATIENT:
        return
    if office.clock() - datetime.fromisoformat(last["at"]) < EVERY:
        raise MailError(last["what"], where=last["where"], cure=last["cure"])


def note_refusal(office: Office, delivery: Delivery) -> None:
    """Remember that the account turned us down, or forget it."""
    notes = office.ledger.notes
    last = notes.get(_NOTE)
    if delivery.ended is Ended.ACCOUNT and (error := delivery.error):
        seal = _seal(office)
        times = last["times"] + 1 if last and last["seal"] == seal else 1
        told = {"what": error.what, "where": error.where, "cure": error.cure}
        notes.put(**{_NOTE: {"seal": seal, "times": times, "at": office.clock().isoformat(), **told}})
    elif last:
        notes.forget(_NOTE)


def _seal(office: Office) -> str:
    account = office.account
    return office.links.seal("\0".join((account.where, account.security, account.user, account.password)))
