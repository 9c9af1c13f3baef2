"""Files, pictures and invitations arrive as they were, under their names, and break out of nothing."""

from __future__ import annotations

import hashlib
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.mail.account import Account
from flows.mail.attachments import LONGEST_NAME, encoded_size, file_name
from flows.mail.delivery import deliver
from flows.mail.interface import Attachment, Calendar, Letter, Outgoing, State
from flows.mail.skeleton import Skeleton
from tests.mail.fakes import Ledger
from tests.mail.test_skeleton import NASTY, PERSON, SENDER, on_the_wire, parsed, texts
from tests.smtp_server import Server

PDF = Attachment("rekap-2026-s1-rev0.pdf", "application/pdf", bytes(range(256)) * 40 + b"\r\n.\r\n")
XLSX = Attachment(
    "Rekap Semester Ganjil.xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"PK\x03\x04" + b"\n.\n" * 999,
)
CHART = Attachment("bagan.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "bagan@loker")
BODIES = ("Rekap", "Halo\n.\n", '<p>Halo</p><img src="cid:bagan@loker" alt="Bagan">')
INVITATION = Calendar("REQUEST", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:Rekrutmen é\nEND:VCALENDAR\n")


def skeleton(*attachments: Attachment, calendar: Calendar | None = None) -> Skeleton:
    return Skeleton.compile(Letter(*BODIES, attachments=attachments, calendar=calendar), sender=SENDER)


def shape(part: MIMEPart) -> object:
    """``[type, [its parts' shapes]]``, or a leaf's type."""
    inner = [shape(one) for one in part.iter_parts()] if part.is_multipart() else []
    kind = part.get_content_type().removeprefix("multipart/")
    return [kind, inner] if inner else kind


def content(part: MIMEPart) -> bytes:
    octets = part.get_payload(decode=True)
    assert isinstance(octets, bytes)
    return octets


def files(message: EmailMessage) -> dict[str | None, bytes]:
    return {part.get_filename(): content(part) for part in message.iter_attachments()}


def the(message: EmailMessage, kind: str) -> EmailMessage:
    (part,) = (part for part in message.walk() if part.get_content_type() == kind)
    assert isinstance(part, EmailMessage)
    return part


def test_a_letter_without_files_has_the_bytes_it_always_had() -> None:
    wire = skeleton().fill(PERSON)
    assert hashlib.sha256(wire).hexdigest() == "1a0112da07fa7b56707b400f1f118f481bc15a0650fc1608c210afc0cf167524"


def test_files_and_pictures_are_nested_as_mail_programs_expect() -> None:
    bodies = ["alternative", ["text/plain", "text/html"]]
    message = parsed(skeleton(PDF, CHART, XLSX).fill(PERSON))
    related = ["related", [bodies, "image/png"]]
    assert shape(message) == ["mixed", [related, "application/pdf", XLSX.media_type]]
    assert shape(parsed(skeleton(CHART).fill(PERSON))) == related
    assert shape(parsed(skeleton(PDF).fill(PERSON))) == ["mixed", [bodies, "application/pdf"]]
    assert files(message) == {PDF.name: PDF.content, XLSX.name: XLSX.content}


def test_a_picture_is_found_by_its_content_id_and_is_not_among_the_files() -> None:
    message = parsed(skeleton(CHART, PDF).fill(PERSON))
    picture = the(message, "image/png")
    assert picture["Content-ID"] == "<bagan@loker>"
    assert picture.get_content_disposition() == "inline"
    assert content(picture) == CHART.content
    html = message.get_body(("html",))
    assert html is not None
    assert "cid:bagan@loker" in html.get_content()


def test_an_invitation_is_an_alternative_of_its_own() -> None:
    message = parsed(skeleton(PDF, calendar=INVITATION).fill(PERSON))
    assert shape(message) == [
        "mixed",
        [["alternative", ["text/plain", "text/html", "text/calendar"]], "application/pdf"],
    ]
    part = the(message, "text/calendar")
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert content(part).decode() == INVITATION.content.replace("\n", "\r\n"), "RFC 5545 asks for CRLF"


@given(name=texts)
@example(name="rekap é.pdf")
@example(name="../../etc/passwd")
@example(name='a"; filename="b.exe')
@example(name="a\r\nBcc: x@example.com\r\n\r\n.pdf")
@example(name="Ringkasan 报告 📦 " * 20 + ".xlsx")
@example(name="x" * 59 + "%41.pdf")
@example(name="=?utf-8?q?x=2Eexe?=")
@example(name="\u202efdp.exe")
@example(name="0.0000000000\r0")
def test_a_file_keeps_its_name_and_the_name_stays_in_its_header(name: str) -> None:
    wire = skeleton(Attachment(name, "application/pdf", b"%PDF", "")).fill(PERSON)
    message = parsed(wire)
    (part,) = message.iter_attachments()
    assert part.get_filename() == file_name(name)
    assert part.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]
    assert not part.defects
    assert part["Content-Type"].params["name"].isascii()
    assert content(part) == b"%PDF"
    older = message_from_bytes(on_the_wire(wire), policy=policy.compat32)
    assert [one.get_filename() for one in older.walk()][-1] == file_name(name)


@given(name=texts)
@example(name="x" * 300 + ".pdf")
def test_a_file_has_a_name_that_any_system_takes(name: str) -> None:
    clean = file_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set('\\/:*?"<>|\r\n\x00')
    assert clean == clean.strip(" .")
    assert file_name(clean) == clean
    assert file_name("x" * 300 + ".pdf") == "x" * 96 + ".pdf"


@given(octets=st.binary(max_size=400), name=st.sampled_from(NASTY))
@example(octets=b"", name="x")
def test_any_content_arrives(octets: bytes, name: str) -> None:
    message = parsed(skeleton(Attachment(name, "application/octet-stream", octets), CHART).fill(PERSON))
    assert list(files(message).values()) == [octets]


@pytest.mark.parametrize("kind", ["", "pdf", "text/html\r\nBcc: x", "multipart/mixed", "message/rfc822", "a/b; name=x"])
def test_it_attaches_no(kind: str) -> None:
    with pytest.raises(ValueError, match="no media type"):
        skeleton(Attachment("x", kind, b""))


@pytest.mark.parametrize("content_id", ["<x>", "a b", "a@b@c", "x\r\n", "é"])
def test_it_knows_no_picture_by(content_id: str) -> None:
    with pytest.raises(ValueError, match="no content ID"):
        skeleton(Attachment("x.png", "image/png", b"", content_id))


def test_no_method_breaks_out_of_its_header() -> None:
    with pytest.raises(ValueError, match="no method"):
        skeleton(calendar=Calendar("REQUEST\r\nX: y", ""))


def test_it_comes_back_from_the_ledger_byte_for_byte() -> None:
    one = skeleton(PDF, CHART, calendar=INVITATION)
    assert Skeleton.load(one.dump()).fill(PERSON) == one.fill(PERSON)
    assert len(one.dump()) < 1.05 * len(one.fill(PERSON))


def test_it_says_how_large_files_get() -> None:
    plain, heavy = skeleton(CHART), skeleton(CHART, PDF, XLSX)
    grown = len(heavy.fill(PERSON)) - len(plain.fill(PERSON))
    assert encoded_size([PDF, XLSX]) <= grown <= encoded_size([PDF, XLSX]) + 1000


def test_they_arrive_over_smtp() -> None:
    wire = skeleton(PDF, CHART, XLSX)
    people = [PERSON | {"to_address": f"a{number}@example.com"} for number in range(3)]
    with Server() as server:
        account = Account("127.0.0.1", server.port, security="none", sender="karir@example.ac.id", timeout=5)
        outgoing = [Outgoing(number, one["to_address"], wire, one) for number, one in enumerate(people)]
        assert deliver(account, Ledger(outgoing)).counts == {State.SENT: 3}
        assert not server.violations
    assert {one.recipient for one in server.messages} == {one["to_address"] for one in people}
    for received in server.messages:
        message = message_from_bytes(received.data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert files(message) == {PDF.name: PDF.content, XLSX.name: XLSX.content}
