"""A recap as the rows of *Rekap*: figures with what they are made of, for staff to check before they approve."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flows.procedure.dates import short_day
from flows.procedure.models import Language
from flows.procedure.recap import wording
from flows.procedure.recap.records import EVERYTHING, Figures, Recap
from flows.workbook.flow_tabs import RECAP
from flows.workbook.interface import Cell

_PARTS = {
    "id": {
        "summary": "Ringkasan", "whole": "Seluruh periode", "ratings": "Penilaian mitra", "choices": "Pilihan jawaban",
        "quotes": "Masukan mitra", "unanswered": "Belum dijawab", "events": "Kegiatan",
        "mean": "rata-rata {mean}, dari {n} penilaian", "few": "{n} penilaian, terlalu sedikit untuk rata-rata",
        "chosen": "{choice}: {n}", "asked": "diminta {day}", "reminded": "diingatkan {n} kali",
        "attended": "{n} hadir", "not_additive": "Satu lowongan dihitung di setiap baris yang menjadi sasarannya",
    },
    "en": {
        "summary": "Summary", "whole": "Whole period", "ratings": "Partners' ratings", "choices": "Choices",
        "quotes": "Partners' feedback", "unanswered": "Not answered", "events": "Events",
        "mean": "mean {mean}, of {n} ratings", "few": "{n} ratings, too few for a mean",
        "chosen": "{choice}: {n}", "asked": "asked {day}", "reminded": "reminded {n} times",
        "attended": "{n} attended", "not_additive": "A vacancy counts in every row that it was meant for",
    },
}  # fmt: skip
Row = list[Cell]


def recap_rows(recap: Recap, zone: ZoneInfo, language: Language) -> list[Row]:
    """In the order of the columns of *Rekap*, without its heading row."""
    return [*_summary(recap, language), *_groupings(recap, language), *_opinions(recap, language),
            *_missing(recap, zone, language), *_events(recap, language)]  # fmt: skip


def _row(recap: Recap, part: str, what: str, figures: Figures | None = None, note: str = "", sources: str = "") -> Row:
    counts: Row = [None] * 5
    if figures:
        counts = [figures.vacancies, figures.asked, figures.answered, figures.applied, figures.accepted]
    row: Row = [f"{recap.span.id} {recap.span.title}".strip(), part, what, *counts, note, sources]
    assert len(row) == len(RECAP.headings)  # noqa: S101 - the tab is declared elsewhere
    return row


def _summary(recap: Recap, language: Language) -> Iterator[Row]:
    words = _PARTS[language]
    first, *others = wording.told(recap, language)
    whole = words["whole"] if recap.scope == EVERYTHING else recap.scope_label
    yield _row(recap, words["summary"], whole, recap.whole, first, ", ".join(recap.sources))
    for sentence in others:
        yield _row(recap, words["summary"], "", note=sentence)


def _groupings(recap: Recap, language: Language) -> Iterator[Row]:
    for dimension, grouping in recap.groupings.items():
        note = _PARTS[language]["not_additive"] if grouping.not_additive else ""
        for line in grouping.lines:
            part = wording.heading(dimension, language)
            yield _row(recap, part, line.label, line.figures, note, ", ".join(line.sources))
            note = ""


def _opinions(recap: Recap, language: Language) -> Iterator[Row]:
    words = _PARTS[language]
    for rating in recap.ratings:
        if rating.n:
            mean = "" if rating.mean is None else _mean(rating.mean, language)
            note = words["mean" if mean else "few"].format(mean=mean, n=rating.n)
            yield _row(recap, words["ratings"], rating.heading, note=note)
    labels = {one.key: {choice.value: choice.label[language] for choice in one.choices} for one in recap.questions}
    for choices in recap.choices:
        counts = {labels[choices.key].get(value, value): count for value, count in choices.counts.items() if count}
        told = "; ".join(words["chosen"].format(choice=one, n=count) for one, count in counts.items())
        if told:
            yield _row(recap, words["choices"], choices.heading, note=told)
    for quote in recap.quotes:
        yield _row(recap, words["quotes"], f"{quote.heading} · {quote.company}", note=quote.text, sources=quote.vacancy)


def _mean(value: float, language: Language) -> str:
    from babel.numbers import format_decimal

    return format_decimal(round(value, 1), locale=language)


def _missing(recap: Recap, zone: ZoneInfo, language: Language) -> Iterator[Row]:
    words = _PARTS[language]
    for one in recap.unanswered:
        told = ["; ".join(one.positions)]
        if one.requested:
            told.append(words["asked"].format(day=short_day(one.requested.astimezone(zone), language)))
        if one.reminders:
            told.append(words["reminded"].format(n=one.reminders))
        yield _row(recap, words["unanswered"], one.company, note=", ".join(told), sources=", ".join(one.vacancies))


def _events(recap: Recap, language: Language) -> Iterator[Row]:
    import pandas as pd

    words = _PARTS[language]
    for event in recap.events.to_dict("records"):
        told = [str(event["kind"]), short_day(event["day"], language)]
        if not pd.isna(event["attended"]):
            told.append(words["attended"].format(n=int(event["attended"])))
        yield _row(recap, words["events"], str(event["title"]), note=", ".join(told), sources=str(event["id"]))
