"""Telling reports, complaints, notices of absence, opt-outs and people apart."""

from __future__ import annotations

import json

import pytest

from flows.mail.headers import LEAVE
from flows.mail.returns import Kind, Verdict, read_return
from tests.mail.returns.reports import MESSAGE_ID, OURS, SENT, THEIRS, structured


def letter(subject: str, said: str = "Terima kasih.", more: str = "") -> bytes:
    return f"From: Sari <{THEIRS}>\nTo: {OURS}\nSubject: {subject}\n{more}\n{said}\n".encode()


class TestLetters:
    def test_a_person_is_a_reply(self) -> None:
        read = read_return(letter("Re: Lowongan: Teknisi", more=f"In-Reply-To: {MESSAGE_ID}\n"))
        assert (read.kind, read.sender, read.message_id) == (Kind.REPLY, THEIRS, MESSAGE_ID)

    @pytest.mark.parametrize("subject", [LEAVE, f"Re: {LEAVE}", LEAVE.lower(), "unsubscribe", " Berhenti. "])
    def test_the_word_alone_leaves_the_list(self, subject: str) -> None:
        assert read_return(letter(subject)).kind is Kind.OPT_OUT

    def test_the_word_in_a_sentence_does_not(self) -> None:
        assert read_return(letter("Berhenti bekerja, ada lowongan?")).kind is Kind.REPLY

    @pytest.mark.parametrize(
        ("subject", "more"),
        [
            ("Re: Lowongan", "Auto-Submitted: auto-replied\n"),
            ("Balasan otomatis: Lowongan", ""),
            ("Out of Office: Lowongan", ""),
            ("自動返信: Lowongan", ""),
            ("Lowongan", "Precedence: auto_reply\n"),
            ("Lowongan", "X-Autoreply: yes\n"),
            ("Away until May 5", "Return-Path: <>\nAuto-Submitted: auto-replied\n"),
        ],
    )
    def test_a_program_that_answers_for_a_person_is_told_apart(self, subject: str, more: str) -> None:
        assert read_return(letter(subject, "Saya cuti.", more)).kind is Kind.AUTO_REPLY

    def test_a_person_who_writes_of_a_report_is_no_report(self) -> None:
        said = f"Surat saya kembali:\n> 550 5.1.1 <{OURS}>: User unknown\nApa yang salah?"
        read = read_return(letter("Re: Undelivered mail", said, f"In-Reply-To: {MESSAGE_ID}\n"))
        assert (read.kind, list(read.concerned)) == (Kind.REPLY, [])


class TestReports:
    def test_a_server_that_still_tries_is_a_delay(self) -> None:
        fields = f"Final-Recipient: rfc822; {THEIRS}\nAction: delayed\nStatus: 4.4.1"
        read = read_return(structured(fields))
        assert (read.kind, read.concerned[0].verdict) == (Kind.DELAY, Verdict.SOFT)

    def test_one_that_relayed_delivered(self) -> None:
        fields = f"Final-Recipient: rfc822; {THEIRS}\nAction: relayed\nStatus: 2.0.0"
        assert read_return(structured(fields)).kind is Kind.DELIVERED

    def test_a_complaint_names_who_complained(self) -> None:
        fields = f"Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <{THEIRS}>"
        mail = structured("x").replace(b"report-type=delivery-status", b"report-type=feedback-report")
        mail = mail.replace(b"message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\nx", b"message/feedback-report\n\n" + fields.encode())  # fmt: skip  # noqa: E501
        read = read_return(mail)
        assert (read.kind, [one.address for one in read.concerned], read.message_id) == (
            Kind.COMPLAINT,
            [THEIRS],
            MESSAGE_ID,
        )

    @pytest.mark.parametrize("wrapped", [False, True])
    def test_amazon_tells_bounces_in_json(self, wrapped: bool) -> None:
        notice: dict[str, object] = {
            "notificationType": "Bounce",
            "bounce": {
                "bounceType": "Permanent",
                "bouncedRecipients": [
                    {"emailAddress": THEIRS, "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
                ],
            },
            "mail": {"commonHeaders": {"messageId": MESSAGE_ID}},
        }
        if wrapped:
            notice = {"Type": "Notification", "Message": json.dumps(notice)}
        mail = f"From: no-reply@sns.example.com\nTo: {OURS}\nSubject: Notification\n\n{json.dumps(notice)}".encode()
        read = read_return(mail)
        assert (read.kind, [(one.address, one.verdict) for one in read.concerned], read.message_id) == (
            Kind.FAILURE,
            [(THEIRS, Verdict.HARD)],
            MESSAGE_ID,
        )


class TestAnything:
    @pytest.mark.parametrize("mail", [b"", b"\n\n", b"\xff\xfe\x00", b"From: \xe9\n\n\xe9", SENT.encode()[:50]])
    def test_it_never_fails(self, mail: bytes) -> None:
        assert read_return(mail).kind is Kind.REPLY
