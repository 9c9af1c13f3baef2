"""Whom a report means that only a person was meant to read: by the shape of its lines, then by the words around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_LOCAL: Final = r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~.-]{1,128}"
_DOMAIN: Final = r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,10}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
_ADDRESS: Final = re.compile(rf"(?:\"[^\"\n]{{1,64}}\"|{_LOCAL})@(?:{_DOMAIN})", re.ASCII)
_A: Final = rf"(?:\"[^\"\n]{{1,64}}\"|{_LOCAL})@(?:{_DOMAIN})"

_OFFICES: Final = frozenset(
    {"postmaster", "mailer-daemon", "abuse", "support", "hostmaster", "helpdesk", "help", "noreply", "no-reply", "root"}
)
"""Who writes for a server, and is nobody's address."""
_LABEL: Final = (
    "recipients?|rcpt to|rcpt|to|addressee|address(?:es)?|mailbox|user|mail to|e-?mail|penerima|kepada|宛先|收件人"
    "|empfänger|an|destinataire|para|destinatario"
)
_SURE: Final = tuple(
    re.compile(pattern, re.M | re.I | re.A)
    for pattern in (
        rf"^[ \t]*<({_A})>:(?:\s|$)",
        rf"^[ \t]*[*-]?[ \t]*[\[<]?({_A})[\]>]?\s*(?::|,|;|-|\.\.\.|=>)?\s+(?:smtp;? )?[45]\d\d\b",
        rf"^[ \t]*(?:[45]\d\d[ -])(?:[45]\.\d\.\d+ )?<?({_A})>?\s*(?:\.\.\.|:|\()",
        rf"^[ \t]*<?({_A})>?\s*\.\.\. ",
    )
)
_SHAPES: Final = tuple(
    re.compile(pattern, re.M | re.I | re.A)
    for pattern in (
        rf"^\s*(?:\d+[.)] *)?(?:smtp:|rfc822;|<mailto:)?[<\"'\[(]?({_A})[>\"'\])]?"
        r"(?:\s*\((?:reason|expanded|generated|ultimately)[^\n]*|,|;|:|\.)?\s*$",
        rf"^\s*(?:\w+ )?(?:{_LABEL})(?: address(?:es)?)?\s*[:=-]\s*(?:\[?smtp:)?[<\[\"']?({_A})",
        rf"^\s*(?:[\"'][^\n\"']*[\"']|[\w .,'-]{{1,40}})\s*[<\[(](?:mailto:|smtp:)?({_A})[>\])]",
        rf"(?:^|[;=])[ \t]*(?:dda:)?(?:SMTP=)?({_A})(?:,|;|:| -| on | \(| \[|\t| {{2}})[^\n@]*",
        rf"rcpt to:?\s*<?({_A})",
        r"(?:deliver(?:ed|y)?|sent|send|mail|message|to|for|recipient|address|user|mailbox|account)\b"
        rf"[^\n@]{{0,30}}?[\s<\"'(:\[]({_A})",
    )
)


_FROM: Final = re.compile(rf"(?i)\b(?:from|mail from|sender)[:=]?\s*<?{_A}>?", re.A)
"""Who wrote, wherever it is named: never who failed."""
_AFTER: Final = re.compile(
    r"(?i)(?:following|these|this|intended)\s+(?:\w+\s+){0,3}?"
    r"(?:recipient|address|user|addressee|people|person|mailbox|destination|e-?mail)"
    r"(?:\(?e?s\)?)?[^\n:.]{0,80}(?:\n[^\n:.]{0,60})?(?:[:.]|-{2,}|\n)"
    r"|(?:was|were|be|been) (?:not )?delivered to:?|not delivered to the following:?"
)
"""Words that lead to a list of those who failed."""


def addresses_in(text: str) -> list[str]:
    """All addresses, in lower case, each once, in their order."""
    return list(dict.fromkeys(clean(match[0]) for match in _ADDRESS.finditer(text)))


def clean(address: str) -> str:
    """An address as it is compared: no brackets or ends of sentences, lower case; ``".."@`` keeps its quotes."""
    bare = address.strip(" \t<>()[]',;:").rstrip(".").lower()
    return bare if bare.startswith('"') and '"@' in bare else bare.strip("\"'")


def whom(text: str, *, known: Iterable[str], ours: Iterable[str]) -> Sequence[str]:
    """Addresses a report's prose says failed.

    ``known`` are those the message that came back was sent to: where the prose names one of them, nobody else is
    meant. ``ours`` are the report's own reader and writer, never meant unless named as known.
    """
    known, ours = set(known), set(ours)
    text = _FROM.sub(" ", text)
    for shape in _SURE:
        if found := [address for match in shape.finditer(text) if (address := clean(match[1])) not in ours - known]:
            return list(dict.fromkeys(found))
    if listed := _listed(text, ours - known):
        return listed
    everyone = addresses_in(text)
    if sure := [address for address in everyone if address in known]:
        shaped = _shaped(text)
        return [address for address in sure if address in shaped] or sure
    shaped = [address for address in _shaped(text) if address not in ours and not _machine(address)]
    return shaped or [address for address in everyone if address not in ours and not _machine(address)][:1]


def _listed(text: str, ours: set[str]) -> list[str]:
    """Addresses in the first lines after words that announce them."""
    for lead in _AFTER.finditer(text):
        for block in re.split(r"\n[ \t]*\n", text[lead.end() :].lstrip("\n \t>*-"), maxsplit=2)[:2]:
            if found := [address for address in _shaped(block) if address not in ours and not _machine(address)]:
                return found
    return []


def names_in(text: str) -> list[str]:
    """Names without a domain, one a line, after words that announce them: what a provider says of its own people."""
    for lead in _AFTER.finditer(text):
        block = re.split(r"\n[ \t]*\n", text[lead.end() :].lstrip("\n"), maxsplit=1)[0]
        if found := re.findall(r"(?m)^\s+([A-Za-z0-9][\w.+-]{1,40})(?:\s{2,}.*)?$", block):
            return [name.lower() for name in found]
    return []


def _shaped(text: str) -> list[str]:
    """Addresses by the first shape of line that any of them has."""
    for shape in _SHAPES:
        if found := [clean(match[1]) for match in shape.finditer(text)]:
            return list(dict.fromkeys(found))
    return []


def _machine(address: str) -> bool:
    local = address.partition("@")[0]
    return local in _OFFICES or len(local) > 40 or "$" in local


def about(text: str, address: str, others: Iterable[str]) -> str:
    """The lines that speak of ``address``: from its name to where another failed address is named."""
    low = text.lower()
    at = low.find(address)
    if at < 0:
        return ""
    ends = [end for other in others if other != address and (end := low.find(other, at + len(address))) >= 0]
    start = low.rfind("\n", 0, at) + 1
    return text[start : min(ends)] if ends else text[start:]
