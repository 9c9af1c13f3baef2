"""Addresses and numbers that name a person: e-mail, telephone, web, NIM."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flows.procedure.values.faults import Fault, fault
from flows.procedure.values.texts import text
from flows.workbook.interface import Cell

_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]{1,64}(?:\.[A-Za-z0-9_+-]{1,64}){0,8}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"
)
"""An address that needs no second look; whatever else is, the library decides, 40 times as slowly."""

_SLIPS = {
    **dict.fromkeys(("gmial.com", "gmai.com", "gmal.com", "gamil.com", "gnail.com", "gmaill.com"), "gmail.com"),
    **dict.fromkeys(("gmail.con", "gmail.co", "gmail.cm", "gmail.co.id", "gmail.id", "gmail.comm"), "gmail.com"),
    **dict.fromkeys(("yaho.com", "yahooo.com", "yahoo.con", "yhoo.com", "yahho.com"), "yahoo.com"),
    **dict.fromkeys(("yaho.co.id", "yahoo.co.i", "yahoo.coid"), "yahoo.co.id"),
    **dict.fromkeys(("hotmial.com", "hotmai.com", "hotmail.con"), "hotmail.com"),
    **dict.fromkeys(("outlok.com", "outlook.con"), "outlook.com"),
}  # fmt: skip
_FILE = re.compile(r"[^/]*\.(?:jpe?g|png|gif|webp|heic|pdf|docx?)", re.IGNORECASE)  # on somebody's own machine
_PHONE = re.compile(r"\+?[\d ().-]{6,24}(?:\s*(?:ext|pswt|psw)\.?\s*\d{1,6})?", re.IGNORECASE)
_NIM = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{3,23}")
_PLAIN_NIM = re.compile(r"\d{5,20}", re.ASCII)
_ROUNDED = re.compile(r"\d[.,]\d+[eE]\+?\d+")  # 3.31201E+09: what Excel made of a long number


def email(cell: Cell) -> str | Fault:
    """One e-mail address as typed; ``""`` for an empty cell. No name server is asked."""
    if isinstance(cell, str) and len(cell) <= 254 and _PLAIN_EMAIL.fullmatch(cell):
        return cell
    typed = text(cell)
    if not typed:
        return ""
    if len(typed) > 1000:
        return fault("email_malformed", near="")
    parts = [part for part in re.split(r"[\s,;/|]+|<|>", typed.removeprefix("mailto:")) if "@" in part]
    if len(parts) > 1:
        return fault("email_several")
    if _is_valid(typed):
        return typed
    inner = parts[0].strip(".:()\"'") if parts else ""
    return fault("email_malformed", near=inner if inner != typed and _is_valid(inner) else "")


def email_key(address: str) -> str:
    """What makes two addresses the same mailbox: small letters all through. Rules of single providers (Gmail's dots
    and plus signs) are not applied: they are theirs to change."""
    return address.lower()


def address_in_text(key: str) -> re.Pattern[str]:
    """Finds a normalised address in a text, however it is capitalised, and no longer one that it is a part of."""
    return re.compile(rf"(?<![\w.+%-]){re.escape(key)}(?![\w-]|\.\w)", re.IGNORECASE)


def misspelt_domain(address: str) -> str:
    """The address with its domain corrected, if it is a well-known slip of the finger (``gmial.com``), else ``""``."""
    local, _, domain = address.rpartition("@")
    meant = _SLIPS.get(domain.lower(), "")
    return f"{local}@{meant}" if meant else ""


def phone(cell: Cell) -> str | Fault:
    """A telephone number as typed. One that arrives as a number has lost its leading zero or plus sign: a fault."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return fault("number_for_text")
    typed = text(cell)
    if not typed:
        return ""
    parts = [part.strip() for part in re.split(r"[/,;\n]|\bWA\b:?|\bHP\b:?", typed, flags=re.IGNORECASE)]
    numbers = [part for part in parts if part]
    sound = numbers and all(_PHONE.fullmatch(part) and 7 <= sum(map(str.isdigit, part)) <= 21 for part in numbers)
    return typed if sound else fault("phone_malformed")


def url(cell: Cell) -> str | Fault:
    """A web address (http or https alone, with a host); ``""`` for an empty cell."""
    typed = text(cell)
    if not typed or is_url(typed):
        return typed
    guess = f"https://{typed}"
    sensible = ":" not in typed and not _FILE.fullmatch(typed) and is_url(guess)
    return fault("url_malformed", near=guess if sensible else "")


def is_url(typed: str) -> bool:
    if len(typed) > 2000 or re.search(r"[\s<>\"\\]", typed) or not re.match(r"https?://", typed, re.IGNORECASE):
        return False
    try:
        parts = urlsplit(typed)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    # A name before an @ would show one host and lead to another.
    return parts.username is None and bool(re.fullmatch(r"(?:[\w-]{1,63}\.)+[^\W\d][\w-]{1,62}", host))


def nim(cell: Cell) -> str | Fault:
    """A student number as text, in capitals, without spaces. A number has lost its leading zeros: a fault."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return fault("number_for_text")
    if isinstance(cell, str) and _PLAIN_NIM.fullmatch(cell):
        return cell
    typed = re.sub(r"\s", "", text(cell)).upper()
    if not typed:
        return ""
    if _ROUNDED.fullmatch(typed):
        return fault("number_for_text")
    sound = typed.isascii() and _NIM.fullmatch(typed) and any(map(str.isdigit, typed))  # else one NIM is two people
    return typed if sound else fault("nim_malformed")


def _is_valid(address: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except (EmailNotValidError, ValueError):
        return False
    return True
