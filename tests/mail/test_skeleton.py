"""What is meant arrives: a letter and its slots go through the wire's form and come back as they were."""

from __future__ import annotations

import html
import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.mail import encoding
from flows.mail.interface import Letter
from flows.mail.skeleton import DATE, MESSAGE_ID, TO_ADDRESS, TO_NAME, Skeleton, mark

SENDER = "UPT-PKPK <karir@example.ac.id>"
PERSON = {
    TO_NAME: "Ani Lestari",
    TO_ADDRESS: "ani@example.com",
    DATE: "Tue, 24 Nov 2026 07:00:00 +0700",
    MESSAGE_ID: "<1.abc@example.ac.id>",
}
NASTY = (
    "",
    ".",
    "..",
    "a\r\n.\r\nMAIL FROM:<x@example.com>",
    "Ani\r\nBcc: everybody@example.com",
    "=?utf-8?q?x?=",
    "x" * 5000,
    "é" * 400,
    "a b " * 300,
    "." * 2000,
    '"Ani" <x@example.com>, \\',
    "\u2028\x85\x00\x0b",
    "\ud800",
    "😀" * 60,
    "<b>&amp;</b>",
    "/etc/passwd",
    "{{ 7*7 }}",
)
texts = st.text() | st.sampled_from(NASTY)


def on_the_wire(wire: bytes) -> bytes:
    """What a server keeps of it (RFC 5321, 4.5.2), having checked each line."""
    assert wire.endswith(b"\r\n")
    assert b"\n" not in wire.replace(b"\r\n", b"")
    assert b"\r" not in wire.replace(b"\r\n", b"")
    lines = wire.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert all(line.startswith(b"..") for line in lines if line.startswith(b".")), "a dot that was not doubled"
    head, _, body = wire.partition(b"\r\n\r\n")
    # The name of a spreadsheet's media type is longer than a line of text may be.
    text = [line for line in body.split(b"\r\n") if not line.startswith(b"Content-Type: application/vnd")]
    assert max(map(len, text)) <= 77, "76, and a doubled dot"
    assert all(line.strip() for line in head.split(b"\r\n")), "an empty line within a header"
    return b"\r\n".join(line.removeprefix(b".") for line in lines)


