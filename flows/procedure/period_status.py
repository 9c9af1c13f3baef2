"""What *Status* says of a period: where its recap stands, and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.procedure.dates import short_day, short_moment
from flows.procedure.models import Language, Period
from flows.procedure.periods import Revision, Stage, over

_ID: Mapping[Stage, tuple[str, str]] = {
    Stage.HELD: ("Ditahan: ada masalah", "Lihat tab Masalah dan perbaiki baris ini"),
    Stage.BLANK: ("Draf", "Isi Judul, Dari, dan Sampai"),
    Stage.SETTLING: ("Menunggu: baris baru saja diubah", "Diproses setelah {until} bila tidak diubah lagi"),
    Stage.RUNNING: ("Draf di tab Rekap, periode masih berjalan", "Mulai {over}: periksa Rekap, lalu Status Setuju"),
    Stage.DRAFT: ("Draf di tab Rekap", "Periksa tab Rekap, lalu ubah Status ke Setuju"),
    Stage.EARLY: (
        "Ditahan: disetujui sebelum periode berakhir",
        "Mulai {over}: periksa tab Rekap, lalu isi ulang Disetujui Oleh, misalnya nama dan tanggal",
    ),
    Stage.NO_FIRST: ("Belum pernah disetujui", "Ubah Status ke Setuju; Perbarui hanya untuk yang sudah diarsipkan"),
    Stage.FINAL: ("Disetujui", "Diarsipkan dan dikirim pada putaran berikut"),
    Stage.ARCHIVED: ("Revisi {n} diarsipkan {when}", ""),
    Stage.CHANGED: (
        "Revisi {n} diarsipkan {when}, draf revisi {next} di tab Rekap",
        "Ada data baru sejak revisi {n}. Untuk revisi {next}, ubah Status ke Perbarui",
    ),
}
_EN: Mapping[Stage, tuple[str, str]] = {
    Stage.HELD: ("Held: there is a problem", "See the tab Masalah and correct this row"),
    Stage.BLANK: ("Draft", "Fill in Judul, Dari and Sampai"),
    Stage.SETTLING: ("Waiting: the row was changed a moment ago", "Goes on after {until} unless it is changed again"),
    Stage.RUNNING: ("Draft in the tab Rekap, the period is not over", "From {over} on: check Rekap, then set Setuju"),
    Stage.DRAFT: ("Draft in the tab Rekap", "Check the tab Rekap, then set Status to Setuju"),
    Stage.EARLY: (
        "Held: approved before the period was over",
        "From {over} on: check the tab Rekap, then fill in Disetujui Oleh anew, such as name and date",
    ),
    Stage.NO_FIRST: ("Never approved", "Set Status to Setuju; Perbarui is for what was archived"),
    Stage.FINAL: ("Approved", "Will be archived and sent at the next run"),
    Stage.ARCHIVED: ("Revision {n} archived {when}", ""),
    Stage.CHANGED: (
        "Revision {n} archived {when}, draft of revision {next} in the tab Rekap",
        "There is something new since revision {n}. For revision {next}, set Status to Perbarui",
    ),
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "again": "Ada data baru sejak revisi {n}. Untuk revisi {next}, isi ulang Disetujui Oleh, "
                 "misalnya nama dan tanggal",
        "renamed": "Revisi {n} berjudul “{title}”, {first} sampai {last}.",
        "sent": "{sent} dari {meant} surel terkirim",
    },
    "en": {
        "again": "There is something new since revision {n}. For revision {next}, fill in Disetujui Oleh anew, "
                 "such as name and date",
        "renamed": "Revision {n} is “{title}”, {first} to {last}.",
        "sent": "{sent} of {meant} mails sent",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One period as it stands: its row may be no period yet (``None``), its recap may never have been archived."""

    stage: Stage
    period: Period | None = None
    last: Revision | None = None
    until: datetime | None = None
    """When a row that was just changed will have settled."""
    tally: Mapping[str, int] | None = None
    """The mails about the last revision, by state."""


def period_line(standing: Standing, zone: ZoneInfo, language: Language) -> tuple[str, str]:
    """*Tahap* and *Langkah Berikut*."""
    stage, period, last = standing.stage, standing.period, standing.last
    words = _WORDS[language]
    stands, next_step = (_ID if language == "id" else _EN)[stage]
    if stage is Stage.CHANGED and period and period.status == "Perbarui":
        next_step = words["again"]
    values = {
        "until": short_moment(standing.until, zone, language) if standing.until else "",
        "over": short_day(over(period), language) if period else "",
        "n": last.number if last else 0,
        "next": last.number + 1 if last else 0,
        "when": short_moment(last.at, zone, language) if last else "",
    }
    stands, next_step = stands.format(**values), next_step.format(**values)
    if last and stage in {Stage.ARCHIVED, Stage.CHANGED} and standing.tally:
        sent, meant = standing.tally.get("sent", 0), sum(standing.tally.values()) - standing.tally.get("withdrawn", 0)
        stands = f"{stands} · {words['sent'].format(sent=sent, meant=meant)}"
    if stage is Stage.CHANGED and last and period and not last.names(period):
        days = {"first": short_day(last.first, language), "last": short_day(last.last, language)}
        next_step = f"{words['renamed'].format(n=last.number, title=last.title, **days)} {next_step}"
    return stands, next_step
