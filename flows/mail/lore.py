"""What mail servers mean by their answers, beyond their first digit.

Sources: Gmail SMTP errors and codes, support.google.com/a/answer/3726730; Exchange Online, learn.microsoft.com
(smtp-submission-improvements, continuous-error-throttling-smtp-auth-submissions, and its list of non-delivery reports);
Postfix, smtpd(8) and postconf(5); enhanced status codes, RFC 3463.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flows.mail.decisions import DAY, HOUR, Decision, Stage, Verdict

_GMAIL: Final = "make an app password (myaccount.google.com/apppasswords) and set it as mail.password, or use OAuth2"
_ENVELOPE: Final = (Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY)


@dataclass(frozen=True, slots=True)
class Rule:
    decision: Decision
    stages: Collection[Stage]
    pattern: re.Pattern[str]
    """Found in ``code text`` as one line, whatever the case."""


def _rule(decision: Decision, *patterns: str, at: Collection[Stage] = tuple(Stage)) -> Rule:
    return Rule(decision, at, re.compile("|".join(patterns), re.IGNORECASE))


def _person(what: str, cure: str) -> Decision:
    return Decision(Verdict.PERSON, None, what, cure)


RULES: Final = (
    # Gmail: "550 5.4.5 Daily user sending limit exceeded", of a relay "550 5.7.1 Daily SMTP relay limit exceeded",
    # "550 5.7.1 Email quota exceeded". Microsoft: 5.1.90, or 554 5.2.0 with the name of an exception.
    _rule(
        Decision(
            Verdict.PAUSE,
            DAY,
            "The mail account has used up its limit for the day",
            "Nothing: sending goes on by itself. Set mail.daily_limit to what the account really allows",
        ),
        r"^5\d\d 5\.4\.5\b",
        r"^5\d\d 5\.1\.90\b",
        r"daily .*(limit|quota) exceeded",
        r"email quota exceeded",
        r"SubmissionQuotaExceeded",
        r"recipient ?rate ?limit",
    ),
    # 421 4.7.0 or 4.7.28: who goes on knocking stays blocked for longer.
    _rule(
        Decision(
            Verdict.PAUSE,
            DAY,
            "The mail service takes this account's mail for unsolicited",
            "Check that SPF, DKIM and DMARC of the sender's domain are in order",
        ),
        r"unusual rate of unsolicited mail",
    ),
    # Gmail's relay: "450 4.2.1 Peak SMTP relay limit exceeded"; cPanel: "exceeded the max emails per hour".
    _rule(
        Decision(
            Verdict.PAUSE,
            HOUR,
            "The mail account has used up its limit for the hour",
            "Nothing: sending goes on by itself",
        ),
        r"peak smtp relay limit",
        r"(max|maximum|limit|quota|too many).* (per|an|this) hour",
        r"hourly (limit|quota)",
    ),
    # The recipient's mailbox gets too much at once: Gmail says 450 4.2.1 and also 550 5.2.1, Microsoft 432 4.3.2.
    _rule(Decision(Verdict.LATER, HOUR), r"is receiving mail (too quickly|at a rate)", r"recipient thread limit"),
    # Microsoft allows 3 connections at a time; Postfix's anvil(8) counts connections, messages, recipients a minute.
    _rule(
        Decision(Verdict.RECONNECT),
        r"concurrent connection",
        r"sender thread limit",
        r"too many (connections|recipients from|errors)",
        r"too much mail from",
    ),
    # Microsoft keeps what was sent in the account's own mailbox; a recipient's full mailbox comes without STOREDRV.
    _rule(
        _person("The mail account's own mailbox is full", "Empty its Sent Items, or set a retention policy for them"),
        r"STOREDRV\.Submission.*QuotaExceeded",
    ),
    _rule(
        _person("The mail service has blocked this account", "Ask its administrator why, and to release it"),
        r"^550 5\.2\.25[1-5]\b",
        r"^55\d 5\.1\.8\b",
        r"^550 5\.7\.50[1-3]\b",
    ),
    _rule(
        _person(
            "The mail service does not let this account sign in by SMTP",
            "Ask the Microsoft 365 administrator to allow authenticated SMTP for this mailbox",
        ),
        r"5\.7\.139\b",
        r"SmtpClientAuthentication is disabled",
        at=(Stage.AUTH,),
    ),
    _rule(
        _person("The mail service wants an app password", f"With Gmail, {_GMAIL}; with others, ask its administrator"),
        r"5\.7\.(9|14)\b",
        r"application-specific password",
        r"your web browser",
        at=(Stage.AUTH,),
    ),
    _rule(
        _person(
            "The mail server does not accept mail.user and mail.password",
            f"Check both; with Gmail, {_GMAIL}",
        ),
        r"^5",
        at=(Stage.AUTH,),
    ),
    _rule(
        _person(
            "The mail server wants an encrypted connection",
            'Set mail.security = "starttls" (port 587) or "ssl" (port 465)',
        ),
        r"must issue a? ?starttls",
    ),
    _rule(
        _person("The mail server wants a sign-in", "Set mail.user and mail.password"),
        r"^530",
        r"^55\d 5\.7\.57\b",
        r"authentication (is )?required",
        r"not authenticated",
    ),
    # Refused at MAIL, by Postfix at RCPT (smtpd_delay_reject), by Microsoft after the body.
    _rule(
        _person(
            "The mail server does not let this account send as mail.sender",
            "Set mail.sender to the account's own address, or let the account send as that address",
        ),
        r"^\d+ [45]\.1\.[78]\b",
        r"^5\d\d 5\.7\.60\b",
        r"sender address rejected",
        r"not owned by user",
        r"sender verify failed",
        r"SendAsDenied",
        r"send as this sender",
        at=_ENVELOPE,
    ),
    # A server that is not ours to use would refuse every recipient like that.
    _rule(
        _person(
            "The mail server does not pass on mail for us",
            "Check mail.host, and set mail.user and mail.password",
        ),
        r"relay(ing)? (access )?(denied|not permitted|not allowed)",
        r"unable to relay",
        r"^5\d\d 5\.7\.54\b",
        at=_ENVELOPE,
    ),
    _rule(
        _person(
            "The mail server refuses this machine",
            "Send through the account's own server (mail.host, mail.port), or ask its administrator",
        ),
        r"helo command rejected",
        r"client host .*(rejected|blocked)",
        r"blocked using",
        r"banned sending ip",
    ),
    # We and the server are out of step: start over.
    _rule(Decision(Verdict.RECONNECT), r"^503", at=_ENVELOPE),
    # Gmail: "421 4.7.0 TLS required for RCPT domain". It closes the connection, and the next message deserves another.
    _rule(Decision(Verdict.LATER), r"for RCPT domain", at=(Stage.RCPT, Stage.DATA, Stage.BODY)),
    # RFC 5321, 3.8: the server closes the connection, whatever was asked.
    _rule(Decision(Verdict.RECONNECT), r"^421"),
)
"""In order: the first that fits decides."""
