"""Addresses of which mail came back, as staff read it in *Masalah*, with what may have been meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.ledger.returns import WITHIN, Mark
from flows.office import Office
from flows.procedure.dates import short_day
from flows.procedure.problems import Problem
from flows.procedure.values import email_key, fault, misspelt_domain, text
from flows.procedure.wording import problem
from flows.procedure.wording.returns import why
from flows.steps.observe import Observed
from flows.workbook.tabs import ALUMNI, PARTNERS

COMMON = (
    "gmail.com", "yahoo.com", "yahoo.co.id", "hotmail.com", "outlook.com", "outlook.co.id", "icloud.com", "live.com",
    "ymail.com", "rocketmail.com", "msn.com", "aol.com", "proton.me", "zoho.com",
)  # fmt: skip
"""Where people have their mail, besides the domains that several graduates share."""
MOST_SHOWN = 50
_SHARED, _NEAR = 5, 88
"""Graduates who make a domain a common one; how near a domain must be to one, of 100, to be a slip of it."""


def returned_addresses(office: Office, observed: Observed) -> Iterator[Problem]:
    """Rows of alumni and of partners' contacts to whom mail does not arrive; nothing of others."""
    marks = {key: mark for key, mark in office.ledger.returns.marks().items() if _shown(mark, observed.at)}
    if not marks:
        return
    people = observed.desk.alumni[observed.desk.alumni["key"].isin(marks)]
    domains = _domains(observed)
    lines = zip(*(people[one].tolist() for one in ("row", "nim", "email", "key")), strict=True)
    for row, nim, email, key in list(lines)[:MOST_SHOWN]:
        yield _problem(office, ALUMNI.title, nim, row, email, marks[key], domains)
    for line in observed.lines.get(PARTNERS.title, ()):
        email = text(line.cells.get("Email"))
        if mark := marks.get(email_key(email)):
            yield _problem(office, PARTNERS.title, line.id, line.number, email, mark, domains)


def suggestion(address: str, domains: Sequence[str] = COMMON) -> str:
    """The address that was meant, if its domain is a slip of a well-known one; else ``""``."""
    if better := misspelt_domain(address):
        return better
    local, _, domain = address.rpartition("@")
    if domain.lower() in domains:
        return ""
    from rapidfuzz import fuzz, process

    found = process.extractOne(domain.lower(), domains, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return f"{local}@{found[0]}" if found else ""


def _shown(mark: Mark, now: datetime) -> bool:
    return mark.stopped or (mark.verdict == "not theirs" and now - mark.at <= WITHIN)


def _domains(observed: Observed) -> tuple[str, ...]:
    counted = Counter(key.rpartition("@")[2] for key in observed.desk.alumni["key"].tolist())
    return (*COMMON, *(domain for domain, people in counted.items() if people >= _SHARED and domain not in COMMON))


def _problem(
    office: Office, tab: str, id: str, row: int, email: str, mark: Mark, domains: Sequence[str]
) -> Problem:  # fmt: skip
    language = office.settings.office.language
    code = {"hard": "address_gone", "soft": "address_silent"}.get(mark.verdict, "address_refuses")
    day = short_day(mark.at.astimezone(office.zone).date(), language)
    near = suggestion(email, domains) if mark.verdict == "hard" else ""
    what = fault(code, day=day, why=why(mark.reason, language), near=near)
    return problem(what, language=language, tab=tab, id=id, row=row, column="Email", value=email, blocking=False)
