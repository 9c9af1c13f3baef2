"""Do ledger, mailbox, workbook and archive agree? All checks, in order."""

from __future__ import annotations

from tests.soak.year.books import Books
from tests.soak.year.mails import corrections, doubts, events, mailbox, vacancies
from tests.soak.year.records import answers, archive, status, trail


def disagreements(books: Books) -> list[str]:
    """In words; and `Books.counts` is filled."""
    checks = (mailbox, vacancies, corrections, doubts, events, status, answers, archive, trail)
    return [f"{check.__name__}: {fault}" for check in checks for fault in check(books)]
