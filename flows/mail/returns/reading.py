"""Reading one mail that came back: fields first, then what the program before us has learnt, then the prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Final

from flows.mail.returns.fields import Fields
from flows.mail.returns.judging import judge, status_in
from flows.mail.returns.kinds import is_complaint, is_report, kind_of_letter, kind_of_report
from flows.mail.returns.models import COMPLAINT, Concerned, Kind, Returned, Verdict
from flows.mail.returns.notices import from_notice
from flows.mail.returns.parts import Apart, take_apart
from flows.mail.returns.spoken import about, addresses_in, clean, names_in, whom

_ID: Final = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_FLUFL_AT_MOST, _FLUFL_LINES = 40_000, 800
"""Characters and lines: its detectors try every pattern on every line, several times."""
_PASSED: Final = ("deliver", "relay", "expand")


def read_return(message: bytes) -> Returned:
    """What ``message``, as it lies in the mailbox, is. Never fails: what nothing is known of is a reply."""
    mail = take_apart(message)
    sender = clean(parseaddr(mail.header("From"))[1])
    subject, at = mail.header("Subject"), _date(mail)
    if noticed := from_notice(mail.said):
        kind, concerned, message_id = noticed
        return Returned(kind, concerned, message_id or _message_id(mail), sender, subject, at)
    if is_complaint(mail):
        return Returned(Kind.COMPLAINT, _complaining(mail), _message_id(mail), sender, subject, at)
    if is_report(mail):
        kind = kind_of_report(mail)
        return Returned(kind, _reported(mail, kind), _message_id(mail), sender, subject, at)
    kind = kind_of_letter(mail)
    away = [Concerned(sender, Verdict.SOFT, "away")] if kind is Kind.AUTO_REPLY and sender else []
    return Returned(kind, away, _message_id(mail), sender, subject, at)


def _reported(mail: Apart, kind: Kind) -> Sequence[Concerned]:
    """Whom a server's report speaks of; of several groups those that passed are left out, unless all did."""
    if mine := [group for group in mail.groups if _who(group, mail)]:
        bad = [group for group in mine if not group.get("action", "").lower().startswith(_PASSED)]
        found: dict[str, Concerned] = {}
        for group in bad if kind is not Kind.DELIVERED else mine:
            one = _by_fields(group, _who(group, mail), mail, alone=len(bad) < 2)
            found.setdefault(one.address, one)
        return list(found.values())
    addresses = _by_other_means(mail)
    if len(addresses) == len(mail.groups) == 1:
        return [_by_fields(mail.groups[0], addresses[0], mail, alone=True)]
    return [_judged(mail, address, addresses) for address in addresses]


def _by_fields(group: Fields, address: str, mail: Apart, *, alone: bool) -> Concerned:
    original = _address(group.get("original-recipient", ""))
    status = status_in(group.get("status", "")) or _loose(group.get("status", ""))
    answer = re.sub(r"(?i)^\s*(smtp|x-unix|x-\S+?|dns|smtps)\s*;\s*", "", group.get("diagnostic-code", ""))
    prose = mail.said if alone else about(mail.said, address, _named(mail))
    told = [answer, group.get("status", ""), group.get("x-supplementary-info", ""), prose]
    verdict, reason, exact = judge([text for text in told if text.strip()], status)
    return Concerned(address, verdict, reason, exact, original if original != address else "")


def _named(mail: Apart) -> Sequence[str]:
    return [who for group in mail.groups if (who := _who(group, mail))]


def _loose(value: str) -> str:
    match = re.search(r"([45])[. ](\d{1,2})[. ](\d{1,3})", value)
    return ".".join(match.groups()) if match else ""


def _who(group: Fields, mail: Apart) -> str:
    """The address a group names: as the last server knew it, else as it was written, else the only one written to."""
    for name in ("final-recipient", "original-recipient", "x-actual-recipient", "removal-recipient"):
        if address := _address(group.get(name, "")):
            return address
    return ""


