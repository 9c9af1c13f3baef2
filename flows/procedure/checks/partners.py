"""*Mitra*: the companies' contacts."""

from __future__ import annotations

from collections.abc import Sequence

from flows.procedure.checks.context import Context
from flows.procedure.checks.reader import RowReader
from flows.procedure.models import Contact, Language
from flows.procedure.names import partner_key
from flows.procedure.problems import Problem
from flows.procedure.values import email, fault, misspelt_domain, phone
from flows.workbook.reading import Row
from flows.workbook.tabs import PARTNERS

_HARMLESS = ("Telepon", "Bahasa", "Penanggung Jawab")
"""For people, or with a default: mail to the partner goes on without them."""

LANGUAGE_CODES: dict[str, Language] = {"Indonesia": "id", "Inggris": "en"}


def check_partners(rows: Sequence[Row], context: Context) -> tuple[list[Contact], list[Problem]]:
    """The contacts. One without any address is fine: staff telephone. One whose address is malformed is held back."""
    contacts: list[Contact] = []
    problems: list[Problem] = []
    for row in rows:
        if row.is_blank:
            continue
        reader = RowReader(PARTNERS, row, context, harmless=_HARMLESS)
        contact = _read(reader)
        problems += reader.problems
        if not reader.blocked:
            contacts.append(contact)
    return contacts, problems


def read_address(reader: RowReader, heading: str) -> str:
    """An e-mail address, with a warning if its domain is a well-known slip of the finger."""
    address = reader.read(heading, email) or ""
    if better := misspelt_domain(address):
        reader.note(heading, fault("email_misspelt", near=better), blocking=False)
    return address


def _read(reader: RowReader) -> Contact:
    reader.formula_errors()
    company = reader.text("Perusahaan")
    return Contact(
        id=reader.row.id,
        company=company,
        partner_key=partner_key(company),
        name=reader.text("Narahubung"),
        email=read_address(reader, "Email"),
        phone=reader.read("Telepon", phone) or "",
        language=LANGUAGE_CODES.get(reader.choice("Bahasa")),
        in_charge=read_address(reader, "Penanggung Jawab"),
    )