def parsed(wire: bytes) -> EmailMessage:
    message = message_from_bytes(on_the_wire(wire), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    assert part["Content-Transfer-Encoding"] == "quoted-printable"
    return part.get_payload(decode=True).decode().replace("\r\n", "\n")


def seen(value: str) -> str:
    return encoding.one_line(value).encode("utf-8", "replace").decode()


def send(letter: Letter, **slots: str) -> EmailMessage:
    return parsed(Skeleton.compile(letter, sender=SENDER).fill(PERSON | slots))


def test_it_carries_all_headers_a_message_needs() -> None:
    link = mark("link")
    letter = Letter(
        "Lowongan baru: Teknisi · sampai 4 Des 2026",
        "Halo",
        "<p>Halo</p>",
        {
            "Reply-To": "UPT-PKPK Politeknik Contoh <pkpk@example.ac.id>",
            "List-Id": "<alumni.example.ac.id>",
            "List-Unsubscribe": f"<{link}>, <mailto:berhenti@example.ac.id?subject=berhenti>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    address = "https://karir.example.ac.id/keluar/" + "a.b-c_d" * 60
    message = send(letter, link=address)
    assert message["From"] == "UPT-PKPK <karir@example.ac.id>"
    assert message["To"] == "Ani Lestari <ani@example.com>"
    assert message["Subject"] == letter.subject
    assert message["Date"].datetime.isoformat() == "2026-11-24T07:00:00+07:00"
    assert message["Message-ID"] == "<1.abc@example.ac.id>"
    assert message["MIME-Version"] == "1.0"
    assert message["Reply-To"] == "UPT-PKPK Politeknik Contoh <pkpk@example.ac.id>"
    assert message["List-Unsubscribe"] == f"<{address}>, <mailto:berhenti@example.ac.id?subject=berhenti>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@given(text=texts, markup=texts)
@example(text=".\n..\n.a", markup="a" * 76 + " \n" + "." * 300)
@example(text="a=\n \n\t\nFrom x\n", markup="b " * 75)
def test_it_brings_back_any_text_of_a_letter(text: str, markup: str) -> None:
    message = send(Letter("x", text, markup))
    for subtype, meant in (("plain", text), ("html", markup)):
        lines = meant.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
        assert body(message, subtype) == lines


@given(value=texts, before=texts, after=texts)
@example(value="=", before="x" * 75, after=".")
@example(value=" ", before="\n", after="\n")
@example(value="x" * 72 + "." + "y" * 80, before="", after="")
def test_a_slot_is_text_wherever_it_stands(value: str, before: str, after: str) -> None:
    slot = mark("name")
    message = send(Letter("x", f"{before}{slot}{after}", f'{before}<a title="{slot}">{slot}</a>{after}'), name=value)
    around = [
        part.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode() for part in (before, after)
    ]
    shown = html.escape(seen(value))
    assert body(message, "plain") == f"{around[0]}{seen(value)}{around[1]}"
    assert body(message, "html") == f'{around[0]}<a title="{shown}">{shown}</a>{around[1]}'


@given(name=texts)
def test_a_name_stays_in_its_header(name: str) -> None:
    wire = Skeleton.compile(Letter("x", "y", "z"), sender=SENDER).fill(PERSON | {TO_NAME: name})
    # Python's newer parser keeps the space between two encoded words of a name, against RFC 2047: the older does not.
    written, address = parseaddr(message_from_bytes(on_the_wire(wire))["To"].replace("\r\n", ""))
    assert address == "ani@example.com"
    shown = str(make_header(decode_header(written)))
    meant = " ".join(seen(name).split())
    assert shown == meant if len(meant) <= 100 else meant.startswith(shown.removesuffix("…"))
    message = parsed(wire)
    assert message.keys() == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]


@given(value=texts)
@example(value="")
def test_a_slot_in_the_subject_stays_there(value: str) -> None:
    message = send(Letter(f"Éé untuk {mark('name')}, sampai besok", "y", "z"), name=value)
    assert message["Subject"] == f"Éé untuk {seen(value)}, sampai besok"


@given(value=texts)
def test_a_slot_in_a_header_never_breaks_out(value: str) -> None:
    skeleton = Skeleton.compile(Letter("x", "y", "z", {"List-Unsubscribe": f"<{mark('link')}>"}), sender=SENDER)
    if len(encoding.octets(value)) > 300:
        value = value[:75]
    message = parsed(skeleton.fill(PERSON | {"link": value}))
    assert re.fullmatch(r"<[^<>\r\n]*>", message["List-Unsubscribe"])
    assert message["Bcc"] is None


def test_a_link_that_no_header_can_carry_is_refused_rather_than_cut() -> None:
    skeleton = Skeleton.compile(Letter("x", "y", "z", {"List-Unsubscribe": f"<{mark('link')}>"}), sender=SENDER)
    with pytest.raises(ValueError, match="900"):
        skeleton.fill(PERSON | {"link": "https://example.ac.id/" + "x" * 900})


@given(subject=texts)
def test_it_brings_back_any_subject(subject: str) -> None:
    shown = send(Letter(subject, "y", "z"))["Subject"]
    assert len(shown) <= 200
    meant = seen(subject)
    if len(meant) <= 200:
        assert shown.split() == meant.split()


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("ani@example.com", b"ani@example.com"),
        ("ani+kerja@example.co.id", b"ani+kerja@example.co.id"),
        ("ani@exämple.com", b"ani@xn--exmple-cua.com"),
    ],
)
def test_it_writes_an_address_as_ascii(address: str, written: bytes) -> None:
    assert encoding.address(address) == written


@pytest.mark.parametrize("address", ["", "ani", "añi@example.com", "a@b>\r\nDATA", "a b@example.com", "a@b@c", "<a@b>"])
def test_it_refuses_an_address_that_smtp_cannot_carry(address: str) -> None:
    with pytest.raises(ValueError, match=r"SMTPUTF8|not a mail address") as refused:
        encoding.address(address)
    assert not address or address not in str(refused.value)


def test_no_text_of_a_letter_can_pretend_to_be_a_slot() -> None:
    forged = mark("name").replace(mark("name")[4:20], "0" * 16)
    assert forged in body(send(Letter("x", f"{forged} {{name}}", "z")), "plain")


def test_it_comes_back_from_the_ledger_byte_for_byte() -> None:
    skeleton = Skeleton.compile(
        Letter("é", f"Halo {mark('name')}", "<b>", {"List-Id": "<a.example.ac.id>"}), sender=SENDER
    )
    again = Skeleton.load(skeleton.dump())
    slots = PERSON | {"name": "Ani é"}
    assert again.fill(slots) == skeleton.fill(slots)
    assert again.slots == skeleton.slots == {*PERSON, "name"}
    assert mark("x")[:20].encode() not in skeleton.dump()


@pytest.mark.parametrize("header", ["From", "to", "Bcc", "Content-Type", "X Y", "X:\r\nBcc"])
def test_a_letter_may_not_set(header: str) -> None:
    with pytest.raises(ValueError, match="may not set"):
        Skeleton.compile(Letter("x", "y", "z", {header: "v"}), sender=SENDER)


def test_it_misses_a_slot_loudly() -> None:
    with pytest.raises(KeyError):
        Skeleton.compile(Letter("x", mark("name"), "z"), sender=SENDER).fill(PERSON)


def test_a_slot_has_a_plain_name() -> None:
    with pytest.raises(ValueError, match="no name for a slot"):
        mark("Nama Lengkap")
