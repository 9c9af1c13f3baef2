"""A mail taken apart without trust in its own description: what is said, the report's fields, what was sent."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser, HeaderParser
from email.policy import compat32
from typing import Final

from flows.mail.returns.fields import FIELD, Fields, groups

MOST_SAID, LONGEST_LINE = 60_000, 1_000
"""Characters of a part that are read, and of a line."""
_STATUS: Final = re.compile(r"^(message/(global-)?(delivery-status|feedback-report|disposition-notification))$")
_SENT: Final = re.compile(
    r"^(message/(rfc822|global|rfc822-headers|partial)|text/rfc822-headers|message/global-headers)$"
)
_MESSAGES: Final = re.compile(rb"(?im)^(content-type:\s*)message/")
"""Messages inside, and fields, are read as text: the parser would mend what it takes for broken headers."""
_USUAL: Final = frozenset(
    [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "reply-to",
        "content-type",
        "dkim-signature",
    ]
)
"""Fields by which a message is known from a report that quotes it."""
_CUT: Final = re.compile(
    r"(?im)^[\s>*=_-]*(?:below this line is a copy of the message"
    r"|this is a copy of (?:the|your) message(?:, including all the headers)?"
    r"|(?:the )?(?:original|unsent|returned|undelivered) (?:message|mail)(?: (?:follows|headers?|text|header))?"
    r"|start of (?:the )?(?:returned|original) (?:message|mail)|message (?:header|text) follows"
    r"|content of (?:the )?original (?:message|mail)"
    r"|(?:the )?(?:header|text|body) of (?:the|your) (?:original )?message"
    r"(?: is following)?"
    r"|returned message (?:follows|contents)|message contents follow"
    r"|transcript of original message)[\s:;.,>*=_-]*$"
)


@dataclass(frozen=True)
class Apart:
    """A mail taken apart."""

    headers: Message
    said: str
    """What a reader would read, without the message that came back; line ends are ``\\n``."""
    groups: Sequence[Fields] = ()
    """The report's fields, a mapping per group, names in lower case."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """Header fields of the message that came back, names in lower case; empty when it did not."""
    types: frozenset[str] = frozenset()
    """Media types of all parts, and the ``report-type`` where there is one."""

    def header(self, name: str) -> str:
        """The first field of that name as a reader sees it, also where it holds bare 8-bit text; "" for none."""
        for found, value in self.headers.raw_items():
            if found.lower() == name.lower():
                return readable(to_text(str(value).encode("utf-8", "surrogateescape"), "utf-8")).strip()
        return ""


def take_apart(message: bytes) -> Apart:
    """Never fails: what cannot be read as declared is read as text."""
    flat = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    parsed = BytesParser(policy=compat32).parsebytes(_MESSAGES.sub(rb"\1text/x-message-", flat))
    said: list[str] = []
    found: list[Fields] = []
    sent: dict[str, str] = {}
    types: set[str] = {str(parsed.get_param("report-type") or "").lower()}
    for part in _leaves(parsed):
        kind = part.get_content_type().replace("text/x-message-", "message/")
        types.add(kind)
        if part is not parsed and {"from", "to"} <= {name.lower() for name in part.keys()}:  # noqa: SIM118 - no mapping
            sent = sent or head("\n".join(f"{name}: {value}" for name, value in part.items()))
            continue
        text = _bounded(_text(part))
        if _STATUS.match(kind):
            found += groups(text)
        elif _SENT.match(kind):
            sent = sent or head(text)
        elif kind.startswith("text/") or not part.is_multipart():
            said.append(plain(text) if kind == "text/html" else text)
    spoken, quoted = _split(_bounded("\n\n".join(_best(said))))
    found = found or groups(spoken) or groups(flat.decode("utf-8", "replace"))
    return Apart(parsed, spoken, found, sent or quoted, frozenset(types))


def _bounded(text: str) -> str:
    """What a report needs at most: no search through it takes long, whatever somebody sends."""
    lines = "\n".join(line[:LONGEST_LINE].rstrip() for line in text[:MOST_SAID].split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", lines)


def _leaves(message: Message) -> Iterator[Message]:
    """Parts to be read, the message that came back as one of them: what it holds is ours, no report."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _text(part: Message) -> str:
    """A part's content: bytes as its transfer encoding and charset say, else as they stand."""
    if part.is_multipart():
        return part.as_bytes().partition(b"\n\n")[2].decode("utf-8", "replace")
    content = part.get_payload(decode=True)
    return to_text(content if isinstance(content, bytes) else b"", part.get_content_charset() or "utf-8")


def to_text(content: bytes, charset: str) -> str:
    """``content`` in its charset, in UTF-8, or byte for byte."""
    for name in (charset, "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


def plain(text: str) -> str:
    """HTML as the lines that a reader sees."""
    text = re.sub(r"(?is)<(style|script|head)\b.{0,40000}?</\1>", " ", text)
    text = re.sub(r"(?i)<(br|/p|/div|/tr|/h\d|/li|p|div|tr)\b[^<>]*>", "\n", text)
    return html.unescape(re.sub(r"<[/!a-zA-Z][^<>@]*>", " ", text))


def _best(said: Sequence[str]) -> Sequence[str]:
    """All of it, but for what stands there twice, as text and as HTML."""
    kept: list[str] = []
    for text in said:
        words = " ".join(text.split())
        if words and not any(words in " ".join(other.split()) for other in kept):
            kept.append(text)
    return kept


def _split(text: str) -> tuple[str, dict[str, str]]:
    """What is said, and the header fields of a message quoted in the same text."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if (name := FIELD.match(line.lstrip(">").removeprefix(" ") if line[:1] == ">" else line)) and name[
            1
        ].lower() in _USUAL | {"x-mailer", "x-originating-ip"}:
            block = head(
                "\n".join(
                    (row.lstrip(">").removeprefix(" ") if row[:1] == ">" else row) for row in lines[at : at + 200]
                )
            )
            if len(_USUAL & block.keys()) >= 3:
                return "\n".join(lines[:at]), block
    if cut := _CUT.search(text):
        return text[: cut.start()], head(text[cut.end() :].lstrip("\n"))
    return text, {}


def head(text: str) -> dict[str, str]:
    """Header fields at the start of ``text``, unfolded, encoded words read; the first of a name counts."""
    text = text.lstrip("\n")
    while text and not FIELD.match(text) and "\n" in text and len(text) < 200_000 and not text.startswith(" "):
        first, _, rest = text.partition("\n")
        if first.strip() and not first.startswith("From "):
            break
        text = rest
    parsed = HeaderParser(policy=compat32).parsestr(text)
    fields: dict[str, str] = {}
    for name, value in parsed.items():
        fields.setdefault(name.lower(), readable(str(value)))
    return fields


def readable(value: str) -> str:
    """A header's value with its encoded words read, on one line."""
    try:
        pieces = [
            piece if isinstance(piece, str) else to_text(piece, charset or "utf-8")
            for piece, charset in decode_header(value)
        ]
    except Exception:
        pieces = [value]
    return " ".join("".join(pieces).split())
