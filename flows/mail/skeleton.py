"""A letter compiled once per audience to the bytes of a MIME message, in which only slots are left to fill in.

Building a message per person costs a millisecond in Python; filling in a skeleton costs some microseconds. What makes
it safe is that each slot stands on a quoted-printable line of its own (or in a header of its own form), so that its
value can be encoded without regard to what stands around it, and can be no more than text there.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Self

from flows.mail import attachments, encoding
from flows.mail.calendar_lines import content_lines, fold, place
from flows.mail.interface import Calendar, Letter

TO_NAME: Final = "to_name"
TO_ADDRESS: Final = "to_address"
DATE: Final = "date"
MESSAGE_ID: Final = "message_id"
"""The slots that every message has, besides those of its letter: the recipient's name (may be empty) and address, the
date as RFC 5322 writes it (`email.utils.format_datetime`), and our own unique Message-ID (`email.utils.make_msgid`)."""

_OWN_HEADERS = {"from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "sender", "return-path"}
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SUBJECT_LENGTH = 200
_BOUNDARY = "=_loker"
_WITH_PICTURES = "=_pictures_loker"
_WITH_FILES = "=_files_loker"
"""In quoted-printable ``=`` is followed by hexadecimal digits or a line end, in base64 only by another or a line end,
so no text or file whatever can hold these; and none begins like another."""
_FILLED = "x"
"""Stands for a slot's value where it matters only that there is one."""
_METHOD = re.compile(r"[A-Za-z-]{1,30}")

_NONCE = f"Slot{secrets.token_hex(8)}"
"""Unknown to whoever types text into a sheet, so that no text can pretend to be a slot."""
_MARK = re.compile(rf"{_NONCE}([a-z0-9_]+)Z")


def mark(slot: str) -> str:
    """What a template writes where ``slot`` (lower-case letters, digits, ``_``) will be filled in.

    It is made of ASCII letters, digits and ``_``, stays valid in this process only, and may stand in a letter's
    subject, text, HTML (its text or a quoted attribute) and headers. The value is escaped for the place it lands in.
    """
    if not _SLOT_NAME.fullmatch(slot):
        raise ValueError(f"{slot!r} is no name for a slot: use lower-case letters, digits and _")
    return f"{_NONCE}{slot}Z"


class Skeleton:
    """The bytes around the slots, and how each slot's value is encoded where it stands."""

    __slots__ = ("_holes", "_parts", "_pattern")

    def __init__(self, parts: list[str], holes: list[tuple[str, str]]) -> None:
        """``parts`` (ASCII, one more than ``holes``) alternate with ``holes``: a slot's name, a key of `ENCODERS`."""
        self._parts, self._holes = parts, holes
        self._pattern: list[bytes] = [b""] * (2 * len(holes) + 1)
        self._pattern[::2] = [part.encode("ascii") for part in parts]

    @classmethod
    def compile(cls, letter: Letter, *, sender: str) -> Self:
        """The skeleton of ``letter``, sent by ``sender`` (``Name <address>``).

        The same letter, sender and slots give the same bytes, always. Raises ``ValueError`` for a header that the
        letter may not set, or that holds what is not ASCII, and for an attachment of no media type.
        """
        pieces = encoding.stuffed(list(_message(letter, sender)))
        parts, holes, text = [], [], ""
        for piece in pieces:
            if isinstance(piece, str):
                text += piece
            else:
                parts.append(text)
                holes.append(piece)
                text = ""
        return cls([*parts, text], holes)

    @property
    def slots(self) -> frozenset[str]:
        """The names that `fill` needs a value for."""
        return frozenset(slot for slot, _ in self._holes)

    def fill(self, slots: Mapping[str, str]) -> bytes:
        """The message as it goes over the wire: CRLF line ends, dots stuffed, without the final ``.``

        No line is longer than 998 octets, in the body 76. Raises ``KeyError`` for a missing slot, ``ValueError`` for a
        value that cannot stand where it should: an address that needs SMTPUTF8, a link of more than 900 characters.
        """
        filled = self._pattern.copy()
        filled[1::2] = [encoding.ENCODERS[kind](slots[slot]) for slot, kind in self._holes]
        return b"".join(filled)

    def dump(self) -> bytes:
        """All there is to it, as JSON: the ledger keeps it once per audience, and gets the same bytes years later."""
        return json.dumps({"parts": self._parts, "holes": self._holes}, separators=(",", ":")).encode()

    @classmethod
    def load(cls, dumped: bytes) -> Self:
        record = json.loads(dumped)
        return cls(record["parts"], [(slot, kind) for slot, kind in record["holes"]])


_Piece = encoding.Piece


