"""A vacancy as a letter shows it: its dates in words, its long texts no longer than the letter allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import quote

from flows.mail.typed import clip, one_line, plain
from flows.mail.wording import days_left, people, venue, work_kind
from flows.procedure.dates import day, short_day
from flows.procedure.models import Language, Vacancy

SOON = 7
"""Days: a deadline as near as this is also told as the days that are left."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The office that writes."""

    name: str
    reply_to: str
    """Where answers go: an address, or ``Name <address>``."""
    public_url: str = ""
    """Where the office's pages are, or ``""``: then what needs a page is asked for by mail."""
    timezone: str = "Asia/Jakarta"
    language: Language = "id"
    """The language that staff are written in."""
    site_url: str = ""
    """Where the public page is, if not at ``public_url``."""

    @property
    def address(self) -> str:
        """``reply_to`` without a name."""
        return _bare(self.reply_to)


@dataclass(frozen=True, slots=True)
class Card:
    """Texts for the templates. What there is none of is ``""``."""

    id: str
    urgent: bool
    position: str
    company: str
    kind: str
    location: str
    deadline: str
    """``Jumat, 4 Desember 2026``."""
    short_deadline: str
    """``4 Des 2026``."""
    days_left: str
    """``hari ini``, ``besok``, ``3 hari lagi``, or ``""`` unless the deadline is near."""
    openings: str
    venue: str
    description: str
    qualifications: str
    apply: str
    poster: str
    cut: bool
    """Whether something was left out for want of room."""
    page: str
    """The vacancy's public page, or ``""``."""
    request: str
    """A ``mailto:`` link that asks the office for the whole text."""


def card(vacancy: Vacancy, language: Language, office: Sender, *, today: date, limit: int = 50_000) -> Card:
    """``vacancy`` with each of its long texts cut to ``limit`` characters."""
    long = [plain(text) for text in (vacancy.description, vacancy.qualifications, vacancy.apply)]
    description, qualifications, apply = (clip(text, limit) for text in long)
    left = (vacancy.deadline - today).days if vacancy.deadline else None
    return Card(
        id=vacancy.id,
        urgent=vacancy.urgent,
        position=one_line(vacancy.position),
        company=one_line(vacancy.company),
        kind=work_kind(one_line(vacancy.kind), language),
        location=one_line(vacancy.location),
        deadline=day(vacancy.deadline, language) if vacancy.deadline else "",
        short_deadline=short_day(vacancy.deadline, language) if vacancy.deadline else "",
        days_left=days_left(left, language) if left is not None and 0 <= left <= SOON else "",
        openings=people(vacancy.openings, language) if vacancy.openings else "",
        venue=venue(one_line(vacancy.venue), language),
        description=description,
        qualifications=qualifications,
        apply=apply,
        poster=web_address(vacancy.poster),
        cut=[description, qualifications, apply] != long,
        page=page(vacancy, office),
        request=mailto(office.address, f"{vacancy.id}: {one_line(vacancy.position, 80)}"),
    )


def page(vacancy: Vacancy, office: Sender) -> str:
    """The vacancy's address on the office's public pages, or ``""`` if it is not shown there."""
    base = web_address(office.site_url or office.public_url)
    return f"{base.rstrip('/')}/lowongan/{quote(vacancy.id, safe='')}" if base and vacancy.on_web else ""


@lru_cache(16)
def _bare(address: str) -> str:
    return parseaddr(address)[1]


def web_address(text: str) -> str:
    """``text`` if it is an http(s) address and nothing else, else ``""``: no other kind of link leaves in a letter."""
    address = text.strip()
    whole = address.isprintable() and not any(sign.isspace() or sign in "<>\"'" for sign in address)
    return address if whole and address.lower().startswith(("https://", "http://")) else ""


def mailto(address: str, subject: str) -> str:
    """A link that opens a letter to ``address`` with ``subject`` already written."""
    return f"mailto:{quote(address, safe='@+')}?subject={quote(subject)}"
