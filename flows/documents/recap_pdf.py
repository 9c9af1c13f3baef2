"""A recap on paper: key figures, charts and sentences on the first page, then the tables, and how it was counted."""

from __future__ import annotations

from typing import get_args

from flows.documents import charts, recap_rows, recap_tables, words
from flows.documents.head import head
from flows.documents.imprint import Imprint
from flows.documents.key_figures import key_figures
from flows.documents.tables import Table, on_paper, shown
from flows.documents.typeset import typeset
from flows.procedure.models import Language
from flows.procedure.recap.records import Dimension, Recap
from flows.procedure.recap.wording import UNKNOWN, told


def recap_pdf(recap: Recap, imprint: Imprint) -> bytes:
    """The recap as a PDF (A4), in the imprint's language: the same bytes for the same recap and imprint."""
    language = imprint.language
    some, answered = recap.whole.vacancies > 0, recap.whole.answered > 0
    by = [recap_tables.by(recap, dimension, language) for dimension in get_args(Dimension)]

    def paper(*tables: Table) -> list[dict[str, object]]:
        return [on_paper(table, language, imprint.zone) for table in tables]

    data = {
        "head": head(imprint),
        "span": words.period(recap.span, language),
        "scope": recap.scope_label,
        "cards": _cards(recap, imprint) if some else [],
        "charts": _charts(recap, language) if some else None,
        "summary": {"title": words.SUMMARY[language], "sentences": [f"{one}." for one in told(recap, language)]},
        "figures": paper(recap_tables.unanswered(recap, language), *by) if some else [],
        "opinions": [_ratings(recap, imprint), *paper(recap_tables.choices(recap, language))] if answered else [],
        "quotes": {"title": words.QUOTES[language], "questions": _quotes(recap)},
        "rows": paper(recap_tables.events(recap, language), *[recap_rows.vacancies(recap, language)] * some),
        "method": {"title": words.METHOD[language], "notes": words.notes(recap, language)},
        "nothing": words.NOTHING[language],
    }
    return typeset("recap", data, at=imprint.at)


def _charts(recap: Recap, language: Language) -> dict[str, object]:
    return {
        "funnel": charts.funnel(recap.whole, language),
        "answers": charts.answers(recap.whole, language),
        "people": charts.people(recap, language),
    }


def _cards(recap: Recap, imprint: Imprint) -> list[dict[str, str]]:
    """The key figures, worded; one that is unknown says so."""
    return [
        {
            "label": one.label,
            "figure": UNKNOWN[imprint.language]
            if one.value is None
            else shown(one.value, one.kind, imprint.language, imprint.zone),
            "basis": one.basis,
        }
        for one in key_figures(recap.whole, imprint.language)
    ]


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
