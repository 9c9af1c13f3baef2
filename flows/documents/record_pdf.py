"""A record on paper (*berita acara*, list, report) under the unit's document header: headings, paragraphs, tables,
signatures, in the order in which they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.documents.head import head
from flows.documents.imprint import Imprint
from flows.documents.typeset import typeset


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text; a line end in it is a line end on paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its headings repeat on every page, and no row is cut in two."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    """Of the columns, relative to each other; all equal if left out."""
    align: str = ""
    """A letter per column: ``l``, ``c`` or ``r``; all left if left out. Columns of numbers are ``r``."""
    roomy: bool = False
    """Whether its rows are high enough to be signed."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the office held, and the name below the room for the signature (empty: a dotted line)."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Where those sign who are named, side by side, never parted from each other by a page's end."""

    place_and_day: str
    """``Batam, 24 November 2026``."""
    signers: Sequence[Signer]


Part = Heading | Paragraph | Table | Signatures


def record_pdf(imprint: Imprint, parts: Sequence[Part], *, wide: bool = False) -> bytes:
    """The record as a PDF: the same bytes for the same imprint and parts. Every text is taken as plain text. ``wide``
    pages lie on their side.

    Raises `ValueError` for a table whose rows, widths or alignment do not fit its headings.
    """
    given = {"head": head(imprint, wide=wide), "parts": [_plain(part) for part in parts]}
    return typeset("record", given, at=imprint.at)


def _plain(part: Part) -> dict[str, object]:
    match part:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Table():
            return _table(part)
        case Signatures(place_and_day, signers):
            people = [{"role": signer.role, "name": signer.name} for signer in signers]
            return {"kind": "signatures", "place_and_day": place_and_day, "signers": people}


def _table(table: Table) -> dict[str, object]:
    columns = len(table.headings)
    widths, align = table.widths or [1] * columns, table.align or "l" * columns
    if {len(widths), len(align), *map(len, table.rows)} != {columns}:
        raise ValueError(f"a table of {columns} columns needs as many cells, widths and letters of alignment in a row")
    rows = [list(row) for row in table.rows]
    return {
        "kind": "table", "headings": list(table.headings), "rows": rows, "widths": list(widths), "align": align,
        "roomy": table.roomy,
    }  # fmt: skip
