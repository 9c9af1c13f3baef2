"""Who is staff: the settings say so, and the workbook as the last run read it. The pages never read it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.procedure.values import email_key

if TYPE_CHECKING:
    from flows.ledger.ledger import Ledger
    from flows.settings import Settings


def staff_keys(settings: Settings, ledger: Ledger) -> set[str]:
    """Normalised addresses of everybody who may enter the pages for staff."""
    return {email_key(address) for address in (*settings.office.staff, *ledger.notes.get("staff", ()))}
