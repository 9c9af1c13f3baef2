"""An office's public content; everything in it is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.procedure.events import Entry, Occasion
from flows.procedure.models import Audience, Event, Vacancy
from flows.procedure.programmes import Catalogue
from flows.share import share
from flows.site.model import Content, Figures, Posting, Publisher
from flows.site.pages import Pages
from flows.site.procedures import procedures

ZONE = ZoneInfo("Asia/Jakarta")
TODAY = date(2026, 11, 24)
URL = "https://karir.example.ac.id/loker"
AT = datetime(2026, 11, 20, 0, 0, 5, 250_000, tzinfo=UTC)
CATALOGUE = Catalogue.load(share() / "config" / "programmes.toml")
PROCEDURES = procedures({file.name: file.read_text("utf-8") for file in (share() / "config/procedures").glob("*.md")})
HOSTILE = (
    "</script><script>alert(1)</script> <!-- <b>& \"'{{ 7*7 }} javascript:alert(2) \u202egnp.exe\u2028\x00\x0b\ufffe "
    + "W" * 300
)
"""What somebody might type into any cell."""


def publisher(**changes: Any) -> Publisher:
    usual = Publisher("UPT-PKPK Politeknik Negeri Batam", "karir@example.ac.id", URL, ZONE, "#0b6b60")
    return replace(usual, **changes)


def posting(number: int = 1, **changes: Any) -> Posting:
    """A vacancy on the page; ``since``, ``closed``, ``everybody`` and ``programmes`` are the posting's own."""
    own = {"everybody": False, "programmes": ("IF",), "since": AT + timedelta(minutes=number), "closed": None}
    own |= {name: changes.pop(name) for name in tuple(own) if name in changes}
    updated = changes.pop("updated", own["since"])
    usual = {
        "id": f"L26-{number:04d}", "company": f"PT Contoh {number}", "position": f"Teknisi Perawatan {number}",
        "kind": "Penuh waktu", "location": "Tanjung Uncang, Batam", "description": "- Merawat mesin\n- Membuat laporan",
        "qualifications": "D3 Teknik", "audience": Audience(programmes=("IF",)), "apply": "Kirim CV ke hrd@example.com",
        "poster": "", "deadline": date(2026, 12, 4), "openings": 3, "venue": "Mitra", "urgent": False, "on_web": True,
        "status": "Setuju", "approved_by": "", "checked_by": "",
    }  # fmt: skip
    return Posting(vacancy=Vacancy(**usual | changes), updated=updated, **own)  # type: ignore[arg-type]


def event(number: int = 1, **changes: Any) -> Event:
    usual = {
        "id": f"K26-{number:04d}", "kind": "Rekrutmen di Kampus", "title": "Walk-in interview", "company": "PT Contoh",
        "starts": datetime(2026, 12, 1, 9, tzinfo=ZONE), "ends": datetime(2026, 12, 1, 12, tzinfo=ZONE),
        "place": "Auditorium", "seats": 120, "vacancies": (), "audience": Audience(True), "status": "Setuju",
        "approved_by": "", "attended": None,
    }  # fmt: skip
    return Event(**usual | changes)  # type: ignore[arg-type]


def entry(event: Event, **changes: Any) -> Entry:
    """What those invited were told of it."""
    return replace(
        Entry(7, f"{event.id.lower()}-0a1b@example.ac.id", 0, Occasion.of(event), cancelled=False, at=AT), **changes
    )


def content(postings: Sequence[Posting] = (), events: Sequence[Event] = (), **changes: Any) -> Content:
    usual = Content(
        publisher=publisher(),
        today=TODAY,
        catalogue=CATALOGUE,
        postings=list(postings),
        events=list(events),
        figures=[Figures(2026, 212, 9, 1480), Figures(2025, 188, 7, None)],
        procedures=PROCEDURES,
        entries={one.id: entry(one) for one in events},
    )
    return replace(usual, **changes)


def varied() -> Content:
    """Some of everything: several pages of vacancies, of every kind, open and closed; events to come and past."""
    kinds = ("Penuh waktu", "Paruh waktu", "Kontrak", "Magang", "Lepas")
    places = ("Batam", "Tanjung Uncang, Batam", "Karimun, Kepri", "Singapura", "Daring")
    codes = [programme.code for programme in CATALOGUE.programmes]
    postings = [
        posting(
            number, kind=kinds[number % 5], location=places[number % 5], programmes=(codes[number % 25], codes[-1]),
            everybody=number % 10 == 0, deadline=None if number % 6 == 0 else date(2026, 11, 24) + timedelta(number),
            venue=("Kampus", "Mitra", "Daring")[number % 3], poster="https://example.com/poster.png",
            apply="Kirim CV ke hrd@example.com, WA 0812-3456-7890, atau https://karir.example.com/lamar",
            closed=date(2026, 10 + number % 2, number) if number > 27 else None,
        )
        for number in range(1, 31)
    ]  # fmt: skip
    events = [
        event(1),
        event(2, kind="Seminar", title="Seminar persiapan karier", company="", ends=None, seats=None),
        event(
            3, kind="Workshop", starts=datetime(2026, 10, 1, 9, tzinfo=ZONE), ends=datetime(2026, 10, 2, 9, tzinfo=ZONE)
        ),
    ]
    return content(postings, events)


def text(pages: Pages, file: str) -> str:
    return pages.files[file].make().decode("utf-8")


def write(pages: Pages, folder: Path) -> None:
    for page in pages.files.values():
        path = folder / page.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.make())
