"""What a cell means: text, day, moment, number, choice, address.

Each parser takes a raw `Cell` and returns its value, ``None`` for an empty cell (``""`` where the value is text), or a
`Fault`. Nothing is guessed, and nothing raises, whatever the cell holds.
"""

from __future__ import annotations

from flows.procedure.values.addresses import address_in_text, email, email_key, misspelt_domain, nim, phone, url
from flows.procedure.values.choices import choice, yes
from flows.procedure.values.days import day, moment
from flows.procedure.values.faults import Fault, fault
from flows.procedure.values.numbers import hour, rupiah, whole
from flows.procedure.values.texts import is_formula_error, text

__all__ = [
    "Fault",
    "address_in_text",
    "choice",
    "day",
    "email",
    "email_key",
    "fault",
    "hour",
    "is_formula_error",
    "misspelt_domain",
    "moment",
    "nim",
    "phone",
    "rupiah",
    "text",
    "url",
    "whole",
    "yes",
]
