"""How a value is written at each place of a message: one pure function a place, quick for the usual value.

None of them can let a value out of its place: line ends and control characters become spaces, a line that begins with
a dot has it doubled (RFC 5321, 4.5.2), and no line grows beyond its limit (RFC 5322: 998 octets, RFC 2045: 76).
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.base64mime import header_encode
from email.header import Header
from email.utils import parseaddr
from typing import Final
from urllib.parse import quote

Piece = str | tuple[str, str]
"""Of a message: ASCII text, or a slot's name with the key of its encoder."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_PLAIN_TEXT = re.compile(r"(?!\.)[ -<>-~]*").fullmatch
_PLAIN_HTML = re.compile(r"(?!\.)[ !#-%(-;?-~]*").fullmatch
_ATOMS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9'-]| (?! )){0,58}[A-Za-z0-9]").fullmatch
_QUOTABLE = re.compile(r"[ -~]{1,60}").fullmatch
_TOKEN = re.compile(r"[!#-;=?-~](?:[ !#-;=?-~]{0,898}[!#-;=?-~])?").fullmatch
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}").fullmatch
_WORD_OF_CALENDAR = re.compile(r"[A-Za-z0-9-]{1,60}").fullmatch
_CALENDAR_LINE = 74
"""Octets of a folded line (RFC 5545, 3.1) after the blank that it begins with."""
_WORD = 45
"""An encoded word has at most 75 octets (RFC 2047), as many as the base64 of 45 octets and what is around it."""


def one_line(value: str) -> str:
    """``value`` with control characters and line ends (each run of them) turned into a space."""
    return _CONTROL.sub(" ", value)


def shorten(value: str, length: int) -> str:
    return value if len(value) <= length else value[: length - 1].rstrip() + "…"


def octets(value: str) -> bytes:
    """UTF-8; half of a surrogate pair, which some spreadsheets let through, becomes ``?``."""
    return value.encode("utf-8", "replace")


def quoted_printable(text: str) -> str:
    """``text`` with ``\\n`` line ends as quoted-printable lines of at most 76 characters; dots are not yet doubled."""
    return binascii.b2a_qp(octets(text), istext=True).decode("ascii").replace("\n", "\r\n")


def stuffed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a message with a dot that begins a line doubled. A slot sees to its own value."""
    result: list[Piece] = []
    fresh = True
    for piece in pieces:
        if isinstance(piece, str):
            text = piece.replace("\r\n.", "\r\n..")
            result.append("." + text if fresh and text.startswith(".") else text)
            fresh = piece.endswith("\r\n") or (fresh and not piece)
        else:
            result.append(piece)
            fresh = False
    return result


def text(value: str) -> bytes:
    """A value in text/plain, as quoted-printable from the start of a line."""
    if _PLAIN_TEXT(value):
        return _plain(value)
    lines = quoted_printable(one_line(value)).replace("\r\n.", "\r\n..")
    return (f".{lines}" if lines.startswith(".") else lines).encode()


def hypertext(value: str) -> bytes:
    """A value in text/html: escaped, so that it is text in an element and in a quoted attribute."""
    if _PLAIN_HTML(value):
        return _plain(value)
    return text(html.escape(value))


def calendar_quoted(value: str) -> bytes:
    """A value in a quoted parameter of an iCalendar object (``CN="…"``), which nothing in it can end."""
    return _folded(value.replace('"', "'"))


def calendar_word(value: str) -> bytes:
    """A parameter's value that is not quoted (``PARTSTAT=…``). Raises ``ValueError`` unless it is a plain word."""
    if not _WORD_OF_CALENDAR(value):
        raise ValueError(f"{value!r} is no word of iCalendar")
    return _folded(value)


def calendar_address(value: str) -> bytes:
    """An address after ``mailto:`` (RFC 6068). Raises ``ValueError`` as `address`."""
    return _folded(quote(address(value), safe="@+!$'*"))


def calendar_text(value: str) -> bytes:
    """A part of a property's text: what would end it, or a word of it, is escaped."""
    return _folded(re.sub(r"[\\;,]", r"\\\g<0>", value))


