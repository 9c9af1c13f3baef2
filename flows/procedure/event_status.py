"""What *Status* says of an event: where it stands, how many were invited and come, what comes next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flows.procedure.dates import number, short_moment
from flows.procedure.events import Stage, Standing
from flows.procedure.models import Language
from flows.procedure.status import Situation, StatusLine, Told

_ID: Mapping[Stage, tuple[str, str]] = {
    Stage.DRAFT: ("Draf", "Isi baris ini dan Disetujui Oleh, lalu ubah Status ke Setuju"),
    Stage.HELD: ("Ditahan: ada masalah", "Lihat tab Masalah dan perbaiki baris ini"),
    Stage.SETTLING: ("Menunggu: baris baru saja diubah", "Diproses setelah {until} bila tidak diubah lagi"),
    Stage.NOBODY: ("Disetujui, tanpa undangan", "Isi Sasaran bila alumni perlu diundang"),
    Stage.AT_HOUR: ("Disetujui", "Undangan dikirim {until}"),
    Stage.INVITE: ("Undangan dikirim", ""),
    Stage.OPEN: ("Undangan dikirim", ""),
    Stage.OVER: ("Sudah dimulai", ""),
    Stage.CANCELLED: ("Dibatalkan", ""),
}
_EN: Mapping[Stage, tuple[str, str]] = {
    Stage.DRAFT: ("Draft", "Fill in this row and Disetujui Oleh, then set Status to Setuju"),
    Stage.HELD: ("Held: there is a problem", "See the tab Masalah and correct this row"),
    Stage.SETTLING: ("Waiting: the row was changed a moment ago", "Goes on after {until} unless it is changed again"),
    Stage.NOBODY: ("Approved, without invitations", "Fill in Sasaran if alumni are to be invited"),
    Stage.AT_HOUR: ("Approved", "Invitations leave {until}"),
    Stage.INVITE: ("Invitations sent", ""),
    Stage.OPEN: ("Invitations sent", ""),
    Stage.OVER: ("It has begun", ""),
    Stage.CANCELLED: ("Called off", ""),
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {"sent": "{n} terkirim", "refused": "{n} ditolak", "unknown": "{n} belum pasti", "queued": "{n} menunggu",
           "coming": "{n} akan hadir", "waiting": "{n} menunggu kursi", "declined": "{n} tidak hadir",
           "of": "{n} dari {seats} kursi terisi", "attended": "{n} hadir", "off": "{n} kabar pembatalan terkirim",
           "paused": "Pengiriman sedang dijeda (tab Kendali)",
           "forecast": "Sisanya dikirim mulai {when} (batas harian akun surel)",
           "told": "Undangan sudah terkirim. Ubah Status ke Setuju untuk meneruskan, atau Batal untuk mengabarkan",
           "nobody": "Belum ada yang diundang: tidak ada alumni aktif yang cocok",
           "audience": "Periksa kolom Sasaran dan tab Alumni",
           "in_doubt": "Periksa yang belum pasti di kotak Terkirim",
           "count": "Isi Jumlah Hadir, atau catat kehadiran di tab Hadir"},
    "en": {"sent": "{n} sent", "refused": "{n} refused", "unknown": "{n} in doubt", "queued": "{n} waiting",
           "coming": "{n} coming", "waiting": "{n} waiting for a seat", "declined": "{n} not coming",
           "of": "{n} of {seats} seats taken", "attended": "{n} there", "off": "{n} told that it is off",
           "paused": "Sending is paused (tab Kendali)",
           "forecast": "The rest leaves from {when} (daily limit of the mail account)",
           "told": "Invitations were sent. Set Status to Setuju to go on, or to Batal to tell those invited",
           "nobody": "Nobody was invited yet: no active alumnus fits",
           "audience": "Look at the column Sasaran and the tab Alumni",
           "in_doubt": "Look for those in doubt in the Sent mailbox",
           "count": "Fill in Jumlah Hadir, or record attendance in the tab Hadir"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turnout:
    """What the ledger knows of those who were invited."""

    coming: int = 0
    waiting: int = 0
    declined: int = 0
    attended: int | None = None
    seats: int | None = None
    cancelled: int = 0
    """How many were told that it is off."""


def event_line(
    standing: Standing, told: Told | None, turnout: Turnout, situation: Situation, zone: ZoneInfo, language: Language
) -> StatusLine:
    """``Undangan dikirim · 120 terkirim · 38 dari 40 kursi terisi · 3 menunggu kursi``, and what comes next."""
    words, stage = _WORDS[language], standing.stage
    said, next_step = (_ID if language == "id" else _EN)[stage]
    if standing.until is not None:
        next_step = next_step.format(until=short_moment(standing.until, zone, language))
    if told is None or not told.recipients:
        if stage in {Stage.INVITE, Stage.OPEN}:
            return StatusLine(words["nobody"], "", 0, 0, 0, words["audience"])
        parts = [said, *_turnout(turnout, words, language)]
        return StatusLine(" · ".join(parts), "", None, None, None, _after(stage, turnout, next_step, words))
    sent = told.tally.get("sent", 0)
    counts = {"sent": sent, "refused": told.tally.get("refused", 0), "unknown": told.tally.get("unknown", 0),
              "queued": told.waiting if stage in {Stage.INVITE, Stage.OPEN} else 0}  # fmt: skip
    parts = [said] + [words[w].format(n=number(n, language)) for w, n in counts.items() if n or w == "sent"]
    parts += _turnout(turnout, words, language)
    if stage in {Stage.INVITE, Stage.OPEN}:
        next_step = _goes_on(told, situation, zone, language)
    elif stage is Stage.DRAFT:
        next_step = words["told"]
    return StatusLine(
        " · ".join(parts), short_moment(told.at, zone, language), told.recipients, sent, counts["refused"],
        _after(stage, turnout, next_step, words),
    )  # fmt: skip


def _turnout(turnout: Turnout, words: Mapping[str, str], language: Language) -> list[str]:
    parts = []
    if turnout.cancelled:
        parts.append(words["off"].format(n=number(turnout.cancelled, language)))
    if turnout.attended is not None:
        return [*parts, words["attended"].format(n=number(turnout.attended, language))]
    if turnout.coming and turnout.seats:
        taken = {"n": number(turnout.coming, language), "seats": number(turnout.seats, language)}
        parts.append(words["of"].format(**taken))
    elif turnout.coming:
        parts.append(words["coming"].format(n=number(turnout.coming, language)))
    for word, count in (("waiting", turnout.waiting), ("declined", turnout.declined)):
        if count:
            parts.append(words[word].format(n=number(count, language)))
    return parts


def _after(stage: Stage, turnout: Turnout, next_step: str, words: Mapping[str, str]) -> str:
    return words["count"] if stage is Stage.OVER and turnout.attended is None else next_step


def _goes_on(told: Told, situation: Situation, zone: ZoneInfo, language: Language) -> str:
    words = _WORDS[language]
    if told.waiting and situation.paused:
        return words["paused"]
    if told.waiting and situation.resume_at is not None:
        return words["forecast"].format(when=short_moment(situation.resume_at, zone, language))
    return words["in_doubt"] if told.tally.get("unknown") else ""
