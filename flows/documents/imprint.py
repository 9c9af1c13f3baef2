"""What stands in the head of every document: whose it is, which, of when, and how it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.procedure.models import Language


@dataclass(frozen=True, slots=True)
class Imprint:
    """The head of a document, as the unit's own documents have it (procedure No.PR.23.3)."""

    office: str
    number: str
    """The document's number, such as ``FM.PR.23.3-01/P26-0001/R0``."""
    title: str
    at: datetime
    """When it was made."""
    zone: ZoneInfo
    language: Language
    revision: int | None
    """``None`` for a draft."""
    approved_by: str
    trail_head: str
    """Of the trail's chain at that moment: whoever has the ledger can show that nothing before was altered."""
    note: str = ""
    """How it can be checked, if not as a file of the archive."""
