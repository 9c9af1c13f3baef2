"""Counts per study programme as people write them into one field: ``Teknik Informatika: 3``, a programme to a line."""

from __future__ import annotations

import re

from flows.forms.questions import Words
from flows.procedure.programmes import Catalogue

UNREAD = Words(
    "Rincian per program studi tidak terbaca seluruhnya. Tulis satu program studi per baris, misalnya Teknik Mesin 3.",
    "Not all of the numbers by study programme can be read. Write one study programme to a line, such as Mechanical "
    "Engineering 3.",
)
_COUNT = r"(?P<count>\d[\d.]*)(?: *(?:orang|people))?"
_WAYS = (
    re.compile(rf"(?P<name>.+?)[ :=–-]*(?<!\w){_COUNT}", re.IGNORECASE),
    re.compile(rf"{_COUNT}[ :=–-]+(?P<name>.+)", re.IGNORECASE),
)
_LONGEST = 200
"""Letters of a programme with its count."""


def by_line(text: str, catalogue: Catalogue) -> tuple[dict[str, str], str]:
    """Counts as typed, by the programme's code; and what is not understood: no programme, no count, one named twice."""
    counts: dict[str, str] = {}
    rest: list[str] = []
    for part in (" ".join(part.split()) for part in re.split(r"[\n;,]", text)):
        found = next(filter(None, (way.fullmatch(part[:_LONGEST]) for way in _WAYS)), None)
        programme = catalogue.find(found["name"]) if found and len(part) <= _LONGEST else None
        if found and programme and programme.code not in counts:
            counts[programme.code] = found["count"]
        elif part:
            rest.append(part)
    return counts, "; ".join(rest)