def _message(letter: Letter, sender: str) -> Iterator[_Piece]:
    name, address = encoding.split_mailbox(sender)
    yield f"From: {encoding.phrase(name).decode()}<{encoding.address(address).decode()}>\r\nTo: "
    yield from ((TO_NAME, "phrase"), "<", (TO_ADDRESS, "address"), ">\r\nSubject: ")
    yield from _subject(letter.subject)
    yield from ("\r\nDate: ", (DATE, "token"), "\r\nMessage-ID: <", (MESSAGE_ID, "identity"), ">\r\n")
    for header, value in letter.headers.items():
        yield from _header(header, value)
    yield "MIME-Version: 1.0\r\n"
    yield from _content(letter)


def _content(letter: Letter) -> Iterator[_Piece]:
    """``mixed(related(alternative(text, HTML, calendar), pictures …), files …)``, of which only what is needed.

    Outlook nests its own messages like this; Gmail and Apple Mail show them as meant.
    """
    bodies = [_text("plain", letter.text), _text("html", letter.html)]
    if letter.calendar:
        bodies.append(_calendar(letter.calendar))
    entity = _multipart("alternative", _BOUNDARY, bodies)
    pictures = [attachments.entity(one) for one in letter.attachments if one.content_id]
    if pictures:
        entity = _multipart('related;\r\n type="multipart/alternative"', _WITH_PICTURES, [entity, *pictures])
    files = [attachments.entity(one) for one in letter.attachments if not one.content_id]
    return _multipart("mixed", _WITH_FILES, [entity, *files]) if files else entity


def _multipart(subtype: str, boundary: str, entities: Iterable[Iterable[_Piece]]) -> Iterator[_Piece]:
    """Several entities (each from its Content-Type on) as one."""
    yield f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n'
    for entity in entities:
        yield f"\r\n--{boundary}\r\n"
        yield from entity
    yield f"\r\n--{boundary}--\r\n"


def _text(subtype: str, body: str) -> Iterator[_Piece]:
    yield f"Content-Type: text/{subtype}; charset=utf-8\r\n"
    yield "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    yield from _body(body, "html" if subtype == "html" else "text")


def _calendar(calendar: Calendar) -> Iterator[_Piece]:
    if not _METHOD.fullmatch(calendar.method):
        raise ValueError(f"{calendar.method!r} is no method of iCalendar")
    yield f"Content-Type: text/calendar; charset=utf-8; method={calendar.method.upper()}\r\n"
    yield "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    for line in content_lines(calendar.content):
        before = ""
        for piece, is_slot in _split(line):
            if is_slot:
                yield from ("=\r\n", (piece, place(before)), "=\r\n")
            elif piece:
                yield encoding.quoted_printable(fold(piece, after_slot=bool(before)))
            before += piece if not is_slot else _FILLED
        yield "\r\n"


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """``text`` cut at its marks: literal text (``False``) and names of slots (``True``), in turn, from text to text."""
    for number, piece in enumerate(_MARK.split(text)):
        yield piece, number % 2 == 1


def _body(text: str, kind: str) -> Iterator[_Piece]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    fresh = True  # at the start of a line
    for piece, is_slot in _split(lines):
        if is_slot:
            # A slot has its line to itself: after a soft break (unless the text broke anyhow), before another.
            yield from ("" if fresh else "=\r\n", (piece, kind), "=\r\n")
            fresh = True
        elif piece:
            yield encoding.quoted_printable(piece)
            fresh = piece.endswith("\n")


def _subject(subject: str) -> Iterator[_Piece]:
    pieces = list(_split(encoding.one_line(subject)))
    if len(pieces) == 1:
        yield encoding.unstructured(encoding.shorten(pieces[0][0], _SUBJECT_LENGTH))
        return
    # White space between two encoded words is not shown, so all pieces are encoded words, each on its own line.
    for number, (piece, is_slot) in enumerate(pieces):
        if is_slot:
            yield (piece, "words")
        else:
            encoded = encoding.words(encoding.shorten(piece, _SUBJECT_LENGTH)).decode()
            yield encoded if number else encoded.lstrip()


def _header(name: str, value: str) -> Iterator[_Piece]:
    """A structured header as it is: Python's own folding would turn a long link into an encoded word."""
    if not _HEADER_NAME.fullmatch(name) or name.lower() in _OWN_HEADERS or name.lower().startswith("content-"):
        raise ValueError(f"A letter may not set the header {name!r}")
    if name.lower() == "reply-to":
        person, address = encoding.split_mailbox(value)
        yield f"{name}: {encoding.phrase(person).decode()}<{encoding.address(address).decode()}>\r\n"
        return
    yield f"{name}: "
    for piece, is_slot in _split(encoding.one_line(value)):
        if is_slot:
            yield (piece, "token")
        elif not piece.isascii():
            raise ValueError(f"The header {name!r} must be ASCII")
        else:
            yield piece.replace(", ", ",\r\n ")
    yield "\r\n"
