"""What kind of mail it is: reports are recognised before notices of absence, as many call themselves replies."""

from __future__ import annotations

from typing import Final

from flows.mail.headers import LEAVE
from flows.mail.returns.models import Kind
from flows.mail.returns.parts import Apart
from flows.mail.returns.phrases import kinds as _words
from flows.mail.returns.spoken import addresses_in

_REPORTS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})


def is_report(mail: Apart) -> bool:
    """Whether a mail server wrote it: by its fields, its type, or who signs and what is said."""
    if any("final-recipient" in group or "original-recipient" in group for group in mail.groups) or mail.header(
        "X-Failed-Recipients"
    ):
        return True
    if mail.types & _REPORTS or "delivery-status" in mail.types:
        return True
    subject, sender = mail.header("Subject"), mail.header("From")
    said = mail.said[:6000]
    if "mailer" in sender.lower() and "daemon" in sender.lower():
        return bool(_words("failed").search(subject)) or not _words("away").search(subject)
    failed = bool(_words("failed").search(subject))
    if _words("away").search(subject) and not failed:
        return False
    if _words("daemon").search(sender):
        return failed or bool(_words("failed").search(said) or _words("answered").search(said) or _names_another(mail))
    if mail.header("Return-Path") in ("<>", "<#@[]>"):
        return failed or bool(_words("answered").search(said))
    return (
        failed
        and not _words("reply").match(subject)
        and bool(mail.sent or "@" in said)
        and bool(_words("failed").search(said) or _words("answered").search(said))
    )


def _names_another(mail: Apart) -> bool:
    """Whether a server's mail without a way back names a third one, in a language whose words nobody taught us."""
    ours = {address for name in ("From", "To", "Reply-To") for address in addresses_in(mail.header(name))}
    return mail.header("Return-Path") == "<>" and bool(set(addresses_in(mail.said)) - ours)


def is_complaint(mail: Apart) -> bool:
    """RFC 5965's report, or what a feedback loop without one looks like."""
    if "message/feedback-report" in mail.types or "feedback-report" in mail.types:
        return True
    if any("feedback-type" in group for group in mail.groups):
        return True
    subject = mail.header("Subject").lower()
    return subject.startswith(("complaint about message", "email feedback report", "abuse report")) and bool(mail.sent)


def kind_of_report(mail: Apart) -> Kind:
    """Failure, delay or delivered, by the groups' actions, else by words; a receipt (RFC 8098) says that it arrived."""
    actions = {group.get("action", "").lower().split("(")[0].strip() for group in mail.groups} - {""}
    if actions:
        if any(action.startswith(("fail", "bounce")) for action in actions):
            return Kind.FAILURE
        if any(action.startswith("delay") for action in actions):
            return Kind.DELAY
        if all(action.startswith(("deliver", "relay", "expand")) for action in actions):
            return Kind.DELIVERED
    subject = mail.header("Subject")
    receipt = any("disposition" in group for group in mail.groups) and not actions
    if receipt and not _words("refused").search(subject):
        return Kind.DELIVERED
    if _words("delayed").search(subject) or (
        _words("delayed").search(mail.said) and not _words("gave_up").search(mail.said)
    ):
        return Kind.DELAY
    return Kind.FAILURE


def kind_of_letter(mail: Apart) -> Kind:
    """A program's answer, an opt-out, or a person's words."""
    subject = mail.header("Subject")
    submitted = mail.header("Auto-Submitted").lower().split(";")[0].strip()
    if submitted not in ("", "no") or any(
        mail.header(name)
        for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply", "X-Auto-Response")
    ):
        return Kind.AUTO_REPLY
    if mail.header("Precedence").lower() in ("auto_reply", "auto-reply") or _words("away").search(subject):
        return Kind.AUTO_REPLY
    bare = _words("reply").sub("", subject).strip(" .!\"'")
    if bare.lower() in {LEAVE.lower(), "unsubscribe", "berhenti berlangganan"}:
        return Kind.OPT_OUT
    if mail.header("Return-Path") == "<>":
        return Kind.AUTO_REPLY
    return Kind.REPLY
