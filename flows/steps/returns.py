"""Mail that came back is read from the mailbox: addresses are marked, people leave, doubts are settled (see
`flows.mail.returns` for what a mail is)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from flows.ledger.doubts import RESTORED
from flows.mail.forwarding import forward
from flows.mail.mailbox import Access, Mailbox, Position, open_mailbox
from flows.mail.returns import COMPLAINT, Concerned, Kind, Returned, read_return
from flows.office import Office
from flows.procedure.values import email_key

FIRST = timedelta(days=30)
"""How far back a mailbox is read that was never read, or whose numbers have changed."""
BATCH, MOST, MOST_DOUBTS = 25, 1_000, 200
"""Mails that are taken in one commit; mails of one run; doubts that one run looks for in the Sent mailbox."""
_NOTE, _READ_AT = "returns", "returns_read_at"


@dataclass
class Taken:
    """Counts of one reading."""

    read: int = 0
    returned: int = 0
    """Addresses of which something came back."""
    stopped: int = 0
    """Of these, addresses that nothing is sent to from now on."""
    left: int = 0
    """Who left by mail, or complained of it as spam."""
    forwarded: int = 0
    settled: int = 0
    """Deliveries in doubt that are known to have left."""


def read_returns(office: Office, *, at_once: bool = False) -> Taken:
    """Read what is new in the mailbox, if it is time to, or ``at_once``. Raises `MailError` with nothing lost: what
    was taken so far is kept, with how far it was read."""
    ledger, settings, now = office.ledger, office.settings.returns, office.clock()
    last = ledger.notes.get(_READ_AT)
    if not settings.host or office.rehearsal or ledger.notes.get(RESTORED):
        return Taken()  # a restored office would hand on again what people wrote
    if last and not at_once and now < datetime.fromisoformat(last) + timedelta(minutes=settings.every_minutes):
        return Taken()
    before = ledger.returns.stopped()
    taking = _Taking(office)
    with open_mailbox(access(office)) as mailbox:
        taking.read(mailbox)
        taking.settle(mailbox)
    taken = taking.taken
    taken.stopped = len(ledger.returns.stopped() - before)
    with ledger.together():
        ledger.notes.put(**{_READ_AT: now.isoformat()})
        counts = {one.name: getattr(taken, one.name) for one in fields(taken)}
        if any(counts.values()):
            ledger.trail.append("returns", "", now, **counts)
    return taken


def access(office: Office) -> Access:
    """The mailbox as ``[returns]`` says; where it names no user, it is the account that sends."""
    settings, account, mail = office.settings.returns, office.account, office.settings.mail
    own = bool(settings.user)
    return Access(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        user=settings.user or account.user,
        password=office.settings.secret(settings.password) if own else account.password,
        oauth2_file=None if own else account.oauth2_file,
        timeout=mail.timeout_seconds,
        ca_file=account.ca_file,
    )


@dataclass
class _Taking:
    """One reading of one mailbox."""

    office: Office
    taken: Taken = field(default_factory=Taken)

    def read(self, mailbox: Mailbox) -> None:
        """What is new in the folder, batch by batch, oldest first."""
        for uids, position in self._batches(mailbox):
            mails = [(_source(raw), raw, read_return(raw)) for _, raw in mailbox.read(uids)]
            keys = self.office.ledger.returns.written_to(mail.message_id for _, _, mail in mails)
            self._forward(mailbox, [(source, mail) for source, _, mail in mails], uids)
            with self.office.ledger.together(durable=True):
                for source, _, mail in mails:
                    self._take(mail, source, keys.get(mail.message_id, ""))
                self.office.ledger.notes.put(**{_NOTE: position})
            self.taken.read += len(mails)

    def settle(self, mailbox: Mailbox) -> None:
        """What is in doubt and lies in the Sent mailbox has left."""
        doubts = self.office.ledger.returns.in_doubt(MOST_DOUBTS)
        if doubts and (folder := self.office.settings.returns.sent_folder or mailbox.sent_folder()):
            mailbox.validity(folder)
            for header_id in mailbox.holds(doubts):
                self._settle(doubts[header_id])

    def _batches(self, mailbox: Mailbox) -> Iterator[tuple[Sequence[int], Mapping[str, object]]]:
        folder = self.office.settings.returns.folder
        where, validity = f"{self.office.settings.returns.host}/{folder}", mailbox.validity(folder)
        note = self.office.ledger.notes.get(_NOTE, {})
        known = Position(int(note.get("validity", 0)), int(note.get("uid", 0)))
        if note.get("where") == where and known.validity == validity:
            uids = mailbox.uids(after=known.uid)
        else:
            uids = mailbox.uids(since=(self.office.clock() - FIRST).date())
        uids = uids[:MOST]
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            yield batch, {"where": where, "validity": validity, "uid": batch[-1]}

    def _take(self, mail: Returned, source: str, written_to: str) -> None:
        """Remember one mail; what was taken already changes nothing."""
        if mail.kind in (Kind.FAILURE, Kind.DELAY, Kind.COMPLAINT):
            if number := self.office.ledger.returns.in_doubt(MOST_DOUBTS).get(mail.message_id):
                self._settle(number)  # a server reports what it was given
            for one in mail.concerned:
                self._mark(mail.kind, one, source, written_to if len(mail.concerned) == 1 else "", mail.at)
        elif mail.kind is Kind.OPT_OUT:
            self._leave(email_key(mail.sender), source, "mail")

    def _mark(self, kind: Kind, one: Concerned, source: str, written_to: str, at: datetime | None) -> None:
        """Only addresses that something was sent to: a forged report marks no stranger."""
        found = (email_key(address) for address in (written_to, one.written_to, one.address) if address)
        key = next((key for key in found if self._known(key)), "")
        if not key or kind is Kind.DELAY:
            return  # the server still tries: it will say how it ended
        if kind is Kind.COMPLAINT:
            if one.reason == COMPLAINT:
                self._leave(key, source, "complaint")
        elif self._keep(key, source, at, one.verdict.value, one.reason, one.status):
            self.taken.returned += 1

    def _leave(self, key: str, source: str, way: str) -> None:
        if self._known(key) and self._keep(key, source, None, "left", way, ""):
            self.office.ledger.outbox.leave(key, self.office.clock(), way)
            self.taken.left += 1

    def _keep(self, key: str, source: str, at: datetime | None, verdict: str, reason: str, status: str) -> bool:
        now = self.office.clock()
        at = min(max(at or now, now - 2 * FIRST), now)  # a Date is what its writer makes it
        return self.office.ledger.returns.keep(key, source, at, verdict=verdict, reason=reason, status=status)

    def _known(self, key: str) -> bool:
        found = self.office.ledger.recipients.find(key)
        return found is not None and bool(found.address)

    def _settle(self, message: int) -> None:
        self.taken.settled += self.office.ledger.doubts.settle(message, self.office.clock(), arrived=True)

    def _forward(self, mailbox: Mailbox, mails: Sequence[tuple[str, Returned]], uids: Sequence[int]) -> None:
        """Hand on what people wrote, before it is noted as read: after a crash rather twice than never."""
        to = self.office.settings.returns.forward_to
        for (source, mail), uid in zip(mails, uids, strict=False):
            if to and mail.kind is Kind.REPLY and mail.sender not in ("", email_key(to), self.office.account.address):
                for _, whole in mailbox.read([uid], most=int(self.office.settings.mail.largest_mb * 700_000)):
                    forward(self.office.account, whole, to=to, mail=mail, reference=source)
                    self.taken.forwarded += 1


def _source(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:32]
