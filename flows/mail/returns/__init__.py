"""Mail that comes back: what kind it is, whom it speaks of, and whether writing again makes sense. Pure."""

from __future__ import annotations

from flows.mail.returns.models import COMPLAINT, Concerned, Kind, Returned, Verdict
from flows.mail.returns.reading import read_return

__all__ = ["COMPLAINT", "Concerned", "Kind", "Returned", "Verdict", "read_return"]
