"""The header and footer of every page, as the unit's own procedures have them, in words."""

from __future__ import annotations

from flows.documents.imprint import Imprint
from flows.procedure.dates import day

_WORDS = {
    "id": {
        "revision": "Revisi {0}",
        "draft": "DRAF",
        "page": "Halaman {0} dari {1}",
        "approved": "Disetujui oleh {0}.",
        "trail": "Kepala jejak: {0}",
        "verify": "Berkas ini diperiksa dengan “loker archive verify”, jejaknya dengan “loker audit verify”.",
        "not_final": "Draf: belum disetujui, belum diarsipkan, dan masih dapat berubah.",
    },
    "en": {
        "revision": "Revision {0}",
        "draft": "DRAFT",
        "page": "Page {0} of {1}",
        "approved": "Approved by {0}.",
        "trail": "Head of the trail: {0}",
        "verify": "This file is checked by “loker archive verify”, its trail by “loker audit verify”.",
        "not_final": "Draft: not approved, not archived, and may still change.",
    },
}


def head(imprint: Imprint, *, wide: bool = False) -> dict[str, object]:
    """What the templates' ``controlled`` prints around every page's content: plain JSON values. ``wide`` pages lie on
    their side."""
    words = _WORDS[imprint.language]
    draft = imprint.revision is None
    return {
        "language": imprint.language,
        "office": imprint.office,
        "number": imprint.number,
        "title": imprint.title,
        "day": day(imprint.at.astimezone(imprint.zone), imprint.language).partition(", ")[2],
        "revision": words["draft"] if draft else words["revision"].format(imprint.revision),
        "draft": draft,
        "wide": wide,
        "page": words["page"],
        "foot": " ".join(_foot(imprint, words)),
        "trail": words["trail"].format(imprint.trail_head) if imprint.trail_head else "",
    }


def _foot(imprint: Imprint, words: dict[str, str]) -> list[str]:
    if imprint.revision is None:
        return [words["not_final"]]
    approved = [words["approved"].format(imprint.approved_by)] if imprint.approved_by else []
    return [*approved, imprint.note or words["verify"]]
