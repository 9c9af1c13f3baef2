"""A recap on paper: key figures, charts and sentences on the first page, then the tables, and how it was counted."""

from __future__ import annotations

from typing import get_args

from flows.documents import charts, recap_rows, recap_tables, words
from flows.documents.head import head
from flows.documents.imprint import Imprint
from flows.documents.tables import on_paper, decimal
from flows.documents.typeset import typeset
from flows.procedure.dates import short_day
from flows.procedure.models import Language
from flows.procedure.recap.records import EVERYTHING, Dimension, Figures, Recap, Span
from flows.procedure.recap.wording import count, heading, percent, told


def recap_pdf(recap: Recap, imprint: Imprint) -> bytes:
    """The recap as a PDF (A4), in the imprint's language: the same bytes for the same recap and imprint."""
    language, zone = imprint.language, imprint.zone
    tables = [recap_tables.by(recap, dimension, language) for dimension in get_args(Dimension)]
    data = {
        "head": head(imprint),
        "span": _span(recap.span, language),
        "scope": recap.scope_label,
        "cards": _cards(recap.whole, language),
        "charts": {
            "funnel": charts.funnel(recap.whole, language),
            "answers": charts.answers(recap.whole, language),
            "people": charts.people(recap, language),
        },
        "summary": {"title": words.SUMMARY[language], "sentences": [f"{one}." for one in told(recap, language)]},
        "groupings": [on_paper(table, language, zone) for table in tables if table.rows],
        "ratings": _ratings(recap, imprint),
        "choices": on_paper(recap_tables.choices(recap, language), language, zone),
        "quotes": {"title": words.QUOTES[language], "questions": _quotes(recap)},
        "unanswered": on_paper(recap_tables.unanswered(recap, language), language, zone),
        "events": on_paper(recap_tables.events(recap, language), language, zone),
        "vacancies": on_paper(recap_rows.vacancies(recap, language), language, zone),
        "method": {"title": words.METHOD[language], "notes": _notes(recap, language)},
        "nothing": words.NOTHING[language],
    }
    return typeset("recap", data, at=imprint.at)


def _span(span: Span, language: Language) -> str:
    return f"{short_day(span.first, language)} – {short_day(span.last, language)}"


def _cards(whole: Figures, language: Language) -> list[dict[str, str]]:
    """The key figures, each with what it is made of."""

    def basis(sentence: words.Words, *numbers: int | None) -> str:
        return sentence[language].format(*(count(number, language) for number in numbers))

    rate = basis(words.OF_APPLICANTS, whole.both_accepted, whole.both_applied) if whole.rate is not None else ""
    cards = [
        (words.CLOSED[language], count(whole.vacancies, language), basis(words.CALLED_OFF, whole.cancelled)),
        (
            heading("answer_rate", language),
            percent(whole.answer_rate, language),
            basis(words.OF_ASKED, whole.answered, whole.asked),
        ),
        (
            heading("applied", language),
            count(whole.applied, language),
            basis(words.FROM_ANSWERS, whole.applied_from, whole.expected),
        ),
        (
            heading("accepted", language),
            count(whole.accepted, language),
            basis(words.FROM_ANSWERS, whole.accepted_from, whole.expected),
        ),
        (heading("rate", language), percent(whole.rate, language), rate),
    ]
    return [dict(zip(("label", "figure", "basis"), card, strict=True)) for card in cards]


def _ratings(recap: Recap, imprint: Imprint) -> dict[str, object]:
    """The table of ratings, with bars as long as the means go from 1 to 5."""
    table = on_paper(recap_tables.ratings(recap, imprint.language), imprint.language, imprint.zone)
    return {**table, "bars": [None if one.mean is None else (one.mean - 1) / 4 for one in recap.ratings]}


def _quotes(recap: Recap) -> list[dict[str, object]]:
    """What was written, by question."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in recap.quotes:
        quote = {"text": one.text, "by": f"{one.company}, {one.position} ({one.vacancy})"}
        found.setdefault(one.heading, []).append(quote)
    return [{"heading": heading, "quotes": quotes} for heading, quotes in found.items()]


def _notes(recap: Recap, language: Language) -> list[str]:
    in_part = [words.IN_PART[language].format(recap.scope_label)] * (recap.scope != EVERYTHING)
    return [*in_part, *(note[language] for note in words.NOTES)]
