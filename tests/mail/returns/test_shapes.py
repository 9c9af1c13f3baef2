# ruff: noqa: E501 - reports stand as programs write them
"""Whom reports mean, and how hard, in the shapes of many mail programs."""

from __future__ import annotations

import base64

import pytest

from flows.mail.returns import Kind, Verdict, read_return
from tests.mail.returns.reports import MESSAGE_ID, SENT, SHAPES, THEIRS, structured


class TestProse:
    @pytest.mark.parametrize("name", SHAPES)
    def test_it_knows_whom_and_how_hard(self, name: str) -> None:
        report = SHAPES[name]
        read = read_return(report.mail())
        assert read.kind is Kind.FAILURE
        assert [(one.address, one.verdict.value) for one in read.concerned] == [(report.address, report.verdict)]

    @pytest.mark.parametrize("name", [name for name, report in SHAPES.items() if SENT in report.said])
    def test_it_finds_the_message_that_came_back(self, name: str) -> None:
        assert read_return(SHAPES[name].mail()).message_id == MESSAGE_ID

    def test_line_ends_of_old_machines_change_nothing(self) -> None:
        mail = SHAPES["Sendmail 8"].mail()
        expected = read_return(mail).concerned
        assert read_return(mail.replace(b"\n", b"\r\n")).concerned == expected
        assert read_return(mail.replace(b"\n", b"\r")).concerned == expected


class TestFields:
    @pytest.mark.parametrize(
        ("status", "answer", "verdict"),
        [
            ("5.1.1", "550 5.1.1 no", Verdict.HARD),
            ("5.0.0", "550 User unknown", Verdict.HARD),
            ("5.7.1", "554 5.7.1 Recipient address rejected: user unknown", Verdict.HARD),
            ("5.1.2", "", Verdict.HARD),
            ("5.4.4", "Host or domain name not found. Name service error", Verdict.HARD),
            ("5.1.10", "Domain alumni.example.com does not accept mail (nullMX)", Verdict.HARD),
            ("5.2.2", "552 5.2.2 Mailbox full", Verdict.NOT_THEIRS),
            ("5.0.0", "552 Quota exceeded", Verdict.NOT_THEIRS),
            ("5.7.1", "554 5.7.1 Message blocked due to spam content", Verdict.NOT_THEIRS),
            ("5.7.26", "550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy", Verdict.NOT_THEIRS),
            ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", Verdict.NOT_THEIRS),
            ("4.4.1", "connect to mx.example.com[192.0.2.9]:25: Connection timed out", Verdict.SOFT),
            ("5.0.0", "", Verdict.SOFT),
            ("5.1.1", "550 5.1.1 Refused due to recipient preferences", Verdict.SOFT),
        ],
    )  # fmt: skip
    def test_words_count_before_generic_numbers(self, status: str, answer: str, verdict: Verdict) -> None:
        fields = f"Final-Recipient: rfc822; {THEIRS}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {answer}"
        read = read_return(structured(fields))
        assert [(one.address, one.verdict) for one in read.concerned] == [(THEIRS, verdict)]
        assert read.message_id == MESSAGE_ID

    def test_it_reads_each_recipient_for_himself(self) -> None:
        fields = (
            f"Final-Recipient: rfc822; {THEIRS}\nAction: failed\nStatus: 5.1.1\n\n"
            "Final-Recipient: rfc822; budi@alumni.example.com\nAction: failed\nStatus: 5.2.2\n\n"
            "Final-Recipient: rfc822; dewi@alumni.example.com\nAction: delivered\nStatus: 2.0.0\n"
        )
        read = read_return(structured(fields))
        assert [(one.address, one.verdict) for one in read.concerned] == [
            (THEIRS, Verdict.HARD),
            ("budi@alumni.example.com", Verdict.NOT_THEIRS),
        ]

    def test_it_tells_the_address_that_was_written_to(self) -> None:
        fields = f"Original-Recipient: rfc822;{THEIRS}\nFinal-Recipient: rfc822;s.a@dalam.example.com\nAction: failed\nStatus: 5.1.1"
        (one,) = read_return(structured(fields)).concerned
        assert (one.address, one.written_to) == ("s.a@dalam.example.com", THEIRS)

    def test_it_reads_on_where_a_diagnosis_goes_on_unindented(self) -> None:
        fields = (
            "Diagnostic-Code: smtp; 550-Please turn on SMTP Authentication\n550 relay not permitted\nStatus: 5.0.0\n"
            f"Action: failed\nFinal-Recipient: rfc822; {THEIRS}"
        )
        (one,) = read_return(structured(fields)).concerned
        assert one.verdict is Verdict.NOT_THEIRS

    @pytest.mark.parametrize("change", ["boundary", "outer type", "base64"])
    def test_it_reads_reports_that_describe_themselves_wrongly(self, change: str) -> None:
        fields = f"Final-Recipient: rfc822; {THEIRS}\nAction: failed\nStatus: 5.1.1"
        mail = structured(fields, boundary="other" if change == "boundary" else "b1")
        if change == "outer type":
            mail = mail.replace(b"multipart/report; report-type=delivery-status", b"multipart/mixed")
        if change == "base64":
            plain = f"Reporting-MTA: dns; mx.example.net\n\n{fields}\n".encode()
            mail = mail.replace(
                b"message/delivery-status\n\n" + plain,
                b"message/delivery-status\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(plain),
            )
            assert b"Final-Recipient" not in mail
        read = read_return(mail)
        assert (read.kind, [(one.address, one.verdict) for one in read.concerned]) == (
            Kind.FAILURE,
            [(THEIRS, Verdict.HARD)],
        )
