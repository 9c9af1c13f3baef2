"""What a recap's figures are called, and the sentences in which a total never stands without what it is made of."""

from __future__ import annotations

from datetime import date

from flows.forms.questions import Words
from flows.procedure.dates import number
from flows.procedure.models import Language
from flows.procedure.recap.records import EVERYTHING, Figures, Recap

_HEADINGS = {
    # dimensions
    "partner": Words("Mitra", "Partner"),
    "department": Words("Jurusan", "Department"),
    "programme": Words("Program studi", "Study programme"),
    "kind": Words("Jenis pekerjaan", "Kind of work"),
    "month": Words("Bulan", "Month"),
    # figures
    "vacancies": Words("Lowongan", "Vacancies"),
    "cancelled": Words("Dibatalkan", "Called off"),
    "expected": Words("Ditunggu hasilnya", "Results expected"),
    "asked": Words("Ditanyakan", "Asked"),
    "answered": Words("Dijawab", "Answered"),
    "answer_rate": Words("Tingkat jawaban", "Answer rate"),
    "meant": Words("Penerima", "Recipients"),
    "sent": Words("Terkirim", "Sent"),
    "applied": Words("Pelamar", "Applicants"),
    "applied_from": Words("Pelamar: dari jawaban", "Applicants: from answers"),
    "accepted": Words("Diterima", "Accepted"),
    "accepted_from": Words("Diterima: dari jawaban", "Accepted: from answers"),
    "both_applied": Words("Pelamar, bila keduanya diketahui", "Applicants where both are known"),
    "both_accepted": Words("Diterima, bila keduanya diketahui", "Accepted where both are known"),
    "both_from": Words("Keduanya: dari jawaban", "Both: from answers"),
    "rate": Words("Tingkat penerimaan", "Acceptance rate"),
    "sources": Words("Sumber", "Sources"),
    # what one vacancy is
    "id": Words("ID", "ID"),
    "company": Words("Perusahaan", "Company"),
    "position": Words("Posisi", "Position"),
    "location": Words("Lokasi", "Location"),
    "everybody": Words("Untuk semua", "For everybody"),
    "programmes": Words("Sasaran", "Meant for"),
    "departments": Words("Jurusan", "Departments"),
    "openings": Words("Jumlah dibutuhkan", "Openings"),
    "received": Words("Diterima kantor", "Received"),
    "announced": Words("Diumumkan", "Announced"),
    "refused": Words("Gagal", "Refused"),
    "closed": Words("Ditutup", "Closed"),
    "events": Words("Kegiatan", "Events"),
    "attended": Words("Hadir", "Attended"),
    "state": Words("Umpan balik", "Feedback"),
    "requested": Words("Diminta", "Requested"),
    "reminders": Words("Pengingat", "Reminders"),
    "source": Words("Lewat", "By way of"),
    "version": Words("Versi jawaban", "Version of the answers"),
    # ratings and events
    "n": Words("Jumlah penilaian", "Number of ratings"),
    "mean": Words("Rata-rata", "Mean"),
    "spread": Words("Simpangan baku", "Standard deviation"),
    "title": Words("Judul", "Title"),
    "day": Words("Tanggal", "Date"),
}  # fmt: skip
_KINDS = {
    "Penuh waktu": "Full-time", "Paruh waktu": "Part-time", "Kontrak": "Contract", "Magang": "Internship",
    "Lepas": "Freelance",
}  # fmt: skip
NOT_SAID = Words("Tidak disebutkan", "Not said")
NOT_TOLD = Words("Tidak dirinci", "Not broken down")
ALL_PROGRAMMES = Words("Semua program studi", "All study programmes")
UNKNOWN = Words("tidak diketahui", "unknown")

