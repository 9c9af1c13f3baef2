"""A year's measures as staff and auditors read them: one line each, in Indonesian as all of staff's tabs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from flows.procedure.dates import number, short_day, short_moment
from flows.procedure.kpi import Duration, PageCheck, Year, is_public
from flows.procedure.models import Event
from flows.procedure.recap.wording import percent

_SHOWN = 20
"""IDs named in one cell; of more, how many more there are."""
_FAILURES = 3
"""Failed checks that are told one by one, the latest first."""
_WRONG = {
    "login": "mengalihkan ke halaman masuk",
    "elsewhere": "mengalihkan ke situs lain",
    "redirects": "pengalihannya tidak berujung",
    "timeout": "tidak menjawab dalam batas waktu",
    "dns": "nama situsnya tidak ditemukan",
    "tls": "sertifikat HTTPS-nya ditolak",
    "unreachable": "tidak dapat dihubungi",
    "401": "meminta login (HTTP 401)",
    "403": "menolak pengunjung (HTTP 403)",
    "404": "tidak ditemukan (HTTP 404)",
}
_NOTHING_ASKED = "Belum diketahui: belum ada lowongan yang ditutup dan ditanyakan hasilnya"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one year."""

    year: int
    key: str
    """As in `flows.procedure.kpi`."""
    indicator: str
    """*Indikator*: the procedure's code, or what is measured in two words."""
    description: str
    value: int | float | None
    """A count, a share (0 to 1) or days; ``None`` is unknown."""
    unit: Literal["count", "share", "days"]
    evidence: str
    sources: tuple[str, ...]
    """IDs of events or vacancies, or pages' addresses."""

    @property
    def shown(self) -> int | str | None:
        """*Nilai*: a number, ``77,5%``, ``2,5 hari`` or ``7 jam``."""
        if self.value is None or self.unit == "count":
            return None if self.value is None else int(self.value)
        if self.unit == "share":
            return percent(self.value, "id")
        return days(self.value)

    @property
    def sources_shown(self) -> str:
        """*Sumber*: the first of them."""
        more = len(self.sources) - _SHOWN
        return ", ".join(self.sources[:_SHOWN]) + (f", dan {_n(more)} lagi" if more > 0 else "")

    def as_dict(self) -> dict[str, Any]:
        """For `loker kpi --json`."""
        return asdict(self) | {"sources": list(self.sources)}


def lines(year: Year, *, since: datetime | None, current: bool, public_url: str, zone: ZoneInfo) -> list[Line]:
    """All measures of a year; the two of the procedure come first. ``current`` is the year that is not over."""
    known = "" if year.whole else _since(since, zone)
    vacancies = tuple(one.vacancy for one in year.announced)
    asked = tuple(one.vacancy for one in year.outcomes)
    connecting, held = (tuple(event.id for event in events) for events in (year.connecting, year.held))
    pages = tuple(sorted({check.page for check in year.checks}))

    def count(value: int) -> int | None:
        """None found by a ledger that began in the course of the year does not mean that there was none."""
        return value if value or year.whole else None

    y = year.year
    return [
        Line(y, "connecting", "B.1.17.3", "Kegiatan yang menghubungkan dunia industri dengan lulusan (minimal 1/tahun)",
             count(len(connecting)), "count", _sentences(*_activities(year, zone, current=current), known), connecting),
        Line(y, "published", "B.1.17.4", "Laman layanan lulusan terbuka tanpa login, dari seluruh pemeriksaan",
             year.published.share, "share", _published(year, zone, current=current, public_url=public_url), pages),
        Line(y, "answer_rate", "Jawaban mitra", "Lowongan yang dijawab mitra, dari yang ditutup dan ditanyakan",
             year.answers.share, "share", _answers(year), asked),
        Line(y, "acceptance_rate", "Penerimaan", "Pelamar yang diterima, dari semua pelamar",
             year.acceptance.share, "share", _acceptance(year), asked),
        Line(y, "days_to_announcement", "Pengumuman", "Median waktu dari lowongan masuk sampai diumumkan",
             year.to_announcement.days, "days", _duration(year.to_announcement, "lowongan yang diumumkan"), vacancies),
        Line(y, "days_to_answer", "Waktu jawab", "Median waktu dari hasil diminta sampai dijawab mitra",
             year.to_answer.days, "days", _duration(year.to_answer, "lowongan yang dijawab"), asked),
        Line(y, "alumni_reached", "Jangkauan", "Alumni yang menerima sedikitnya satu surel lowongan",
             count(year.reached), "count", _sentences("Dihitung per alamat; satu milis dihitung satu", known), ()),
        Line(y, "vacancies_announced", "Lowongan", "Lowongan yang diumumkan",
             count(len(vacancies)), "count", known, vacancies),
        Line(y, "events_held", "Kegiatan", "Kegiatan yang terlaksana, semua jenis",
             count(len(held)), "count", _sentences(_attendance(year.held), known), held),
    ]  # fmt: skip


