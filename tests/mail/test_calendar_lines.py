"""The lines of an invitation: folded as RFC 5545 says, whatever is filled in, and that stays in its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar as Read

from flows.mail.calendar_lines import OCTETS, content_lines, fold, place
from flows.mail.interface import Calendar
from flows.mail.skeleton import mark
from tests.mail.test_attachments import content, skeleton, the
from tests.mail.test_skeleton import PERSON, parsed, texts

LINK = "https://karir.example.ac.id/undangan/WzEsMSwxXQ.4uXq7Yk3?bahasa=en"
OBJECT = f"""BEGIN:VCALENDAR
PRODID:-//loker//
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:k26-0001@example.ac.id
DTSTAMP:20261101T000000Z
DTSTART:20261124T020000Z
SUMMARY:Temu industri
DESCRIPTION:Jawab: {mark("link")}\\nSampai jumpa\\, ya. {"Lowongan: Juru Las; " * 5}
ATTENDEE;CN="{mark("name")}";PARTSTAT={mark("said")};RSVP=TRUE:mailto:{mark("to_address")}
END:VEVENT
END:VCALENDAR
"""


def arrived(**slots: str) -> str:
    """The part as a mail program decodes it."""
    made = skeleton(calendar=Calendar("REQUEST", OBJECT))
    message = parsed(made.fill(PERSON | {"link": LINK, "name": "Ani", "said": "ACCEPTED"} | slots))
    return content(the(message, "text/calendar")).decode()


@given(name=texts, link=texts)
@example(name="", link="")
@example(name='Ani "ani" Wijaya, S.Tr.Kom.; M.T.', link="a;b,c\\d")
@example(name="Ani\r\nEND:VEVENT\r\n", link="x\r\nATTENDEE:mailto:x@example.com")
@example(name="é" * 200, link="https://x/" + "y" * 500)
def test_whatever_is_filled_in_it_has_the_same_lines_none_too_long_or_blank(name: str, link: str) -> None:
    said = arrived(name=name, link=link)
    assert said.endswith("END:VCALENDAR\r\n")
    for line in said.removesuffix("\r\n").split("\r\n"):
        assert len(line.encode()) <= OCTETS
        assert line.strip()
        assert "\n" not in line
    logical = list(content_lines(said))
    assert [line.partition(":")[0].partition(";")[0] for line in logical] == [
        line.partition(":")[0].partition(";")[0] for line in OBJECT.splitlines()
    ]
    assert re.fullmatch(r'ATTENDEE;CN="[^"]*";PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:ani@example.com', logical[10]), (
        logical[10]
    )


@given(name=texts, link=texts)
def test_a_reader_reads_what_was_filled_in(name: str, link: str) -> None:
    (event,) = Read.from_ical(arrived(name=name, link=link)).walk("VEVENT")
    assert event["DESCRIPTION"].startswith(f"Jawab: {' '.join(_plain(link).split())}")
    assert "\nSampai jumpa, ya. Lowongan: Juru Las; Lowongan" in event["DESCRIPTION"]
    assert event["ATTENDEE"] == "mailto:ani@example.com"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def _plain(typed: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", typed).encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("o'neil+karir@example.com", "mailto:o'neil+karir@example.com"),
        ("a%b?c@example.com", "mailto:a%25b%3Fc@example.com"),
        ("ani@contoh-é.example", "mailto:ani@xn--contoh--hya.example"),
        (f"{'a' * 64}@{'b' * 60}.{'c' * 60}.example", f"mailto:{'a' * 64}@{'b' * 60}.{'c' * 60}.example"),
    ],
)
def test_an_address_is_one_as_a_uri(address: str, uri: str) -> None:
    (event,) = Read.from_ical(arrived(to_address=address)).walk("VEVENT")
    assert event["ATTENDEE"] == uri


def test_only_a_word_is_a_word() -> None:
    with pytest.raises(ValueError, match="no word"):
        arrived(said="ACCEPTED:mailto:x@example.com")


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_folds_can_be_undone(text: str) -> None:
    for after_slot in (False, True):
        lines = fold(text, after_slot=after_slot)
        assert lines.replace("\n ", "") == text
        assert all(len(line.encode()) <= OCTETS for line in lines.split("\n"))


def test_it_knows_where_a_slot_stands() -> None:
    assert place('ATTENDEE;CN="') == "calendar_quoted"
    assert place('ATTENDEE;CN="a:b";PARTSTAT=') == "calendar_word"
    assert place('ATTENDEE;CN="x":MAILTO:') == "calendar_address"
    assert place('DESCRIPTION;ALTREP="cid:a":Kata "itu": ') == "calendar_text"
    assert place("DESCRIPTION:tulis ke mailto:") == "calendar_text"
