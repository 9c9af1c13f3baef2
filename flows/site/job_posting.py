"""A vacancy as search engines read it: schema.org's `JobPosting`, in JSON-LD."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache, lru_cache
from html import escape
from typing import Any

from flows.mail.card import Card
from flows.procedure.names import fold
from flows.site.model import Posting, Publisher
from flows.site.templates import paragraphs

EMPLOYMENT = {
    "Penuh waktu": "FULL_TIME",
    "Paruh waktu": "PART_TIME",
    "Kontrak": "TEMPORARY",  # employed for a fixed term (PKWT); a CONTRACTOR is not employed
    "Magang": "INTERN",
    "Lepas": "CONTRACTOR",
}
_ANYWHERE = frozenset({"daring", "remote", "wfh", "workfromhome", "kerjadarirumah", "dirumah", "darirumah"})
_HOME = "ID"


def job_posting(posting: Posting, card: Card, publisher: Publisher, url: str) -> dict[str, Any]:
    """All that is known; ``card`` holds the texts as the page shows them, ``url`` is the page's address."""
    vacancy = posting.vacancy
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": card.position,
        "description": _html(card.description, card.qualifications),
        "identifier": {"@type": "PropertyValue", "name": publisher.name, "value": posting.id},
        "url": url,
        "datePosted": posting.since.astimezone(publisher.zone).date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": card.company},
        "directApply": False,  # one applies to the company, not here
        **_where(card.location),
    }
    last = min((day for day in (vacancy.deadline, posting.closed) if day), default=None)
    if last:
        found["validThrough"] = _end_of(last, publisher).isoformat()
    if vacancy.kind in EMPLOYMENT:
        found["employmentType"] = EMPLOYMENT[vacancy.kind]
    if vacancy.openings:
        found["totalJobOpenings"] = vacancy.openings
    if card.qualifications:
        found["qualifications"] = card.qualifications
    return found


@lru_cache(64)
def _html(*texts: str) -> str:
    """Search engines want HTML: paragraphs, and the lines in them."""
    blocks = [block for text in texts for block in paragraphs(text)]
    return "".join(f"<p>{'<br>'.join(escape(line.text) for line in block)}</p>" for block in blocks)


def _where(location: str) -> dict[str, Any]:
    parts = [part.strip() for part in location.replace("(", ",").replace(")", ",").split(",") if part.strip()]
    if parts and all(fold(part) in _ANYWHERE for part in parts):
        return {
            "jobLocationType": "TELECOMMUTE",
            "applicantLocationRequirements": {"@type": "Country", "name": _HOME},
        }
    country = next((code for part in parts if (code := _countries().get(fold(part)))), _HOME)
    address = {"@type": "PostalAddress", "addressLocality": location, "addressCountry": country}
    return {"jobLocation": {"@type": "Place", "address": address}}


@cache
def _countries() -> dict[str, str]:
    """Countries by their folded names in Indonesian and English, as staff write them behind a city."""
    from babel import Locale

    names = [Locale(language).territories for language in ("en", "id")]
    return {
        fold(name): code for territories in names for code, name in territories.items()
        if len(code) == 2 and code.isalpha()
    }  # fmt: skip


def _end_of(day: date, publisher: Publisher) -> datetime:
    return datetime.combine(day, time(23, 59, 59), publisher.zone)
