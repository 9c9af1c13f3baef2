"""The audit file's tables: headings and rows of each CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.procedure.audit.marks import Row
from flows.procedure.audit.proofs import Filed, Proof, Year
from flows.procedure.chain import Entry
from flows.procedure.kpi_lines import Line

TRAIL = ("Entri", "Waktu", "Detik", "Langkah", "Perihal", "Rincian", "Sidik")
VACANCIES = (
    "ID", "Perusahaan", "Posisi", "Diterima", "Disetujui", "Disetujui Oleh", "Diumumkan", "Penerima", "Terkirim",
    "Ditolak", "Ralat", "Ralat Terkirim", "Kegiatan", "Ditutup", "Diminta", "Pengingat", "Terakhir Diingatkan",
    "Diserahkan ke Staf", "Dijawab", "Versi Jawaban", "Hasil Permintaan", "Rekap", "Direkap", "Diinformasikan",
    "Surel Rekap", "Kekurangan", "Entri Jejak",
)  # fmt: skip
PROOFS = ("Langkah", "Isi Prosedur", "Bukti", "Berkas", "Banyak Kekurangan", "Kekurangan")
RECAPS = (
    "Periode", "Revisi", "Dari", "Sampai", "Diarsipkan", "Entri Jejak", "Cakupan", "Diantrekan", "Penerima", "Terkirim",
    "Ditolak",
)  # fmt: skip
ARCHIVE = (
    "Berkas", "Jenis", "Perihal", "Judul", "Revisi", "Baris", "SHA-256", "Kepala Jejak", "Disetujui Oleh", "Diarsipkan",
    "Disimpan Sampai", "Pemeriksaan",
)  # fmt: skip
MEASURES = ("Tahun", "Indikator", "Uraian", "Nilai", "Bukti", "Sumber")
Cells = Sequence[object]


def trail_row(entry: Entry, zone: ZoneInfo) -> Cells:
    """Seconds and detail stand as the JSON that the hash is made of."""
    try:
        when = _moment(entry.at, zone)
    except (TypeError, ValueError, OverflowError):
        when = ""
    return (
        entry.number, when, json.dumps(entry.seconds, default=str), _text(entry.step), _text(entry.subject),
        json.dumps(entry.detail, sort_keys=True, ensure_ascii=False), _text(entry.hash),
    )  # fmt: skip


def vacancy_rows(known: Year) -> Iterator[Cells]:
    zone = known.zone
    for row in known.rows:
        way, finals = row.way, known.ways.recaps(row.way)
        last = finals[-1] if finals else None
        told = list(last.informed.values()) if last else []
        reminders = way.asked[1:]
        yield (
            way.id, row.record.company, row.record.position, _moment(way.received, zone), _moment(way.approved, zone),
            ", ".join(row.record.approved_by), _moment(way.announced, zone),
            sum(mails.meant for mails in way.announcements.values()) if way.announced else None, way.sent,
            sum(mails.refused for mails in way.announcements.values()) if way.announced else None,
            len(way.corrections), sum(way.corrected.values()),
            "; ".join(_event(event.id, event.day.isoformat(), event.attended) for event in known.ways.events_of(way)),
            way.closed.isoformat() if way.closed else "", _moment(way.asked[0].at if way.asked else None, zone),
            len(reminders), _moment(reminders[-1].at if reminders else None, zone), _moment(way.handed_over, zone),
            _moment(way.answered, zone), way.versions, _ENDED.get(way.ended or "", ""),
            f"{last.period} revisi {last.revision}" if last else "", _moment(last.at if last else None, zone),
            _moment(max((mails.at for mails in told if mails.sent), default=None), zone),
            sum(mails.sent or 0 for mails in told) if last else None, "; ".join(lacks(row)),
            " ".join(map(str, way.entries)),
        )  # fmt: skip


def lacks(row: Row) -> list[str]:
    """What a vacancy lacks, a few words each: the same sentence may lack at several steps."""
    return list(dict.fromkeys(text for _, text in row.lacks))


def proof_rows(proofs: Iterable[Proof]) -> Iterator[Cells]:
    for one in proofs:
        yield one.number, one.demand, one.records, one.files, len(one.lacks), "; ".join(map(str, one.lacks))


def recap_rows(known: Year) -> Iterator[Cells]:
    for final in known.finals:
        about = (
            final.period, final.revision, final.first.isoformat(), final.last.isoformat(),
            _moment(final.at, known.zone), final.entry,
        )  # fmt: skip
        if not final.informed:
            yield (*about, "", "", 0, 0, 0)
        for scope, mails in sorted(final.informed.items()):
            yield (*about, scope, _moment(mails.at, known.zone), mails.meant, mails.sent, mails.refused)


def archive_rows(filed: Iterable[Filed], zone: ZoneInfo) -> Iterator[Cells]:
    for one in filed:
        yield (
            one.path, one.kind, one.subject, one.title, one.revision, one.rows, one.sha256, one.trail_head,
            one.approved_by, _moment(one.at, zone), one.keep_until.isoformat(), one.condition.value,
        )  # fmt: skip


def measure_rows(lines: Iterable[Line]) -> Iterator[Cells]:
    for line in lines:
        yield line.year, line.indicator, line.description, line.shown, line.evidence, line.sources_shown


_ENDED = {"answered": "dijawab", "not_given": "tidak diberikan", "cancelled": "dibatalkan"}


def _event(event: str, day: str, attended: int | None) -> str:
    return f"{event} {day} ({'kehadiran tidak tercatat' if attended is None else f'{attended} hadir'})"


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    """As a spreadsheet reads a moment whatever its language: ``2026-11-24 07:00``."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
