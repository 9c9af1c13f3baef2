"""An event's poster (A4): what, when, where, and the code by which guests say that they are there."""

from __future__ import annotations

import io

from flows.documents.typeset import typeset
from flows.ledger.held import Held
from flows.mail.typed import one_line
from flows.mail.wording import event_kind
from flows.procedure.models import Event
from flows.sections import OfficeSection

_WORDS = {
    "id": {
        "scan": "Pindai untuk mencatat kehadiran",
        "how": "Arahkan kamera ponsel ke kode ini, lalu isi NIM dan nama Anda.",
        "or": "Tidak bisa memindai? Ketik alamat ini di peramban, atau datanglah ke meja panitia:",
        "with": "Bersama {0}",
    },
    "en": {
        "scan": "Scan to record your attendance",
        "how": "Point your phone's camera at this code, then enter your student number and name.",
        "or": "Cannot scan it? Type this address into a browser, or come to our desk:",
        "with": "With {0}",
    },
}


def poster_pdf(held: Held, event: Event, link: str, office: OfficeSection) -> bytes:
    """``link`` is the event's `flows.links.Links.attend`. The same bytes for the same event and link."""
    language, words = office.language, _WORDS[office.language]
    company = one_line(event.company)
    return typeset(
        "poster",
        {
            "language": language,
            "office": office.name,
            "kind": event_kind(one_line(event.kind), language),
            "title": one_line(event.title),
            "company": words["with"].format(company) if company else "",
            "when": held.when(language),
            "place": one_line(held.occasion.place, 300),
            "scan": words["scan"],
            "how": words["how"],
            "or": words["or"],
            "code": code(link),
            "address": link.partition("://")[2],
        },
        at=held.occasion.starts,
    )


def code(link: str) -> str:
    """The QR code of ``link`` as SVG. A quarter of it may be torn or smudged (level Q)."""
    import segno

    drawn = io.BytesIO()
    segno.make_qr(link, error="q").save(drawn, kind="svg", border=0, xmldecl=False, dark="#1c2a28")
    return drawn.getvalue().decode()
