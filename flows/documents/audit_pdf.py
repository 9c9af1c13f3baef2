"""The audit file's pages for people: the index, and the vacancies by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from flows.documents.imprint import Imprint
from flows.documents.record_pdf import Heading, Paragraph, Part, Table, record_pdf
from flows.procedure.audit.marks import Row, Step, shown
from flows.procedure.audit.proofs import Condition, Proof, Year
from flows.procedure.chain import Fault, Kind
from flows.procedure.dates import number, short_day

_MANY = 8
"""Findings of one step that the index tells one by one."""


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
    rows = [_vacancy(row) for row in known.rows]
    headings = ("Lowongan", *(step.value for step in _COLUMNS))
    table = Table(headings, rows, (2.6, 1.1, 1.5, 1.5, 1.4, 1.1, 1.2, 1.1, 1.2, 1.2), "l" * len(headings))
    legend = Paragraph(
        "Tanggal = sudah dikerjakan · … = belum waktunya · – = tidak diperlukan · ✗ = seharusnya sudah ada catatannya, "
        "tetapi tidak ada (lihat kolom Kekurangan di lowongan.csv, dan indeks.pdf)."
    )
    return record_pdf(imprint, [legend, table] if rows else [Paragraph("Tidak ada lowongan pada tahun ini.")])


_COLUMNS = tuple(Step)


def _vacancy(row: Row) -> tuple[str, ...]:
    names = [row.record.company, row.record.position]
    return ("\n".join([row.way.id, *filter(None, names)]), *(shown(row.marks[step]) for step in _COLUMNS))


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
    rows = [("Jejak", _fault(fault)) for fault in faults[:_MANY]]
    if len(faults) > _MANY:
        rows.append(("Jejak", "dan seterusnya, lihat “loker audit verify”"))
    for one in proofs:
        rows += [(one.number, text) for text in islice(one.lacks, _MANY)]
        if len(one.lacks) > _MANY:
            rows.append((one.number, f"dan {_n(len(one.lacks) - _MANY)} lagi, lihat langkah.csv dan lowongan.csv"))
    if not rows:
        return [Paragraph("Tidak ada.")]
    return [Table(("Langkah", "Yang kurang"), rows, (1, 9), "ll")]


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
