"""Who was at an event, as a list on paper: the KPI's evidence, with room for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.documents.imprint import Imprint
from flows.documents.record_pdf import Paragraph, Part, Signatures, Signer, Table, record_pdf
from flows.ledger.attendances import Attendance, AttendanceSource
from flows.ledger.held import Held
from flows.mail.typed import one_line
from flows.mail.wording import event_kind
from flows.procedure.dates import day, number, short_day, short_moment
from flows.procedure.models import Event, Language
from flows.procedure.programmes import Catalogue
from flows.sections import OfficeSection

BLANK_ROWS = 25
"""Of a list without anybody: for a day without a network."""
_WORDS = {
    "id": {
        "title": "Daftar Hadir Kegiatan", "event": "Kegiatan", "when": "Waktu", "where": "Tempat", "with": "Bersama",
        "count": "Jumlah hadir", "person": "1 orang, dihitung satu kali menurut NIM",
        "people": "{0} orang, masing-masing dihitung satu kali menurut NIM",
        "blank": "Belum ada yang tercatat hadir. Daftar kosong ini dapat diisi dengan tangan.",
        "nim": "NIM", "name": "Nama", "programme": "Program studi", "at": "Tercatat", "by": "Oleh",
        "signature": "Tanda tangan", "staff": "petugas", "code": "kode QR", "host": "Petugas kegiatan",
        "head": "Mengetahui, pimpinan unit",
        "by_hand": "Diisi dengan tangan di tempat acara.",
        "note": "Dicatat di meja check-in atau oleh peserta sendiri lewat kode QR pada poster.",
    },
    "en": {
        "title": "Attendance List", "event": "Event", "when": "Time", "where": "Place", "with": "With",
        "count": "Attendance", "person": "1 person, counted once by student number",
        "people": "{0} people, each counted once by student number",
        "blank": "Nobody has been recorded yet. This blank list can be filled in by hand.",
        "nim": "Student no.", "name": "Name", "programme": "Study programme", "at": "Recorded", "by": "By",
        "signature": "Signature", "staff": "staff", "code": "QR code", "host": "Event staff",
        "head": "Acknowledged, head of the unit",
        "by_hand": "Filled in by hand at the event.",
        "note": "Recorded at the check-in desk, or by guests themselves with the QR code on the poster.",
    },
}  # fmt: skip


def attendance_pdf(
    held: Held, event: Event, people: Sequence[Attendance], catalogue: Catalogue, office: OfficeSection, at: datetime,
    trail_head: str,
) -> bytes:  # fmt: skip
    """The list in the order in which they came, a draft until the event is over; without anybody a form to fill in.

    ``at`` is now, ``trail_head`` that of the trail. Who was erased is a row without a name: the count stays.
    """
    language, words = office.language, _WORDS[office.language]
    imprint = Imprint(
        office=office.name,
        number=f"DH/{event.id}",
        title=words["title"],
        at=at,
        zone=held.zone,
        language=language,
        revision=0 if held.state(at) == "over" or not people else None,
        approved_by="",
        trail_head=trail_head,
        note=words["note" if people else "by_hand"],
    )
    counted = words["person" if len(people) == 1 else "people"]
    facts = (
        (words["event"], f"{event_kind(one_line(event.kind), language)}: {one_line(event.title)} ({event.id})"),
        (words["when"], held.when(language)),
        (words["where"], one_line(held.occasion.place, 300)),
        (words["with"], one_line(event.company)),
        (words["count"], counted.format(number(len(people), language)) if people else ""),
    )
    parts: list[Part] = [Paragraph("\n".join(f"{name}: {value}" for name, value in facts if value))]
    if not people:
        parts.append(Paragraph(words["blank"]))
    rows = [_row(place, one, catalogue, held, language) for place, one in enumerate(people, start=1)]
    blank = [[str(place), "", "", "", "", "", ""] for place in range(1, BLANK_ROWS + 1)]
    headings = ["No.", *(words[name] for name in ("nim", "name", "programme", "at", "by", "signature"))]
    parts += [
        Table(headings, rows or blank, widths=[0.8, 2.2, 4.4, 4.2, 1.4, 1.4, 3.2], align="rllllll", roomy=True),
        Signatures(day(held.days.begin, language).partition(", ")[2], [Signer(words["host"]), Signer(words["head"])]),
    ]
    return record_pdf(imprint, parts)


def _row(place: int, one: Attendance, catalogue: Catalogue, held: Held, language: Language) -> list[str]:
    by = _WORDS[language]["code" if one.source == AttendanceSource.CODE else "staff"]
    came = one.at.astimezone(held.zone)
    hour = short_moment(came, held.zone, language).rpartition(" ")[2]
    another_day = came.date() != held.days.begin.date()
    when = f"{short_day(came.date(), language, year=False)}\n{hour}" if another_day else hour
    nim = one.nim if one.name else "–"  # the ledger's stand-in for who was erased
    return [
        str(place), nim, one_line(one.name) or "–", titled(one.programme, catalogue, language),
        when, by, "",
    ]  # fmt: skip


def titled(code: str, catalogue: Catalogue, language: Language) -> str:
    """A study programme as it is written to people; a code that is no longer one as it is."""
    known = {one.code: one for one in catalogue.programmes}
    if code not in known:
        return code
    return known[code].english if language == "en" else known[code].title
