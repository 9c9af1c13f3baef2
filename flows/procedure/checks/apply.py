"""*Cara Melamar*: can an alumnus tell from it where to send an application?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flows.procedure.values import Fault, email, fault
from flows.procedure.values.addresses import is_url

WEB = re.compile(r"\bhttps?://[^\s<>\"]{1,2000}", re.IGNORECASE)
BARE_WEB = re.compile(
    r"(?<![\w@.-])(?:www\.)?[a-z0-9](?:[a-z0-9-]{0,61}\.){1,4}(?:com|net|org|id|io|co|gle|ly|me|my|sg|app|dev)\b(?:/\S{0,500})?",
    re.IGNORECASE,
)
_BROKEN_WEB = re.compile(
    r"\b(?:https?(?::/(?!/)|//|;//|:\\\\|:(?!/))|htt?p?s?://|htps?://|hhttps?://)\S{1,200}", re.IGNORECASE
)
_AROUND_AT = re.compile(r"[^\s<>(),;:\"']{0,100}@[^\s<>();:\"']{0,100}")
_BETWEEN = re.compile(r"[,/](?=[^\s,/]*@)")  # "a@x.com,b@y.com" are two
_SPACED_AT = re.compile(r"[\w.+-]{2,64}(?: @ |@ )[\w-]{2,60}\.[a-z.]{2,24}\b", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<!\d)(?:\+?62|0)[\d ().-]{6,16}\d|\b(?:wa|whatsapp|telp?|hp|hubungi)\b\D{0,20}\d{6,}", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<![\w.])@[\w.]{3,30}")
_PLACE = re.compile(
    r"\b(?:jl|jln|jalan|gedung|lantai|lt|ruang|kantor|kawasan|industrial|blok|ruko|kampus|loket|pos satpam|security|"
    r"resepsionis|po box|po\.? ?box|hrd|hr|aplikasi|portal|formulir|barcode|qr|poster|linkedin|instagram|telegram|"
    r"job ?fair|walk[- ]?in|office|building|floor|street|reception)\b"
    r"|\b(?:ke|di|melalui|lewat|via|at|through)\s+(?!kami\b|sini\b|sana\b|bawah\b|atas\b|mana\b)\w{3,}",
    re.IGNORECASE,
)  # fmt: skip


def apply_faults(how: str) -> list[Fault]:
    """What is wrong with how to apply: addresses that cannot be right, or nothing to go by at all.

    A place or an instruction that names one ("datang ke kantor kami", "melalui LinkedIn") is a way to apply, too.
    """
    faults = [fault("apply_address_malformed", address=address, near=near) for address, near in _malformed(how)]
    ways = (WEB, BARE_WEB, _PHONE, _HANDLE, _PLACE)
    if not faults and not emails(how) and not any(way.search(how) for way in ways):
        faults.append(fault("apply_unclear"))
    return faults


def emails(typed: str) -> list[str]:
    """The well-formed e-mail addresses in a text."""
    return [one for one in _at_words(typed) if not one.startswith("@") and isinstance(email(one), str)]


def links(typed: str) -> list[str]:
    """The web addresses in a text, with or without their ``https://``."""
    full = [found[0] for found in WEB.finditer(typed)] if "://" in typed else []
    # Only words with a dot in them are looked at: the pattern is slow on prose.
    dotted = " ".join(word for word in (WEB.sub(" ", typed) if full else typed).split() if "." in word)
    return [link.rstrip(".,;:!?)]}'") for link in (*full, *(found[0] for found in BARE_WEB.finditer(dotted)))]


def host(link: str) -> str:
    """The host that a web address of `links` leads to, in small letters without ``www.``; ``""`` if it has none."""
    try:
        found = urlsplit(link if "://" in link else f"https://{link}").hostname or ""
    except ValueError:
        return ""
    return found.removeprefix("www.")


def _at_words(typed: str) -> list[str]:
    if "@" not in typed:
        return []
    without_links = WEB.sub(" ", typed)  # a profile such as https://medium.com/@name is no address
    found = [word for match in _AROUND_AT.finditer(without_links) for word in _BETWEEN.split(match[0])]
    return [word for one in found if (word := one.strip(".,!?*_-/\\|[]{}•")) and "@" in word]


def _malformed(how: str) -> list[tuple[str, str]]:
    """Each malformed address with what it was probably meant to be, or ``""``."""
    found = [(spaced[0], re.sub(r"\s", "", spaced[0])) for spaced in _SPACED_AT.finditer(how)]
    for word in _at_words(_SPACED_AT.sub(" ", how)):
        if word.startswith("@") or word == "@":
            continue  # a handle (Instagram: @maju.jaya), or "rate @ Rp …"
        parsed = email(word)
        if isinstance(parsed, Fault) and parsed.code == "email_malformed":
            found.append((word, parsed.details.get("near", "") or _dotted(word)))
    found += [(bad, "") for one in _BROKEN_WEB.finditer(how) if not is_url(bad := one[0].rstrip(".,;:!?)"))]
    found += [(bad, "") for bad in links(how) if bad.lower().startswith("http") and not is_url(bad)]
    return list(dict.fromkeys(found))


def _dotted(word: str) -> str:
    """``hrd@maju,com`` with its comma made a dot, if that makes it an address."""
    meant = word.replace(",", ".")
    return meant if meant != word and isinstance(email(meant), str) else ""