_SUMS = {
    "applied": Words(
        "{sum} pelamar, dari {told} dari {all} lowongan yang dijawab",
        "Applicants: {sum}, from answers about {told} of {all} vacancies",
    ),
    "accepted": Words(
        "{sum} diterima, dari {told} dari {all} lowongan yang dijawab",
        "Accepted: {sum}, from answers about {told} of {all} vacancies",
    ),
}
_PARTS = {
    "applied": Words(
        "{sum} pelamar, dari {told} dari {all} lowongan yang jawabannya dirinci per program studi",
        "Applicants: {sum}, from answers by study programme about {told} of {all} vacancies",
    ),
    "accepted": Words(
        "{sum} diterima, dari {told} dari {all} lowongan yang jawabannya dirinci per program studi",
        "Accepted: {sum}, from answers by study programme about {told} of {all} vacancies",
    ),
}
_NO_SUM = {
    "applied": Words(
        "Jumlah pelamar tidak diketahui: tidak satu pun dari {all} lowongan memberitahukannya",
        "Applicants: unknown, for no answer tells them (vacancies: {all})",
    ),
    "accepted": Words(
        "Jumlah yang diterima tidak diketahui: tidak satu pun dari {all} lowongan memberitahukannya",
        "Accepted: unknown, for no answer tells them (vacancies: {all})",
    ),
}
_CLOSED = Words("{vacancies} lowongan ditutup", "Vacancies closed: {vacancies}")
_CALLED_OFF = Words(", {cancelled} di antaranya dibatalkan", ", of these called off: {cancelled}")
_SENT = Words(
    "{sent} dari {meant} pengumuman terkirim (seorang penerima dihitung sekali untuk tiap lowongan)",
    "Announcements sent: {sent} of {meant} (a person counts once for each vacancy)",
)
_ANSWERED = Words(
    "{answered} dari {asked} lowongan yang ditanyakan sudah dijawab mitra ({rate})",
    "Answered by partners: {answered} of {asked} vacancies asked about ({rate})",
)
_NOBODY_ASKED = Words("Hasil rekrutmen belum ditanyakan kepada mitra", "Partners were not asked for results yet")
_MISSING = Words("belum dijawab: {gap} lowongan", "vacancies not answered: {gap}")
_NOT_ASKED = Words("belum ditanyakan: {gap} lowongan", "vacancies not asked about: {gap}")
_RATE = Words(
    "{both_accepted} dari {both_applied} pelamar diterima ({rate}), dari {both_from} lowongan yang kedua angkanya "
    "diketahui",
    "Accepted of those who applied: {both_accepted} of {both_applied} ({rate}), where both numbers are known "
    "(vacancies: {both_from})",
)
_NO_RATE = Words("Tingkat penerimaan tidak dapat dihitung", "The acceptance rate cannot be told")
_NO_PART = {
    "applied": Words(
        "Jumlah pelamar tidak diketahui: tidak satu pun dari {all} lowongan merincinya per program studi",
        "Applicants: unknown, for no answer tells them by study programme (vacancies: {all})",
    ),
    "accepted": Words(
        "Jumlah yang diterima tidak diketahui: tidak satu pun dari {all} lowongan merincinya per program studi",
        "Accepted: unknown, for no answer tells them by study programme (vacancies: {all})",
    ),
}
_UNSPECIFIED = Words(
    "Tidak dirinci per program studi: {applied} pelamar dan {accepted} yang diterima",
    "Not broken down by study programme: applicants {applied}, accepted {accepted}",
)
_PERHAPS_HERE = Words("; sebagian mungkin termasuk di sini", "; some of them may belong here")


def heading(name: str, language: Language) -> str:
    """What a column of `Recap.vacancies`, a field or rate of `Figures`, or a dimension is called. Raises `KeyError`."""
    return _HEADINGS[name][language]


def work_kind(kind: str, language: Language) -> str:
    """A kind of work in ``language``; a text that is none stays as it is."""
    return (_KINDS.get(kind, kind) if language == "en" else kind) or NOT_SAID[language]


def month(first: date, language: Language) -> str:
    """``Maret 2026``, of any day in it."""
    from babel.dates import format_date

    return format_date(first, "LLLL y", locale=language)


def percent(share: float | None, language: Language) -> str:
    """``77,5%`` of 0.775, ``tidak diketahui`` of ``None``. At most one decimal: more would promise too much."""
    from babel.numbers import format_percent

    return UNKNOWN[language] if share is None else format_percent(share, "#,##0.#%", locale=language)


