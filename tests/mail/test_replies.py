"""Every answer that servers are known to give, and what it leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.mail.decisions import DAY, HOUR, Decision, Stage, Verdict
from flows.mail.replies import blames_recipient, decide, presentable

ACCEPTED, LATER, REFUSED = Verdict.ACCEPTED, Verdict.LATER, Verdict.REFUSED
RECONNECT, PAUSE, PERSON = Verdict.RECONNECT, Verdict.PAUSE, Verdict.PERSON

TABLE = [
    ("connect", 220, "mx.example.com ESMTP", ACCEPTED),
    ("ehlo", 250, "mx.example.com\nPIPELINING", ACCEPTED),
    ("auth", 235, "2.7.0 Accepted", ACCEPTED),
    ("auth", 250, "ok", RECONNECT),
    ("mail", 250, "2.1.0 OK", ACCEPTED),
    ("rcpt", 251, "User not local; will forward", ACCEPTED),
    ("data", 354, "Go ahead", ACCEPTED),
    ("data", 250, "ok", RECONNECT),
    ("body", 250, "2.0.0 OK queued", ACCEPTED),
    ("body", 354, "again?", RECONNECT),
    # limits of the account
    ("body", 550, "5.4.5 Daily user sending limit exceeded.", PAUSE),
    ("body", 550, "5.4.5 Daily user sending limit exceeded. For\n5.4.5 more information on Gmail", PAUSE),
    ("mail", 550, "5.4.5 Daily sending quota exceeded. x1 - gsmtp", PAUSE),
    ("rcpt", 550, "5.4.5 Daily SMTP relay sending limit exceeded for customer.", PAUSE),
    ("rcpt", 550, "5.7.1 Daily SMTP relay limit exceeded for customer.", PAUSE),
    ("rcpt", 550, "5.7.1 Email quota exceeded.", PAUSE),
    ("body", 550, "5.1.90 Your message can't be sent ", PAUSE),
    ("body", 554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed", PAUSE),
    ("body", 421, "4.7.28 Our system has detected an unusual rate of\n4.7.28 unsolicited mail", PAUSE),
    ("connect", 421, "4.7.0 Our system has detected an unusual rate of unsolicited mail", PAUSE),
    ("rcpt", 450, "4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.", PAUSE),
    ("rcpt", 550, "Domain example.ac.id has exceeded the max emails per hour (200/200 (100%)) allowed.", PAUSE),
    # this recipient, later
    ("rcpt", 450, "4.2.1 The user you are trying to contact is receiving mail too quickly.", LATER),
    ("rcpt", 550, "5.2.1 The user you are trying to contact is receiving mail at a rate\n5.2.1 that", LATER),
    ("rcpt", 432, "4.3.2 STOREDRV.Deliver; recipient thread limit exceeded", LATER),
    ("rcpt", 450, "4.2.0 <ani@example.com>: Recipient address rejected: Greylisted, see help", LATER),
    ("rcpt", 451, "4.3.0 Mail server temporarily rejected message.", LATER),
    ("rcpt", 452, "4.2.2 The email account that you tried to reach is over quota.", LATER),
    ("rcpt", 452, "4.5.3 Your message has too many recipients.", LATER),
    ("rcpt", 421, "4.7.0 TLS required for RCPT domain, closing connection.", LATER),
    ("data", 451, "4.3.0 try again", LATER),
    ("body", 452, "4.3.1 Insufficient system storage", LATER),
    ("body", 451, "4.7.1 Service unavailable - try again later", LATER),
    # this recipient, never
    ("rcpt", 550, "5.1.1 The email account that you tried to reach does not exist.", REFUSED),
    ("rcpt", 550, "5.2.1 The email account that you tried to reach is disabled.", REFUSED),
    ("rcpt", 553, "5.1.3 The recipient address is not a valid RFC-5321 address.", REFUSED),
    ("rcpt", 550, "5.1.1 <ani@example.com>: Recipient address rejected: User unknown", REFUSED),
    ("rcpt", 556, "5.1.10 Recipient address has a null MX", REFUSED),
    ("rcpt", 550, "No such user", REFUSED),
    ("body", 552, "5.2.2 The email account that you tried to reach is over quota", REFUSED),
    ("body", 552, "5.3.4 Message size exceeds fixed limit", REFUSED),
    ("body", 554, "5.6.0 Mail message is malformed. Not accepted.", REFUSED),
    ("data", 554, "5.5.1 Error: no valid recipients", REFUSED),
    # the connection
    ("connect", 421, "4.3.2 Connection rate limit exceeded", RECONNECT),
    ("connect", 421, "4.7.0 mx.example.com Error: too many connections from 127.0.0.1", RECONNECT),
    ("ehlo", 421, "4.7.0 Try again later, closing connection.", RECONNECT),
    ("starttls", 454, "4.7.0 TLS not available due to local problem", RECONNECT),
    ("auth", 454, "4.7.0 Too many login attempts, please try again later.", RECONNECT),
    ("auth", 454, "4.7.0 Cannot authenticate due to a temporary system problem.", RECONNECT),
    ("auth", 432, "4.3.2 Concurrent connections limit exceeded. Visit", RECONNECT),
    ("body", 432, "4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", RECONNECT),
    ("mail", 450, "4.7.1 Error: too much mail from 127.0.0.1", RECONNECT),
    ("rcpt", 450, "4.7.1 Error: too many recipients from 127.0.0.1", RECONNECT),
    ("mail", 451, "4.4.2 Timeout - closing connection.", RECONNECT),
    ("mail", 421, "4.4.5 Server busy, try again later.", RECONNECT),
    ("body", 421, "4.3.0 Temporary System Problem. Try again later", RECONNECT),
    ("rcpt", 421, "4.7.0 Error: too many errors", RECONNECT),
    ("rcpt", 503, "5.5.1 Error: need MAIL command", RECONNECT),
    ("rcpt", -1, "%PDF-1.4", RECONNECT),
    ("rcpt", 999, "", RECONNECT),
    # a person
    ("connect", 554, "5.7.1 Client host [127.0.0.1] blocked using list.example.com", PERSON),
    ("connect", 554, "no service here", PERSON),
    ("starttls", 502, "5.5.1 Unrecognized command", PERSON),
    ("auth", 535, "5.7.8 Username and Password not accepted. For more information, go to", PERSON),
    ("auth", 534, "5.7.9 Application-specific password required. For more information", PERSON),
    ("auth", 534, "5.7.14 <https://accounts.example.com/> Please log in via your web browser", PERSON),
    ("auth", 535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", PERSON),
    ("auth", 535, "5.7.3 Authentication unsuccessful", PERSON),
    ("mail", 530, "5.7.0 Must issue a STARTTLS command first.", PERSON),
    ("mail", 530, "5.5.1 Authentication Required. For more information, go to", PERSON),
    ("mail", 530, "5.7.57 Client not authenticated to send mail.", PERSON),
    ("mail", 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", PERSON),
    ("mail", 553, "5.1.7 The sender address is not a valid RFC-5321 address.", PERSON),
    ("mail", 550, "no", PERSON),
    ("rcpt", 553, "5.7.1 <k@example.ac.id>: Sender address rejected: not owned by user karir", PERSON),
    ("rcpt", 450, "4.1.8 <k@example.invalid>: Sender address rejected: Domain not found", PERSON),
    ("rcpt", 554, "5.7.1 <ani@example.com>: Relay access denied", PERSON),
    ("rcpt", 550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", PERSON),
    ("rcpt", 504, "5.5.2 <x>: Helo command rejected: need fully-qualified hostname", PERSON),
    ("body", 554, "5.2.252 SendAsDenied; sender not allowed to send as", PERSON),
    ("body", 554, "5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiException", PERSON),
    ("body", 550, "5.2.252 Sender throttled due to continuous send as denied errors.", PERSON),
    ("body", 550, "5.1.8 Access denied, bad outbound sender", PERSON),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "code", "text", "verdict"), TABLE)
def test_it_decides(stage: str, code: int, text: str, verdict: Verdict) -> None:
    decision = decide(Stage(stage), code, text)
    assert decision.verdict is verdict
    assert bool(decision.what and decision.cure) == (verdict in (PAUSE, PERSON)), (
        "a person is told what is wrong, and the cure"
    )


def test_a_spent_day_and_a_spent_hour_are_waited_for() -> None:
    assert decide(Stage.BODY, 550, "5.4.5 Daily user sending limit exceeded").wait == DAY
    assert decide(Stage.RCPT, 450, "4.2.1 Peak SMTP relay limit exceeded for customer").wait == HOUR


def test_a_growing_delay_is_left_to_the_ledger() -> None:
    assert decide(Stage.RCPT, 451, "4.3.0 later") == Decision(LATER, None)


@given(st.sampled_from(Stage), st.integers(-1, 1000), st.text())
def test_it_decides_on_anything_whatever(stage: Stage, code: int, text: str) -> None:
    decision = decide(stage, code, text)
    if decision.verdict is ACCEPTED:
        assert 200 <= code < 400
    if decision.verdict is REFUSED:
        assert 500 <= code < 600
        assert stage in (Stage.RCPT, Stage.DATA, Stage.BODY)


def test_the_ledger_gets_no_address() -> None:
    text = "5.1.1 <ani@example.com>: no such user\n5.1.1 ask budi.s+x@example.co.id\x1b about mailto:ani@example.com"
    assert presentable(text) == "5.1.1 <…>: no such user ask <…> about <…>"
    assert len(presentable("x" * 1000)) == 200


def test_it_knows_whom_a_refusal_blames() -> None:
    assert blames_recipient("5.1.1 no such user")
    assert not blames_recipient("5.7.1 message refused")
    assert not blames_recipient("no")