def octet_chunks(value: str, first: int, rest: int) -> Iterator[str]:
    """``value`` in pieces of so many octets at most, no letter cut in two; one piece at least."""
    start, room = 0, first
    for end, sign in enumerate(value):
        size = len(octets(sign))
        if size > room:
            yield value[start:end]
            start, room = end, rest
        room -= size
    yield value[start:]


def _folded(value: str) -> bytes:
    """On folded lines of its own, none of them blank: there are programs that take a blank line for none."""
    line = " ".join(one_line(value).split())
    chunks = octet_chunks(line, _CALENDAR_LINE, _CALENDAR_LINE) if line else ()
    return b"".join(b"\r\n" + text(f" {chunk}") for chunk in chunks)


def _plain(value: str) -> bytes:
    """What needs no more than to be broken into lines, such as a name or a link."""
    if len(value) <= 72:
        return value.encode()
    lines = "=\r\n".join([value[start : start + 72] for start in range(0, len(value), 72)])
    return lines.replace("\r\n.", "\r\n..").encode()


def words(value: str) -> bytes:
    """A value in an unstructured header, as RFC 2047 encoded words, each on a folded line; nothing for nothing."""
    line = octets(one_line(value)).decode()
    width = _WORD // len(max(line, default=" ").encode())  # characters, of which none may be cut in two
    chunks = (line[start : start + width] for start in range(0, len(line), width))
    return "".join(f"\r\n {header_encode(octets(chunk), 'utf-8')}" for chunk in chunks).encode()


def unstructured(value: str) -> str:
    """A whole unstructured header (Subject), folded, as RFC 2047 encoded words where it must be."""
    line = one_line(value)
    ascii_only = line.isascii() and "=?" not in line
    return Header(line if ascii_only else octets(line), "us-ascii" if ascii_only else "utf-8", 76, "Subject").encode(
        linesep="\r\n"
    )


def phrase(value: str) -> bytes:
    """A display name and the fold after it, or nothing. At most 100 characters of it: it is a name."""
    if _ATOMS(value):
        return f"{value}\r\n ".encode()
    name = shorten(" ".join(one_line(value).split()), 100)
    if not name:
        return b""
    if _QUOTABLE(name) and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"\r\n '.encode()
    return words(name)[3:] + b"\r\n "


def address(value: str) -> bytes:
    """An address as ASCII: a domain in other letters is written as its A-label (IDNA).

    Raises ``ValueError``, without the address in its words, for what needs SMTPUTF8 or is no plain address.
    """
    if _ADDRESS(value):
        return value.encode()
    local, at, domain = value.rpartition("@")
    if at and local.isascii() and not domain.isascii():
        import idna

        try:
            encoded = f"{local}@{idna.encode(domain, uts46=True).decode()}"
        except idna.IDNAError:
            encoded = ""
        if _ADDRESS(encoded):
            return encoded.encode()
    if not local.isascii():
        raise ValueError("the part before the @ has letters beyond ASCII (it would need SMTPUTF8)")
    raise ValueError("this is not a mail address")


def token(value: str) -> bytes:
    """A structured value (a link, a date): what is not printable ASCII, and ``< > "``, is percent-encoded.

    Raises ``ValueError`` for more than 900 characters: it can neither be folded nor cut.
    """
    if _TOKEN(value):
        return value.encode()
    encoded = quote(octets(value.strip()), safe=" !#$%&'()*+,-./:;=?@[\\]^_`{|}~")
    if len(encoded) > 900:
        raise ValueError("a value of more than 900 characters cannot stand in a header")
    return encoded.encode()


def identity(value: str) -> bytes:
    """A Message-ID, with its angle brackets or without."""
    return token(value.removeprefix("<").removesuffix(">"))


def split_mailbox(value: str) -> tuple[str, str]:
    """Name and address of ``Name <address>`` or ``address``, as settings give it."""
    return parseaddr(one_line(value))


ENCODERS: Final[Mapping[str, Callable[[str], bytes]]] = {
    "text": text,
    "html": hypertext,
    "calendar_quoted": calendar_quoted,
    "calendar_word": calendar_word,
    "calendar_address": calendar_address,
    "calendar_text": calendar_text,
    "words": words,
    "phrase": phrase,
    "address": address,
    "token": token,
    "identity": identity,
}
"""Kept by name in a dumped skeleton: a name stays what it is for as long as skeletons are kept."""
