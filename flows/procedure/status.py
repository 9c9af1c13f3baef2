"""What *Status* says of a vacancy: where it stands, how many were reached, what comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.procedure.announcing import Step, Verdict
from flows.procedure.dates import number, short_moment
from flows.procedure.models import Language

_ID: Mapping[Step, tuple[str, str]] = {
    Step.DRAFT: ("Draf", "Isi baris ini, lalu ubah Status ke Pratinjau atau Setuju"),
    Step.HELD: ("Ditahan: ada masalah", "Lihat tab Masalah dan perbaiki baris ini"),
    Step.SETTLING: ("Menunggu: baris baru saja diubah", "Diproses setelah {until} bila tidak diubah lagi"),
    Step.PREVIEW: ("Pratinjau dikirim ke staf", "Periksa surel pratinjau, lalu ubah Status ke Setuju"),
    Step.ANNOUNCE: ("Sedang diumumkan", ""),
    Step.AT_HOUR: ("Disetujui", "Akan diumumkan {until}"),
    Step.OPEN: ("Diumumkan", ""),
    Step.EDITED: ("Diubah setelah diumumkan", "Ubah Status ke Ralat untuk mengirim perbaikan kepada penerima"),
    Step.CORRECT: ("Ralat dikirim", ""),
    Step.NEVER_ANNOUNCED: ("Belum pernah diumumkan", "Ubah Status ke Setuju; Ralat hanya untuk yang sudah diumumkan"),
    Step.EXPIRED: ("Batas lamaran sudah lewat", "Ubah Status ke Tutup"),
    Step.CLOSED: ("Ditutup", ""),
    Step.CANCELLED: ("Dibatalkan", ""),
}
_EN: Mapping[Step, tuple[str, str]] = {
    Step.DRAFT: ("Draft", "Fill in this row, then set Status to Pratinjau or Setuju"),
    Step.HELD: ("Held: there is a problem", "See the tab Masalah and correct this row"),
    Step.SETTLING: ("Waiting: the row was changed a moment ago", "Goes on after {until} unless it is changed again"),
    Step.PREVIEW: ("Preview sent to staff", "Check the preview in your mail, then set Status to Setuju"),
    Step.ANNOUNCE: ("Being announced", ""),
    Step.AT_HOUR: ("Approved", "Will be announced {until}"),
    Step.OPEN: ("Announced", ""),
    Step.EDITED: ("Edited after it was announced", "Set Status to Ralat to send a correction to those who got it"),
    Step.CORRECT: ("Correction sent", ""),
    Step.NEVER_ANNOUNCED: ("Never announced", "Set Status to Setuju; Ralat is for what was announced"),
    Step.EXPIRED: ("The deadline is over", "Set Status to Tutup"),
    Step.CLOSED: ("Closed", ""),
    Step.CANCELLED: ("Cancelled", ""),
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {"announced": "Diumumkan {when}", "sent": "{n} terkirim", "refused": "{n} ditolak", "waiting": "{n} menunggu",
           "unknown": "{n} belum pasti", "paused": "Pengiriman sedang dijeda (tab Kendali)",
           "forecast": "Sisanya dikirim mulai {when} (batas harian akun surel)",
           "nobody": "Belum ada penerima: tidak ada alumni aktif yang cocok",
           "audience": "Periksa kolom Sasaran dan tab Alumni",
           "in_doubt": "Periksa yang belum pasti di kotak Terkirim"},
    "en": {"announced": "Announced {when}", "sent": "{n} sent", "refused": "{n} refused", "waiting": "{n} waiting",
           "unknown": "{n} in doubt", "paused": "Sending is paused (tab Kendali)",
           "forecast": "The rest leaves from {when} (daily limit of the mail account)",
           "nobody": "Nobody to tell yet: no active alumnus fits",
           "audience": "Look at the column Sasaran and the tab Alumni",
           "in_doubt": "Look for those in doubt in the Sent mailbox"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger says of a vacancy that was announced: when first, and its units by state."""

    at: datetime
    tally: Mapping[str, int]

    @property
    def recipients(self) -> int:
        return sum(count for state, count in self.tally.items() if state != "withdrawn")

    @property
    def waiting(self) -> int:
        return sum(self.tally.get(state, 0) for state in ("queued", "deferred", "claimed", "sending"))


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds for all vacancies: sending is paused, or the account's limit lets the rest go on at ``resume_at``."""

    paused: bool
    resume_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One row of *Status*, but for the time of its last change."""

    stage: str
    announced: str
    recipients: int | None
    sent: int | None
    failed: int | None
    next_step: str


def status_line(
    verdict: Verdict, told: Told | None, situation: Situation, zone: ZoneInfo, language: Language
) -> StatusLine:
    """``Diumumkan 24 Nov 2026 07.00 · 1.204 terkirim · 3 ditolak``, and what comes next."""
    stage, next_step = (_ID if language == "id" else _EN)[verdict.step]
    words = _WORDS[language]
    if verdict.until is not None:
        next_step = next_step.format(until=short_moment(verdict.until, zone, language))
    if told is None or not told.recipients:
        if verdict.step in {Step.OPEN, Step.ANNOUNCE}:
            return StatusLine(words["nobody"], "", 0, 0, 0, words["audience"])
        return StatusLine(stage, "", None, None, None, next_step)
    when = short_moment(told.at, zone, language)
    announced = words["announced"].format(when=when)
    counts = [
        words[word].format(n=number(count, language))
        for word, count in (
            ("sent", told.tally.get("sent", 0)),
            ("refused", told.tally.get("refused", 0)),
            ("unknown", told.tally.get("unknown", 0)),
            ("waiting", told.waiting),
        )
        if count or word == "sent"
    ]
    if verdict.step in {Step.OPEN, Step.ANNOUNCE}:
        stage = announced
        next_step = _next(told, situation, zone, language)
    return StatusLine(
        " · ".join([stage, *counts]),
        when,
        told.recipients,
        told.tally.get("sent", 0),
        told.tally.get("refused", 0),
        next_step,
    )


def _next(told: Told, situation: Situation, zone: ZoneInfo, language: Language) -> str:
    words = _WORDS[language]
    if told.waiting and situation.paused:
        return words["paused"]
    if told.waiting and situation.resume_at is not None:
        return words["forecast"].format(when=short_moment(situation.resume_at, zone, language))
    return words["in_doubt"] if told.tally.get("unknown") else ""