def _address(value: str) -> str:
    """An address out of ``rfc822; <a@b.example>``, also in SRS or ``+xtext`` spelling; "" where there is none."""
    bare = value.partition(";")[2] if ";" in value else value
    bare = re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), bare) if "+40" in bare else bare
    found = addresses_in(bare)
    return found[0] if found else ""


def _by_other_means(mail: Apart) -> Sequence[str]:
    """X-Failed-Recipients, the prose, flufl.bounce, the subject, then the message's own To, in this order."""
    failed = ",".join(str(value) for value in mail.headers.get_all("X-Failed-Recipients", []))
    if addresses := addresses_in(failed):
        return addresses
    written = _written_to(mail)
    ours = {
        clean(address)
        for _, address in getaddresses([mail.header(name) for name in ("From", "To", "Delivered-To", "Reply-To")])
    }
    ours |= set(addresses_in(mail.sent.get("from", "") + " " + mail.sent.get("return-path", ""))) - set(written)
    known = [address for address in written if address not in ours]
    if addresses := [address for address in whom(mail.said, known=known, ours=ours) if address]:
        return addresses
    if addresses := [address for address in _flufl(mail.headers) if address not in ours]:
        return addresses
    if addresses := [address for address in addresses_in(mail.header("Subject")) if address not in ours]:
        return addresses
    domain = clean(parseaddr(mail.header("From"))[1]).partition("@")[2]
    return known or written or [f"{name}@{domain}" for name in names_in(mail.said) if domain]


def _written_to(mail: Apart) -> list[str]:
    sent = mail.sent
    for names in (
        ("to", "cc", "bcc"),
        ("x-envelope-to", "envelope-to", "delivered-to", "x-rcpt-to", "apparently-to", "x-original-to"),
    ):
        if found := addresses_in(", ".join(sent.get(name, "") for name in names)):
            return found
    bare = [clean(address) for _, address in getaddresses([sent.get("to", "")]) if "@" in address]
    return bare[:1]


def _flufl(message: Message) -> list[str]:
    text = message.as_string()
    if len(text) > _FLUFL_AT_MOST or text.count("\n") > _FLUFL_LINES:
        return []
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(message)
    except Exception:
        return []
    found = [
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for value in (*permanent, *temporary)
    ]
    return sorted({clean(value) for value in found if "@" in value})


def _judged(mail: Apart, address: str, everyone: Sequence[str]) -> Concerned:
    """From the prose alone: the lines about this address first, then all of it."""
    near = about(mail.said, address, everyone)
    rest = [] if len(everyone) > 1 and near else [mail.said]
    subject = mail.header("Subject")
    verdict, reason, status = judge([text for text in (near, *rest, subject) if text.strip()], "")
    return Concerned(address, verdict, reason, status)


def _complaining(mail: Apart) -> Sequence[Concerned]:
    """Who complained, where the provider tells it; a receiver's report about signatures is nobody's complaint."""
    said = next((group["feedback-type"].lower() for group in mail.groups if "feedback-type" in group), "abuse")
    reason = "signatures" if said.startswith(("auth", "not-spam", "dkim")) else COMPLAINT
    for name in ("original-rcpt-to", "removal-recipient", "final-recipient", "original-recipient"):
        for group in mail.groups:
            if address := _address(group.get(name, "")):
                return [Concerned(address, Verdict.NOT_THEIRS, reason)]
    hotmail = addresses_in(mail.sent.get("x-hmxmroriginalrecipient", ""))
    return [Concerned(address, Verdict.NOT_THEIRS, reason) for address in (hotmail or _written_to(mail))[:1]]


def _date(mail: Apart) -> datetime | None:
    try:
        at = parsedate_to_datetime(mail.header("Date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _message_id(mail: Apart) -> str:
    """Of what came back or is answered."""
    told = [mail.sent.get("message-id", "")]
    told += [group.get("x-original-message-id", "") or group.get("original-message-id", "") for group in mail.groups]
    told += [mail.header("In-Reply-To"), mail.header("References").rpartition(" ")[2]]
    return next((found[0] for text in told if (found := _ID.search(text))), "")
