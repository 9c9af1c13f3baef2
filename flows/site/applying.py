"""Ways to apply, found in what staff typed: each a link that can only be what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from urllib.parse import quote

from flows.mail.card import mailto
from flows.procedure.checks.apply import emails, host, links
from flows.procedure.values.addresses import is_url

MOST = 4
_LONGEST = 5_000
"""Letters of a text that are searched."""
_ON_WHATSAPP = re.compile(r"\b(?:wa|whats\s?app)\b[^\d+\n]{0,20}(\+?\d[\d ().-]{7,18}\d)", re.IGNORECASE)
_MOBILE = re.compile(r"62(8\d{8,11})")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to apply."""

    kind: Literal["web", "mail", "whatsapp"]
    shown: str
    """The host, the address or the number that the link leads to."""
    link: str


def ways(apply: str, subject: str) -> tuple[Way, ...]:
    """Web pages, e-mail addresses and WhatsApp numbers in ``apply``; ``subject`` is written into mails."""
    found = {way.link: way for way in _ways(apply[:_LONGEST], subject)}
    return tuple(islice(found.values(), MOST))


def whatsapp(text: str) -> str:
    """A link that opens WhatsApp with ``text`` to share."""
    return f"https://wa.me/?text={quote(text, safe='')}"


def _ways(apply: str, subject: str) -> Iterator[Way]:
    for typed in links(apply):
        link = typed if "://" in typed else f"https://{typed}"
        if is_url(link):
            where = host(link)
            yield Way("whatsapp" if where in {"wa.me", "api.whatsapp.com"} else "web", where, link)
    for address in emails(apply):
        yield Way("mail", address, mailto(address, subject))
    for typed in _ON_WHATSAPP.findall(apply):
        digits = re.sub(r"\D", "", typed)
        number = f"62{digits[1:]}" if digits.startswith("0") else digits
        if mobile := _MOBILE.fullmatch(number):
            yield Way("whatsapp", f"0{mobile[1]}", f"https://wa.me/{number}")
