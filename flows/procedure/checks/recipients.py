"""*Penerima Rekap*: who gets the recap, and which slice of it."""

from __future__ import annotations

from collections.abc import Sequence

from flows.procedure.checks.audience import EVERYBODY
from flows.procedure.checks.context import Context
from flows.procedure.checks.partners import read_address
from flows.procedure.checks.reader import RowReader
from flows.procedure.models import RecapRecipient
from flows.procedure.names import fold
from flows.procedure.problems import Problem
from flows.procedure.programmes import Catalogue
from flows.procedure.values import Fault, fault, text
from flows.workbook.interface import Cell
from flows.workbook.reading import Row
from flows.workbook.tabs import RECAP_RECIPIENTS

EVERYTHING = "Semua"


def check_recipients(rows: Sequence[Row], context: Context) -> tuple[list[RecapRecipient], list[Problem]]:
    """The recipients; ``scope`` is ``Semua``, a department's code or a study programme's code."""
    recipients: list[RecapRecipient] = []
    problems: list[Problem] = []
    for row in rows:
        reader = RowReader(RECAP_RECIPIENTS, row, context)
        reader.formula_errors()
        recipient = RecapRecipient(
            name=reader.text("Nama"),
            role=reader.text("Jabatan"),
            email=read_address(reader, "Email"),
            scope=reader.read("Cakupan", lambda cell: scope(cell, context.catalogue)) or "",
        )
        problems += reader.problems
        if not reader.blocked:
            recipients.append(recipient)
    return recipients, problems


def scope(cell: Cell, catalogue: Catalogue) -> str | Fault:
    """``Semua``, or the code of the department or study programme that is meant; ``""`` for an empty cell."""
    typed = text(cell)
    if not typed:
        return ""
    if fold(typed) in EVERYBODY:
        return EVERYTHING
    found = catalogue.find_department(typed) or catalogue.find(typed)
    return found.code if found else fault("scope_unknown", near=catalogue.nearest(typed, departments=True) or "")