def count(value: int | None, language: Language) -> str:
    """``1.204``; ``tidak diketahui`` of ``None``."""
    return UNKNOWN[language] if value is None else number(value, language)


def closed(figures: Figures, language: Language) -> str:
    """``40 lowongan ditutup, 2 di antaranya dibatalkan``."""
    words = _CLOSED[language] + (_CALLED_OFF[language] if figures.cancelled else "")
    return _filled(words, language, vacancies=figures.vacancies, cancelled=figures.cancelled)


def announced(figures: Figures, language: Language) -> str:
    """How many announcements were meant to be sent, and were."""
    return _filled(_SENT[language], language, sent=figures.sent, meant=figures.meant)


def applied(figures: Figures, language: Language, *, in_part: bool = False) -> str:
    """``412 pelamar, dari 31 dari 40 lowongan yang dijawab``. ``in_part``: people of some study programmes only."""
    return _sum("applied", figures.applied, figures.applied_from, figures, language, in_part=in_part)


def accepted(figures: Figures, language: Language, *, in_part: bool = False) -> str:
    """``96 diterima, dari 31 dari 40 lowongan yang dijawab``. ``in_part``: people of some study programmes only."""
    return _sum("accepted", figures.accepted, figures.accepted_from, figures, language, in_part=in_part)


def answer_rate(figures: Figures, language: Language) -> str:
    """``31 dari 38 lowongan yang ditanyakan sudah dijawab mitra (81,6%)``."""
    if not figures.asked:
        return _NOBODY_ASKED[language]
    rate = percent(figures.answer_rate, language)
    return _filled(_ANSWERED[language], language, rate, answered=figures.answered, asked=figures.asked)


def missing(figures: Figures, language: Language) -> str:
    """How many vacancies have no results: asked and not answered, and not asked. ``""`` if all have."""
    gaps = {_MISSING: figures.asked - figures.answered, _NOT_ASKED: figures.expected - figures.asked}
    said = "; ".join(_filled(words[language], language, gap=gap) for words, gap in gaps.items() if gap)
    return said[:1].upper() + said[1:]


def acceptance(figures: Figures, language: Language) -> str:
    """``96 dari 412 pelamar diterima (23,3%), dari 31 lowongan yang kedua angkanya diketahui``."""
    if figures.rate is None:
        return _NO_RATE[language]
    return _filled(
        _RATE[language], language, percent(figures.rate, language),
        both_accepted=figures.both_accepted, both_applied=figures.both_applied, both_from=figures.both_from,
    )  # fmt: skip


def unspecified(figures: Figures, language: Language, *, in_part: bool = False) -> str:
    """Whom nobody told the study programme of, given `Recap.unspecified`; ``""`` if nobody.

    ``in_part``: they stand beside the people of some study programmes only.
    """
    if not figures.applied and not figures.accepted:
        return ""
    words = _UNSPECIFIED[language] + (_PERHAPS_HERE[language] if in_part else "")
    return _filled(words, language, applied=figures.applied or 0, accepted=figures.accepted or 0)


def told(recap: Recap, language: Language) -> tuple[str, ...]:
    """The recap in sentences, each with what it is made of and without a full stop: the summary of PDF and mail."""
    whole, in_part = recap.whole, recap.scope != EVERYTHING
    sentences = [closed(whole, language)]
    if whole.vacancies:
        sentences += [
            announced(whole, language),
            answer_rate(whole, language),
            applied(whole, language, in_part=in_part),
            accepted(whole, language, in_part=in_part),
            acceptance(whole, language),
            unspecified(recap.unspecified, language, in_part=in_part),
            missing(whole, language),
        ]
    return tuple(sentence for sentence in sentences if sentence)


def _sum(name: str, value: int | None, parts: int, figures: Figures, language: Language, *, in_part: bool) -> str:
    known, unknown = (_PARTS, _NO_PART) if in_part else (_SUMS, _NO_SUM)
    words = unknown if value is None else known
    return _filled(words[name][language], language, sum=value or 0, told=parts, all=figures.expected)


def _filled(words: str, language: Language, rate: str = "", **counts: int | None) -> str:
    return words.format(rate=rate, **{name: count(value, language) for name, value in counts.items()})
