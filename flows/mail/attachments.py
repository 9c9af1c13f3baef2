"""Files and pictures as parts of a message: base64, under names that mail programs read and nobody can break out of."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from flows.mail import encoding
from flows.mail.interface import Attachment
from flows.mail.typed import plain

LONGEST_NAME: Final = 100
"""Characters of a file's name."""
_LINE = 60
"""Characters of a name, or of a part of it, on a header's line."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
"""What ends a quoted string, leads out of a folder, or cannot be in a name under Windows."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,99}")
_CONTENT_ID = re.compile(r"[A-Za-z0-9._-]+(?:@[A-Za-z0-9._-]+)?")


def entity(attachment: Attachment) -> Iterator[str]:
    """One attachment from its Content-Type on. Raises ``ValueError`` for what is no media type or content ID."""
    kind, content_id, name = attachment.media_type, attachment.content_id, file_name(attachment.name)
    if not _MEDIA_TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
        raise ValueError(f"{kind!r} is no media type of a file")
    if content_id and not _CONTENT_ID.fullmatch(content_id):
        raise ValueError(f"{content_id!r} is no content ID")
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    yield f'Content-Type: {kind}{charset};\r\n name="{_in_ascii(name)}"\r\n'
    yield "Content-Transfer-Encoding: base64\r\n"
    yield f"Content-Disposition: {'inline' if content_id else 'attachment'}{_parameter('filename', name)}\r\n"
    yield f"Content-ID: <{content_id}>\r\n\r\n" if content_id else "\r\n"
    yield base64.encodebytes(attachment.content).decode("ascii").rstrip("\n").replace("\n", "\r\n")


def encoded_size(attachments: Iterable[Attachment]) -> int:
    """Bytes that attachments take up in a message, headers left out: 78 for each 57 of their own."""
    return sum(-(-len(one.content) // 57) * 78 for one in attachments)


def file_name(name: str) -> str:
    """``name`` as a file's name on any system: no folder, no control or directional character, `LONGEST_NAME` at most.

    Its ending is kept when it is cut; of nothing becomes ``berkas``.
    """
    line = encoding.octets(" ".join(plain(name).split())).decode()
    clean = _NOT_IN_NAMES.sub("_", line).strip(" .")
    return _cut(clean, LONGEST_NAME) or "berkas"


def _cut(name: str, length: int) -> str:
    """``name`` with at most ``length`` characters, its ending kept."""
    ending = match[0] if (match := _ENDING.search(name)) else ""
    return name.removesuffix(ending)[: length - len(ending)].rstrip(" .") + ending


def _parameter(key: str, value: str) -> str:
    """A parameter of a header: as it is where that is short ASCII, else by RFC 2231, in several parts if it is long.

    Never in encoded words, which RFC 2047 forbids here and Apple Mail shows as they are.
    """
    if value.isascii() and len(value) <= _LINE:
        return f';\r\n {key}="{value}"'
    lines = ["utf-8''"]
    for sign in value:
        octets = quote(sign, safe="")
        if len(lines[-1]) + len(octets) > _LINE:
            lines.append("")
        lines[-1] += octets
    if len(lines) == 1:
        return f";\r\n {key}*={lines[0]}"
    return "".join(f";\r\n {key}*{number}*={line}" for number, line in enumerate(lines))


def _in_ascii(name: str) -> str:
    """For programs that look no further than Content-Type: without accents, ``_`` for letters that are not ASCII."""
    letters = unicodedata.normalize("NFKD", name)
    clean = "".join(sign if sign.isascii() else "_" for sign in letters if not unicodedata.combining(sign))
    return _NOT_IN_NAMES.sub("_", _cut(clean, _LINE))
