"""A recap's charts: what they show, as the templates draw it; and the one that a mail carries, with its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flows.documents import words
from flows.documents.tables import UNKNOWN
from flows.documents.typeset import typeset
from flows.procedure.models import Language
from flows.procedure.recap.records import NOT_BROKEN_DOWN, Figures, Line, Recap
from flows.procedure.recap.wording import count, heading, percent

WIDTH = 1120
"""Of the picture in pixels: twice the place that a mail has for it, so that it is sharp on every screen."""

_MOST = 12
"""Study programmes in the chart: more are not seen at a glance, and the table has them all."""
_ENLARGE_BELOW = 0.2
"""Where applicants are a smaller part of the announcements than that, both bars below could not be told apart."""
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # a picture shows none and keeps none


def funnel_png(figures: Figures, language: Language) -> bytes:
    """Announced → applied → accepted as a PNG, `WIDTH` pixels wide. The same bytes for the same figures."""
    points = WIDTH / 2 * 0.75
    data = {"language": language, "width": points, "funnel": funnel(figures, language)}
    return typeset("funnel", data, at=_NO_DATE, to="png", ppi=round(WIDTH / points * 72))


def funnel_alt(figures: Figures, language: Language) -> str:
    """The same in words, for those who do not see the picture: one sentence."""
    chart = funnel(figures, language)
    parts = (f"{bar['label']}: {bar['shown']} ({bar['basis']})" for bar in chart["bars"])
    return f"{words.FUNNEL[language]}. {'; '.join(parts)}."


def funnel(figures: Figures, language: Language) -> dict[str, Any]:
    """Three bars: announcements sent, applicants, those accepted, each with what it is made of."""
    made_of = words.FROM_ANSWERS[language]
    bars = [
        (words.SENT[language], figures.sent, words.OF_MEANT[language], [figures.meant]),
        (heading("applied", language), figures.applied, made_of, [figures.applied_from, figures.expected]),
        (heading("accepted", language), figures.accepted, made_of, [figures.accepted_from, figures.expected]),
    ]
    share = (figures.applied or 0) / figures.sent if figures.sent else 0
    enlarged = 0 < share < _ENLARGE_BELOW
    return {
        "title": words.FUNNEL[language],
        "bars": [
            {
                "label": label,
                "value": value,
                "shown": count(value, language),
                "basis": _filled(basis, language, numbers),
            }
            for label, value, basis, numbers in bars
        ],
        "enlarged": words.ENLARGED[language].format(count(round(1 / share), language)) if enlarged else "",
    }


def answers(figures: Figures, language: Language) -> dict[str, Any]:
    """The answer rate, and one bar of all vacancies that have results to tell: answered, not answered, not asked."""
    parts = [
        ("answered", heading("answered", language), figures.answered),
        ("waiting", words.NOT_ANSWERED[language], figures.asked - figures.answered),
        ("not_asked", words.NOT_ASKED[language], figures.expected - figures.asked),
    ]
    return {
        "title": words.ANSWERS[language],
        "rate": percent(figures.answer_rate, language),
        "basis": _filled(words.OF_ASKED[language], language, [figures.answered, figures.asked]),
        "parts": [
            {"part": part, "label": label, "value": value, "shown": count(value, language)}
            for part, label, value in parts
            if value or part != "not_asked"
        ],
    }


def people(recap: Recap, language: Language) -> dict[str, Any]:
    """Applicants and those accepted by study programme, the most applicants first; the rest, not broken down, last."""
    lines = recap.groupings["programme"].lines
    told = sorted(
        (line for line in lines if line.key != NOT_BROKEN_DOWN and line.figures.applied is not None),
        key=lambda line: (-(line.figures.applied or 0), line.label),
    )
    rest = [line for line in lines if line.key == NOT_BROKEN_DOWN]
    left = len(lines) - len(told[:_MOST]) - len(rest)
    return {
        "title": words.PEOPLE[language],
        "legend": [heading("applied", language), heading("accepted", language)],
        "lines": [_people(line, language) for line in [*told[:_MOST], *rest]],
        "more": words.MORE[language].format(left) if left else "",
    }


def _people(line: Line, language: Language) -> dict[str, object]:
    applied, accepted = line.figures.applied, line.figures.accepted
    return {
        "label": line.label,
        "applied": applied or 0,
        "accepted": accepted or 0,
        "shown": [UNKNOWN if number is None else count(number, language) for number in (applied, accepted)],
        "rest": line.key == NOT_BROKEN_DOWN,
    }


def _filled(sentence: str, language: Language, numbers: Sequence[int]) -> str:
    return sentence.format(*(count(number, language) for number in numbers))
