"""What all checks need to know besides the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from flows.procedure.models import Language
from flows.procedure.programmes import Catalogue


@dataclass(frozen=True, slots=True)
class Context:
    """The institution's programmes, and the office's day, time zone and language."""

    catalogue: Catalogue
    today: date
    tz: tzinfo
    language: Language = "id"
