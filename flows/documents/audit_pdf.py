"""The audit file's pages for people: the index, and the vacancies by step."""

from __future__ import annotations

from collections.abc import Sequence

from flows.documents.imprint import Imprint
from flows.documents.record_pdf import Heading, Paragraph, Part, Table, record_pdf
from flows.procedure.audit.marks import Row, Step, shown
from flows.procedure.audit.proofs import Condition, Proof, Year
from flows.procedure.chain import Fault, Kind
from flows.procedure.dates import number, short_day

_MANY = 8
"""How many the index tells one by one; of more, how many there are."""


def index_pdf(imprint: Imprint, known: Year, proofs: Sequence[Proof], faults: Sequence[Fault], verdict: str) -> bytes:
    """Summary, the procedure's steps with their proofs, what is missing, and the archive's files."""
    return record_pdf(
        imprint,
        [
            Paragraph(verdict),
            Paragraph(_summary(known, proofs)),
            Heading("Langkah prosedur dan buktinya"),
            _steps(proofs),
            Heading("Yang kurang"),
            *_missing(proofs, faults),
            Heading("Arsip"),
            *_archive(known),
            Heading("Cara memeriksa"),
            Paragraph(
                "README.txt di dalam berkas audit ini menjelaskan cara memeriksa setiap sidik tanpa sistem yang "
                "membuatnya. Setiap baris lowongan.csv menyebut nomor entri jejak.csv yang menjadi buktinya."
            ),
        ],
    )


def vacancies_pdf(imprint: Imprint, known: Year) -> bytes:
    """A row a vacancy, a column a step."""
    if not known.rows:
        return record_pdf(imprint, [Paragraph("Jejak tidak menyebut satu lowongan pun pada tahun ini.")])
    rows = [(_name(row), *(shown(mark) for mark in row.marks.values())) for row in known.rows]
    headings = ("Lowongan", *(step.value for step in Step))
    table = Table(headings, rows, (2.8, *(1.3 for _ in Step)), "l" * len(headings))
    return record_pdf(imprint, [Paragraph(_LEGEND), table], wide=True)


_LEGEND = (
    "Tanggal: sudah dikerjakan. … belum waktunya. – tidak diperlukan. ✗ seharusnya sudah ada catatannya, tetapi tidak "
    "ada. Nomor entri jejak tiap lowongan ada di lowongan.csv."
)


def _name(row: Row) -> str:
    record = row.record
    names = [record.company, record.position] if record.company else [_NAMELESS[row.way.approved is None]]
    return "\n".join([row.way.id, *names])


_NAMELESS = {True: "belum disetujui", False: "sudah dimusnahkan"}
"""A vacancy of which nothing but the trail is kept, by whether it was never approved."""


def _summary(known: Year, proofs: Sequence[Proof]) -> str:
    whole = sum(not row.lacks for row in known.rows)
    return (
        f"Pada {known.year} jejak menyebut {_n(len(known.rows))} lowongan; {_n(whole)} di antaranya lengkap sejauh "
        f"yang sudah waktunya. Dari {len(proofs)} pokok prosedur di bawah ini, "
        f"{sum(not proof.lacks for proof in proofs)} tanpa kekurangan."
    )


def _steps(proofs: Sequence[Proof]) -> Table:
    rows = [
        (one.number, one.demand, one.records, one.files, _n(len(one.lacks)) if one.lacks else "–") for one in proofs
    ]
    return Table(("Langkah", "Isi prosedur", "Bukti", "Berkas", "Kurang"), rows, (1.0, 3.2, 4.6, 1.8, 0.8), "llllr")


def _missing(proofs: Sequence[Proof], faults: Sequence[Fault]) -> list[Part]:
    rows = [("Jejak", _fault(fault), "", "") for fault in faults[:_MANY]]
    if len(faults) > _MANY:
        rows.append(("Jejak", "dan seterusnya, lihat “loker audit verify”", "", ""))
    for one in proofs:
        about: dict[str, list[str]] = {}
        for lack in one.lacks:
            about.setdefault(lack.text, []).append(lack.about)
        rows += [(one.number, text, _n(len(some)), _some(some)) for text, some in about.items()]
    if not rows:
        return [Paragraph("Tidak ada.")]
    return [Table(("Langkah", "Yang kurang", "Banyak", "Di mana"), rows, (1, 4, 0.8, 5), "llrl")]


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MANY
    return ", ".join(names[:_MANY]) + (f", dan {_n(more)} lagi (langkah.csv)" if more > 0 else "")


def _fault(fault: Fault) -> str:
    match fault.kind:
        case Kind.ALTERED:
            return f"entri {fault.first} tidak cocok dengan yang mendahuluinya"
        case Kind.MISSING:
            span = f"{fault.first}" if fault.first == fault.last else f"{fault.first} sampai {fault.last}"
            return f"entri {span} tidak ada"
        case Kind.UNKNOWN_HEAD:
            return f"kepala jejak pada {fault.about} tidak ada di jejak"
        case Kind.UNTOLD:
            return f"yang tercatat di buku besar tidak ada di jejak: {fault.about}"


def _archive(known: Year) -> list[Part]:
    if not known.filed:
        return [Paragraph("Tidak ada berkas yang diarsipkan untuk tahun ini.")]
    rows = [
        (
            one.path,
            one.sha256,
            short_day(one.at.astimezone(known.zone), "id"),
            one.approved_by,
            short_day(one.keep_until, "id"),
            one.condition.value if one.condition is Condition.SOUND else f"✗ {one.condition.value}",
        )
        for one in known.filed
    ]
    headings = ("Berkas", "SHA-256", "Diarsipkan", "Disetujui oleh", "Disimpan sampai", "Pemeriksaan")
    return [Table(headings, rows, (2.4, 3.4, 1.2, 1.4, 1.3, 1.2), "llllll")]


def _n(value: int) -> str:
    return number(value, "id")