def days(value: float) -> str:
    """``2,5 hari``; less than a day in hours, less than an hour as such."""
    if value < 1 / 24:
        return "kurang dari 1 jam"
    return f"{_decimal(value * 24)} jam" if value < 1 else f"{_decimal(value)} hari"


def _n(count: int) -> str:
    return number(count, "id")


def _decimal(value: float) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, "#,##0.#", locale="id"))


def _activities(year: Year, zone: ZoneInfo, *, current: bool) -> Iterator[str]:
    if year.connecting:
        yield "; ".join(_event(event, zone, attended=True) for event in year.connecting)
    else:
        nothing = "Belum ada" if year.planned else "Belum ada, dan belum ada yang direncanakan"
        yield nothing if current else "Tidak ada yang tercatat"
    if year.planned:
        yield "Direncanakan: " + "; ".join(_event(event, zone, attended=False) for event in year.planned)


def _event(event: Event, zone: ZoneInfo, *, attended: bool) -> str:
    """``Job Fair 2026 bersama PT Maju Jaya, 12 Mar 2026, 214 hadir``."""
    company = f" bersama {event.company}" if event.company else ""
    said = f"{event.title}{company}, {short_day(event.starts.astimezone(zone).date(), 'id')}"
    if not attended:
        return said
    return f"{said}, kehadiran belum dicatat" if event.attended is None else f"{said}, {_n(event.attended)} hadir"


def _attendance(held: Sequence[Event]) -> str:
    counted = [event.attended for event in held if event.attended is not None]
    if not held:
        return ""
    if not counted:
        return "Kehadiran belum dicatat"
    return f"{_n(sum(counted))} hadir; kehadiran dicatat pada {_n(len(counted))} dari {_n(len(held))} kegiatan"


def _published(year: Year, zone: ZoneInfo, *, current: bool, public_url: str) -> str:
    if not year.checks:
        if not current:
            return "Tidak pernah diperiksa"
        if not public_url:
            return "Belum dapat diukur: alamat laman belum diisi (web.public_url dalam loker.toml, oleh administrator)"
        return "Belum diperiksa; diperiksa sekali sehari"
    failed = [check for check in year.checks if not is_public(check.result)]
    last = max(check.at for check in year.checks)
    told = [f"{_failure(check)}, {short_moment(check.at, zone, 'id')}" for check in reversed(failed[-_FAILURES:])]
    return _sentences(
        f"{_n(year.published.part)} dari {_n(year.published.whole)} pemeriksaan; "
        f"terakhir {short_moment(last, zone, 'id')}",
        f"Yang gagal ({_n(len(failed))}), terbaru: {'; '.join(told)}" if failed else "",
    )


def _failure(check: PageCheck) -> str:
    return f"{check.page} {_WRONG.get(check.result) or f'menjawab dengan HTTP {check.result}'}"


def _answers(year: Year) -> str:
    if not year.answers.whole:
        return _NOTHING_ASKED
    return f"{_n(year.answers.part)} dari {_n(year.answers.whole)} lowongan yang ditanyakan"


def _acceptance(year: Year) -> str:
    if not year.answers.whole:
        return _NOTHING_ASKED
    whole, told = _n(year.answers.whole), _n(year.acceptance_from)
    if not year.acceptance.whole:
        return f"Belum diketahui: pelamar dan yang diterima disebut untuk {told} dari {whole} lowongan yang ditanyakan"
    return (
        f"{_n(year.acceptance.part)} dari {_n(year.acceptance.whole)} pelamar, "
        f"pada {told} dari {whole} lowongan yang ditanyakan"
    )


def _duration(span: Duration, what: str) -> str:
    if span.days is None:
        return f"Belum diketahui: {'belum ada ' if not span.whole else 'waktunya tidak tercatat untuk '}{what}"
    return f"Dari {_n(span.told)} di antara {_n(span.whole)} {what}"


def _since(since: datetime | None, zone: ZoneInfo) -> str:
    return f"Dicatat sejak {short_day(since.astimezone(zone).date(), 'id')}" if since else "Belum ada catatan"


def _sentences(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
